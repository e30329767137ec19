-- proves: every aggregate over SMALLINT: sums go beyond the type, MIN and MAX keep it
-- truth: hand
CREATE SOURCE r (v SMALLINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(*) AS n, COUNT(v) AS present, SUM(v) AS total, AVG(v) AS mean, MIN(v) AS least, MAX(v) AS most
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
