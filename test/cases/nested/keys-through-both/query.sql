-- proves: the inner key is the outer key: sums per key of the largest per key
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, window_end, SUM(most) AS total
FROM TUMBLE((SELECT window_time AS t, k, MAX(v) AS most FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end, k), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end, k;
