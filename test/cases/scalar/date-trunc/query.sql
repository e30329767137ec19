-- proves: date_trunc goes to the start of the unit, before 1970 too; weeks begin on Monday
-- truth: hand
CREATE SOURCE r (t TIMESTAMP(6));
SELECT date_trunc('year', t) AS y, date_trunc('quarter', t) AS q, date_trunc('month', t) AS m, date_trunc('week', t) AS w, date_trunc('day', t) AS d, date_trunc('hour', t) AS h, date_trunc('minute', t) AS mi, date_trunc('second', t) AS s, date_trunc('millisecond', t) AS ms
FROM r;
