-- proves: tumble n, hop n n and cumulate n n say the same: this is tumble
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, COUNT(*) AS n, SUM(v) AS total, MIN(v) AS least, MAX(v) AS most, AVG(v) AS mean
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
