-- proves: AND, OR and NOT over TRUE, FALSE and NULL: all nine pairs
-- truth: hand
CREATE SOURCE r (a BOOLEAN, b BOOLEAN);
SELECT a AND b AS c, a OR b AS d, NOT a AS n, NOT (a AND b) AS nc
FROM r;
