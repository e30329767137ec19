-- proves: extremes of numbers over a hop with a new least and greatest in every slice
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, MIN(v) AS least, MAX(v) AS most, COUNT(v) AS n
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
