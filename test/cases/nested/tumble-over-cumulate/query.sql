-- proves: every end of the inner cumulate is a row at that end
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total, COUNT(*) AS ends
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM CUMULATE(r, ts, INTERVAL '1' SECOND, INTERVAL '4' SECOND) GROUP BY window_start, window_end), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
