-- proves: round goes half to even, trunc to zero, floor down, ceil up
-- truth: hand
-- no oracle: sign(NaN) is NaN here and 0 there; DuckDB rounds halves away from zero
CREATE SOURCE r (x DOUBLE);
SELECT round(x) AS r, trunc(x) AS t, floor(x) AS f, ceil(x) AS c, sign(x) AS s, abs(x) AS a, -x AS n
FROM r;
