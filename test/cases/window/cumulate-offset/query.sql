-- proves: an offset shifts start and ends; it counts modulo the largest size
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
