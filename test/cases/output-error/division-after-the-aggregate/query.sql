-- proves: a projection that fails for one group does not harm the next
-- truth: hand
-- no oracle: a result that fails is left out here; PostgreSQL fails as a whole, DuckDB divides to NULL
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, 100 / SUM(v) AS share
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
