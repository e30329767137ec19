-- proves: cumulate adds DOUBLE step by step in time order
-- truth: hand
-- no oracle: the order in which a DOUBLE sum is added is ours to say
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end;
