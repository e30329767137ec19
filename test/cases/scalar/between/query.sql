-- proves: BETWEEN is a >= b AND a <= c, with the NULLs of AND
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, c INTEGER);
SELECT a BETWEEN b AND c AS i, a NOT BETWEEN b AND c AS n
FROM r;
