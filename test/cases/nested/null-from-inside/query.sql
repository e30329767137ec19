-- proves: an inner NULL is ignored by the outer SUM and counted by COUNT(*)
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total, COUNT(*) AS n, COUNT(s) AS present
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
