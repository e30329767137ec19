-- proves: the event time may be renamed at each level, and window_time of the outer is that of the outer
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_time AS at, s
FROM (SELECT window_time, SUM(s) AS s FROM TUMBLE((SELECT window_time AS u, s FROM (SELECT window_time, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_time)), u, INTERVAL '2' SECOND) GROUP BY window_time);
