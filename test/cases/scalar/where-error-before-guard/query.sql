-- proves: a guard that stands behind comes too late
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a
FROM r
WHERE a / b > 1 AND b <> 0;
