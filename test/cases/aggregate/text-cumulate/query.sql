-- proves: extremes of text grow outward with each step
-- truth: hand
CREATE SOURCE r (s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, MIN(s) AS first, MAX(s) AS last
FROM CUMULATE(r, ts, INTERVAL '1' SECOND, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
