-- proves: a sum of DOUBLE beyond the range is Infinity, not an error
-- truth: hand
-- no postgres: a DOUBLE beyond its range fails there; ours is IEEE
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(v) AS total, AVG(v) AS mean
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
