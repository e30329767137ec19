-- proves: COALESCE, NULLIF, GREATEST and LEAST
-- truth: hand
-- no postgres: it has no IFNULL
CREATE SOURCE r (a INTEGER, b BIGINT);
SELECT COALESCE(a, b, 0) AS c, NULLIF(a, b) AS n, GREATEST(a, b, 3) AS g, LEAST(a, b) AS l, COALESCE(a, NULL) AS d, IFNULL(a, -1) AS e
FROM r;
