-- proves: the least value % -1 is 0 in every integer type
-- truth: hand
-- no duckdb: the least integer modulo -1 overflows there and is 0 here and in PostgreSQL
CREATE SOURCE r (a TINYINT, b SMALLINT, c INTEGER, d BIGINT, m TINYINT);
SELECT a % m AS a, b % m AS b, c % m AS c, d % m AS d
FROM r;
