-- proves: TRY_CAST is NULL where CAST fails, and the value where it does not
-- truth: hand
-- no oracle: DuckDB reads more texts as numbers ('1e3' is an integer); PostgreSQL has no TRY_CAST
CREATE SOURCE r (d BIGINT, x DOUBLE, s TEXT);
SELECT TRY_CAST(d AS INTEGER) AS i, TRY_CAST(x AS SMALLINT) AS h, TRY_CAST(s AS BIGINT) AS b, TRY_CAST(s AS DOUBLE) AS f, TRY_CAST(s AS DATE) AS day, TRY_CAST(s AS TIMESTAMP(0)) AS at, TRY_CAST(s AS BOOLEAN) AS ok
FROM r;
