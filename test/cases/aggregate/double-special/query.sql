-- proves: NaN is the greatest value and swallows sums; Infinity and -Infinity make NaN
-- truth: hand
CREATE SOURCE r (k TEXT, v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, SUM(v) AS total, AVG(v) AS mean, MIN(v) AS least, MAX(v) AS most
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
