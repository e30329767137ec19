-- proves: TINYINT arithmetic is checked in TINYINT: each of + - * negation abs fails by itself with 22003
-- truth: hand
CREATE SOURCE r (what TEXT, a TINYINT, b TINYINT);
SELECT CASE what WHEN '+' THEN a + b WHEN '-' THEN a - b WHEN '*' THEN a * b WHEN 'neg' THEN -a WHEN 'abs' THEN abs(a) END AS x
FROM r;
