-- proves: running totals over tumbling sums
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM CUMULATE((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end), t, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end;
