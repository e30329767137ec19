-- proves: keys of REAL: all NaNs are one group, -0 and 0 another, NULL a third
-- truth: hand
CREATE SOURCE r (k REAL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
