-- proves: products of BIGINT at the border of 64 bits
-- truth: hand
CREATE SOURCE r (a BIGINT, b BIGINT);
SELECT a * b AS p
FROM r;
