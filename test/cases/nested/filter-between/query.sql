-- proves: a filter between the windows drops inner results; no row of the source is filtered
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM TUMBLE((SELECT t, s FROM (SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end) WHERE s <> 2), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
