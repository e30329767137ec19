-- proves: a column that the query does not read may hold anything or nothing: no row changes
-- truth: hand
-- no oracle: a column that is not read may hold what is no value of its type
CREATE SOURCE r (v BIGINT, note TEXT, size INTEGER NOT NULL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
