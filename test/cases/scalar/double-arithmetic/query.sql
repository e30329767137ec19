-- proves: DOUBLE is IEEE 754: nothing fails
-- truth: hand
-- no postgres: DOUBLE divided by zero fails there; ours is IEEE
CREATE SOURCE r (a DOUBLE, b DOUBLE);
SELECT a + b AS s, a - b AS d, a * b AS p, a / b AS q
FROM r;
