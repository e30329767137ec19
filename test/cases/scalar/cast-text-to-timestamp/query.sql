-- proves: text of TIMESTAMP: with T or a space, Z or none; rounded to the precision
-- truth: hand
-- no duckdb: its text of types is TIMESTAMP, with six digits
CREATE SOURCE r (s TEXT);
SELECT CAST(s AS TIMESTAMP(3)) AS t
FROM r;
