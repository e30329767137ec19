-- proves: EXTRACT of every field: ISO weeks, days of week from Sunday or Monday
-- truth: hand
CREATE SOURCE r (t TIMESTAMP(3));
SELECT EXTRACT(YEAR FROM t) AS year, EXTRACT(QUARTER FROM t) AS quarter, EXTRACT(MONTH FROM t) AS month, EXTRACT(WEEK FROM t) AS week, EXTRACT(DAY FROM t) AS day, EXTRACT(HOUR FROM t) AS hour, EXTRACT(MINUTE FROM t) AS minute, EXTRACT(ISOYEAR FROM t) AS isoyear, EXTRACT(DOY FROM t) AS doy, EXTRACT(DOW FROM t) AS dow, EXTRACT(ISODOW FROM t) AS isodow
FROM r;
