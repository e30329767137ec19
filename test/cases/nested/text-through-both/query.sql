-- proves: text goes through both windows: the least of the largest names
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, MIN(last) AS least_last, MAX(k) AS k
FROM TUMBLE((SELECT window_time AS t, k, MAX(name) AS last FROM TUMBLE((SELECT k, CAST(v AS TEXT) || k AS name, ts FROM r), ts, INTERVAL '1' SECOND) GROUP BY window_time, k), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
