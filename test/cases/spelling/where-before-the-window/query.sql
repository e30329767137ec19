-- proves: WHERE beside a windowed FROM decides before the window
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
WHERE v > 1
GROUP BY window_start, window_end;
