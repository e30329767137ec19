-- proves: integer division truncates toward zero, % has the sign of the dividend; by zero is 22012, NULL beside 0 is NULL
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a / b AS q, a % b AS r, mod(a, b) AS m
FROM r;
