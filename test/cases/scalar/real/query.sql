-- proves: REAL computes in 32 bits; beside DOUBLE or an integer it becomes DOUBLE
-- truth: hand
-- no oracle: DuckDB adds REAL and DOUBLE as REAL; PostgreSQL fails on REAL beyond its range, ours is IEEE
CREATE SOURCE r (a REAL, b REAL, x DOUBLE, i INTEGER);
SELECT a + b AS s, a * b AS p, a / b AS q, a + x AS ax, a + i AS ai, a = x AS eq, CAST(x AS REAL) AS n
FROM r;
