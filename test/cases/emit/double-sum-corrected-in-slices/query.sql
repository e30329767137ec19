-- proves: a late DOUBLE goes into its slice: the sum of the window is said again as slices in time order
-- truth: hand
-- no oracle: the order in which a DOUBLE sum is added is ours to say
CREATE SOURCE r (x DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(x) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end
ALLOW LATENESS INTERVAL '9' SECOND;
