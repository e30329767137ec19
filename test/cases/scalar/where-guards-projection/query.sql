-- proves: what WHERE drops is not projected
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a / b AS q
FROM r
WHERE b <> 0;
