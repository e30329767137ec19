-- proves: the text of a DOUBLE is the shortest that reads back, in PostgreSQL's form
-- truth: hand
-- no duckdb: it prints floats in a form of its own
CREATE SOURCE r (x DOUBLE);
SELECT CAST(x AS TEXT) AS s
FROM r;
