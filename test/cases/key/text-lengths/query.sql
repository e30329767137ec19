-- proves: texts of every length up to 40 that share their beginning are different keys
-- truth: hand
CREATE SOURCE r (k TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
