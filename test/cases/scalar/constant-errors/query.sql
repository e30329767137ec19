-- proves: an expression of constants that fails does so for every row, and only there: the text compiles
-- truth: hand
-- no postgres: a constant that fails fails while it plans, whatever the rows
CREATE SOURCE r (v BIGINT);
SELECT v, 1 / 0 AS x
FROM r
WHERE v > 1;
