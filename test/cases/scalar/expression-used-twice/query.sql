-- proves: an expression that stands in WHERE and twice in SELECT has one value, and one error
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a / b AS x, a / b + 1 AS y, -(a / b) AS z
FROM r
WHERE a / b <> 5;
