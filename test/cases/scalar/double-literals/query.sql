-- proves: 0.5 beside a DOUBLE is a DOUBLE, and so is 5e-1 anywhere
-- truth: hand
-- no postgres: DOUBLE divided by zero fails there; ours is IEEE
CREATE SOURCE r (x DOUBLE);
SELECT x * 0.5 AS a, x > 0.25 AS b, 5e-1 AS c, 1e0 / 0e0 AS d, x + .5 AS e
FROM r;
