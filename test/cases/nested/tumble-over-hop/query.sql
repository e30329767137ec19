-- proves: each window of the inner hop counts in the outer window that holds its last instant
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total, COUNT(*) AS windows
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND) GROUP BY window_start, window_end), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
