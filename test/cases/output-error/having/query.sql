-- proves: a HAVING that fails is an output error
-- truth: hand
-- no postgres: a result that fails is left out here; PostgreSQL fails as a whole
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k
HAVING 10 / COUNT(v) > 1;
