-- proves: corrections of MIN and MAX of text: growing, shrinking, equal, NULL
-- truth: hand
CREATE SOURCE r (s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, MIN(s) AS first, MAX(s) AS last
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end
ALLOW LATENESS INTERVAL '9' SECOND;
