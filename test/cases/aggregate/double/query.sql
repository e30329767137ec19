-- proves: every aggregate over DOUBLE
-- truth: hand
-- no postgres: a DOUBLE beyond its range fails there; ours is IEEE
CREATE SOURCE r (v DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(*) AS n, COUNT(v) AS present, SUM(v) AS total, AVG(v) AS mean, MIN(v) AS least, MAX(v) AS most
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
