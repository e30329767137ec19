-- proves: GROUP BY TUMBLE(…) lets window_start and window_end be named as well
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, COUNT(*) AS n
FROM r
GROUP BY TUMBLE(ts, INTERVAL '1' SECOND)
HAVING window_start >= TIMESTAMP '1970-01-01 00:00:00';
