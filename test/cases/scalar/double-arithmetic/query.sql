-- proves: DOUBLE is IEEE 754: nothing fails
-- truth: hand
CREATE SOURCE r (a DOUBLE, b DOUBLE);
SELECT a + b AS s, a - b AS d, a * b AS p, a / b AS q
FROM r;
