-- proves: no rows and the end of input: a query without windows has no result
-- truth: hand
CREATE SOURCE r (v BIGINT);
SELECT v
FROM r;
