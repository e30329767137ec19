-- proves: NaN equals NaN and is above all, -0 = 0; least and greatest skip NULL
-- truth: hand
CREATE SOURCE r (a DOUBLE, b DOUBLE);
SELECT a = b AS eq, a < b AS lt, a > b AS gt, a <> b AS ne, a <= b AS le, a IS DISTINCT FROM b AS di, least(a, b) AS mi, greatest(a, b) AS ma
FROM r;
