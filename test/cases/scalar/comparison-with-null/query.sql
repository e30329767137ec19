-- proves: comparisons and arithmetic with NULL are NULL; IS DISTINCT FROM takes NULL as a value
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a = b AS eq, a <> b AS ne, a < b AS lt, a >= b AS ge, a + b AS s, a IS DISTINCT FROM b AS di, a IS NOT DISTINCT FROM b AS nd
FROM r;
