-- proves: a window of 24 steps: each step's result adds to the one before
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '1' HOUR, INTERVAL '1' DAY)
GROUP BY window_start, window_end;
