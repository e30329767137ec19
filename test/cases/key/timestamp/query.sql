-- proves: keys of TIMESTAMP(3), before 1970 too
-- truth: hand
CREATE SOURCE r (k TIMESTAMP(3), ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
