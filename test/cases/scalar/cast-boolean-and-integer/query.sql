-- proves: TRUE is 1, FALSE 0; an integer is TRUE unless it is 0
-- truth: hand
-- no postgres: only INTEGER converts to BOOLEAN there
CREATE SOURCE r (b BOOLEAN, i BIGINT);
SELECT CAST(b AS INTEGER) AS n, CAST(i AS BOOLEAN) AS t
FROM r;
