-- proves: text of BOOLEAN: the words of PostgreSQL in any case
-- truth: hand
-- no duckdb: it knows fewer words and no spaces around them
CREATE SOURCE r (s TEXT);
SELECT s::boolean AS b
FROM r;
