-- proves: SELECT * shows all columns in declared order, of every type, with their least, greatest and NULL
-- truth: hand
-- no postgres: its text holds no zero byte
CREATE SOURCE r (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f REAL, g DOUBLE, h TEXT, i VARCHAR(5), j DATE, k TIMESTAMP(0), l TIMESTAMP(3), m TIMESTAMP(6));
SELECT *
FROM r;
