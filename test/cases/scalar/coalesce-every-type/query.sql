-- proves: COALESCE, GREATEST and NULLIF of text, days, times, truth values
-- truth: hand
CREATE SOURCE r (s TEXT, d DATE, t TIMESTAMP(3), b BOOLEAN);
SELECT COALESCE(s, 'none') AS s, GREATEST(s, 'm') AS g, COALESCE(d, DATE '1970-01-01') AS d, LEAST(t, TIMESTAMP '1970-01-01 00:00:01') AS t, COALESCE(b, FALSE) AS b, NULLIF(s, '') AS n, NULLIF(b, TRUE) AS nb
FROM r;
