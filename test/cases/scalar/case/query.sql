-- proves: CASE takes a branch on TRUE alone; its simple form compares with =, so NULL matches nothing; without ELSE it is NULL
-- truth: hand
CREATE SOURCE r (a INTEGER, b BOOLEAN);
SELECT CASE WHEN b THEN 1 ELSE 2 END AS s, CASE a WHEN NULL THEN 'null' WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS c, CASE WHEN a > 1 THEN a WHEN a > 0 THEN -a END AS d
FROM r;
