-- proves: REAL: MIN and MAX keep the type, SUM and AVG are DOUBLE
-- truth: hand
-- no postgres: SUM(REAL) is REAL there and DOUBLE here
CREATE SOURCE r (v REAL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(v) AS n, SUM(v) AS total, AVG(v) AS mean, MIN(v) AS least, MAX(v) AS most
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
