-- proves: without a time column the outer window goes by the window_time that is handed on
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(s) AS total
FROM (SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end)
GROUP BY tumble(INTERVAL '2' SECOND);
