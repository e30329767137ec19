-- proves: the text of a REAL has the digits that a REAL needs
-- truth: hand
-- no duckdb: it prints floats in a form of its own
CREATE SOURCE r (x REAL);
SELECT CAST(x AS TEXT) AS s, CAST(x AS DOUBLE) AS d
FROM r;
