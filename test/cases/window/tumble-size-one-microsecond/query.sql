-- proves: the smallest window is one microsecond, and its edges need six digits
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(6) NOT NULL, WATERMARK FOR ts);
SELECT window_start, window_end, window_time, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' MICROSECOND)
GROUP BY window_start, window_end;
