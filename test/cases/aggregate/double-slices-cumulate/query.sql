-- proves: cumulate adds DOUBLE step by step in time order
-- truth: hand
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end;
