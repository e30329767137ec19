-- proves: a WHERE that fails makes the row malformed, and the next row is unharmed
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a
FROM r
WHERE a / b > 1;
