-- proves: months end at the month's last day; days and times add up; dates subtract to days
-- truth: hand
CREATE SOURCE r (d DATE, t TIMESTAMP(3));
SELECT d + INTERVAL '1' MONTH AS m, d + 1 AS n, d - 1 AS p, d - DATE '1970-01-01' AS days, t - INTERVAL '1.5' SECOND AS s, t + INTERVAL '1' YEAR AS y, INTERVAL '-1' DAY + t AS b
FROM r;
