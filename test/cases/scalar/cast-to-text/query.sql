-- proves: numbers, truth values, days and times as text; VARCHAR(n) cuts
-- truth: hand
-- no duckdb: it does not cut VARCHAR(n)
CREATE SOURCE r (b BOOLEAN, i BIGINT, d DATE, t TIMESTAMP(3), s TEXT);
SELECT b::text AS b, i::text AS i, d::text AS d, t::text AS t, CAST(s AS VARCHAR(3)) AS s
FROM r;
