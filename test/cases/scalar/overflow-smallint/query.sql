-- proves: SMALLINT arithmetic is checked in SMALLINT: each of + - * negation abs fails by itself with 22003
-- truth: hand
CREATE SOURCE r (what TEXT, a SMALLINT, b SMALLINT);
SELECT CASE what WHEN '+' THEN a + b WHEN '-' THEN a - b WHEN '*' THEN a * b WHEN 'neg' THEN -a WHEN 'abs' THEN abs(a) END AS x
FROM r;
