-- proves: integers of two types meet in the wider one
-- truth: hand
-- no duckdb: a literal takes the width of its neighbour there
CREATE SOURCE r (a TINYINT, b SMALLINT, c INTEGER, d BIGINT);
SELECT a + b AS ab, b * c AS bc, c - d AS cd, a = d AS same, a + 1 AS plus
FROM r;
