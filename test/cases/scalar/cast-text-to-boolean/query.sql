-- proves: text of BOOLEAN: the words of PostgreSQL in any case
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT s::boolean AS b
FROM r;
