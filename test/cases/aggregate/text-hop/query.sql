-- proves: extremes of text per window of a hop: each window forgets what its first slice brought
-- truth: hand
CREATE SOURCE r (s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, MIN(s) AS first, MAX(s) AS last, COUNT(s) AS n
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end;
