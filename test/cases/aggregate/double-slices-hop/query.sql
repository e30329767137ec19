-- proves: a hop adds DOUBLE slice by slice in time order: two ones of one slice survive beside 1e16, alone they do not
-- truth: hand
-- no oracle: the order in which a DOUBLE sum is added is ours to say
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(v) AS total, AVG(v) AS mean
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
