-- proves: AND, OR, CASE and COALESCE stop at what decides: the error behind it does not happen, the one before it does
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT b <> 0 AND a / b > 1 AS an, b = 0 OR a / b > 1 AS o, CASE WHEN b = 0 THEN 0 ELSE a / b END AS c, COALESCE(a, 1 / b) AS co
FROM r;
