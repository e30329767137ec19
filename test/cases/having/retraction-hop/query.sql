-- proves: each window of a late row has its own answer from HAVING: one keeps, one begins, one ends, one is silent
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '500' MILLISECOND, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
HAVING SUM(v) BETWEEN 10 AND 19
ALLOW LATENESS INTERVAL '9' SECOND;
