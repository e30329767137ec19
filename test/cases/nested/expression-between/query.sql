-- proves: inner results are computed with on their way
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM TUMBLE((SELECT t, s * 10 + 1 AS s FROM (SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end)), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
