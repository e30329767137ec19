-- proves: a hop over tumbling sums: each inner result is in two outer windows
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM HOP((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end), t, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
