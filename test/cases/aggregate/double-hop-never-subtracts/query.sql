-- proves: what leaves a hop's window leaves its sum without a trace: sums are built anew from slices
-- truth: hand
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(v) AS total, AVG(v) AS mean, MIN(v) AS least, MAX(v) AS most
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
