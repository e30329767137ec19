-- proves: keys of TIMESTAMP(6) differ by a microsecond
-- truth: hand
CREATE SOURCE r (k TIMESTAMP(6), ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
