-- proves: a timestamp's day is the day it lies in, before 1970 too; TIMESTAMP(p) rounds half away from zero
-- truth: hand
-- no oracle: TIMESTAMP(p) rounds half away from 1970 here, from 2000 in PostgreSQL; DuckDB has one precision
CREATE SOURCE r (t TIMESTAMP(6));
SELECT CAST(t AS DATE) AS d, CAST(CAST(t AS DATE) AS TIMESTAMP(0)) AS m, CAST(t AS TIMESTAMP(3)) AS ms, CAST(t AS TIMESTAMP(0)) AS s
FROM r;
