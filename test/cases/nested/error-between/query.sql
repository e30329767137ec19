-- proves: an inner result that fails on its way is an output error, not a malformed row
-- truth: hand
-- no oracle: a result that fails is left out here; PostgreSQL fails as a whole, DuckDB divides to NULL
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(12 / s) AS total, COUNT(*) AS n
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
