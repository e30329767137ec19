-- proves: the outer window may be written in GROUP BY
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT TUMBLE_START(t, INTERVAL '2' SECOND) AS start, SUM(s) AS total
FROM (SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end)
GROUP BY TUMBLE(t, INTERVAL '2' SECOND);
