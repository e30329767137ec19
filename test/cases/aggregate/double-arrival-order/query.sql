-- proves: within a slice DOUBLE is added in order of arrival, not of time
-- truth: hand
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
