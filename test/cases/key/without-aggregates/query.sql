-- proves: groups without aggregates: the distinct keys of each window
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, window_end
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end, k;
