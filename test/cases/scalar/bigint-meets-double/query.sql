-- proves: BIGINT meets DOUBLE as DOUBLE: neighbours beyond 2^53 become equal
-- truth: hand
CREATE SOURCE r (a BIGINT, x DOUBLE);
SELECT a = x AS eq, a < x AS lt, a + x AS s, CAST(a AS DOUBLE) AS d
FROM r;
