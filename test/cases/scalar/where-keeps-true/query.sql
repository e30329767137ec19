-- proves: WHERE keeps TRUE; FALSE and NULL are filtered
-- truth: hand
CREATE SOURCE r (a INTEGER);
SELECT a
FROM r
WHERE a > 1;
