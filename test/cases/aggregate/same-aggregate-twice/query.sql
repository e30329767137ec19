-- proves: an aggregate that is written twice, or inside an expression, is one value
-- truth: hand
-- no postgres: SUM(BIGINT) is NUMERIC there, so dividing it does not truncate
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(v) AS a, SUM(v) + 1 AS b, SUM(v) / COUNT(*) AS c, CAST(SUM(v) AS DOUBLE) / COUNT(*) AS d, MAX(v) - MIN(v) AS spread
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
