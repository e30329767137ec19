-- proves: text keys and text extremes together, slices arriving out of order
-- truth: hand
CREATE SOURCE r (k TEXT, s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, window_end, MIN(s) AS first, MAX(s) AS last
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end, k;
