-- proves: an expression of constants that fails does so for every row, and only there: the text compiles
-- truth: hand
CREATE SOURCE r (v BIGINT);
SELECT v, 1 / 0 AS x
FROM r
WHERE v > 1;
