-- proves: DOUBLE to an integer rounds half to even and checks the range
-- truth: hand
-- no duckdb: the range is checked before rounding there
CREATE SOURCE r (x DOUBLE);
SELECT CAST(x AS INTEGER) AS i
FROM r;
