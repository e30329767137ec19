-- proves: conjuncts are judged in the order in which they are written: the first guards the second
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a
FROM r
WHERE b <> 0 AND a / b > 1;
