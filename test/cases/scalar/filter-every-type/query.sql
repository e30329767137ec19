-- proves: comparisons of every type with a constant, in WHERE
-- truth: hand
CREATE SOURCE r (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f REAL, g DOUBLE, h TEXT, i VARCHAR(5), j DATE, k TIMESTAMP(0), l TIMESTAMP(3), m TIMESTAMP(6));
SELECT d
FROM r
WHERE a AND b < 2 AND c > -2 AND d <> 0 AND e >= 1 AND f <= 1 AND g < 1e300 AND h = 'm' AND i BETWEEN 'l' AND 'n' AND j >= DATE '2024-01-01' AND k < TIMESTAMP '1970-01-01 00:00:01' AND l = TIMESTAMP '1970-01-01' AND m IS NOT NULL;
