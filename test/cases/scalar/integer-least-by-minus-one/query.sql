-- proves: the least INTEGER / -1 is 22003
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a / b AS q
FROM r;
