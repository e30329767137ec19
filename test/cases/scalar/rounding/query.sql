-- proves: round goes half to even, trunc to zero, floor down, ceil up
-- truth: hand
CREATE SOURCE r (x DOUBLE);
SELECT round(x) AS r, trunc(x) AS t, floor(x) AS f, ceil(x) AS c, sign(x) AS s, abs(x) AS a, -x AS n
FROM r;
