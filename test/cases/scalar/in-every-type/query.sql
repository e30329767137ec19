-- proves: IN over text, days, times, DOUBLE and truth values
-- truth: hand
CREATE SOURCE r (s TEXT, d DATE, t TIMESTAMP(3), x DOUBLE, b BOOLEAN, i BIGINT);
SELECT s IN ('a', '', 'é') AS s, d IN ('2024-02-29', DATE '1970-01-01') AS d, t IN (TIMESTAMP '1970-01-01 00:00:00.001') AS t, x IN (0.5, 1, 'NaN') AS x, b IN (TRUE) AS b, i IN (9223372036854775807, -1) AS i
FROM r;
