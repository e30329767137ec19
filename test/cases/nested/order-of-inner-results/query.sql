-- proves: inner groups reach the outer in their order, which is the order of the outer's groups
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, window_start, SUM(n) AS total
FROM TUMBLE((SELECT window_time AS t, k, COUNT(*) AS n FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end, k), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end, k;
