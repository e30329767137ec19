-- proves: an inner SUM beyond BIGINT is an output error and does not reach the outer window
-- truth: hand
-- no oracle: sums beyond BIGINT fail here, group by group; theirs are wider
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end), t, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
