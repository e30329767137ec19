-- proves: the square root of a negative number is 2201F; of -0 it is -0, of NaN NaN
-- truth: hand
CREATE SOURCE r (x DOUBLE);
SELECT sqrt(x) AS r
FROM r;
