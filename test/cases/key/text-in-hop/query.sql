-- proves: text keys in overlapping windows: a key comes, stays, goes and comes back
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end, k;
