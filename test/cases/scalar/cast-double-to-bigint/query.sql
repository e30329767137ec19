-- proves: DOUBLE to BIGINT: 2^63 is out of range, -2^63 is not
-- truth: hand
CREATE SOURCE r (x DOUBLE);
SELECT x::bigint AS i
FROM r;
