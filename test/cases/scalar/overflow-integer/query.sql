-- proves: INTEGER arithmetic is checked in INTEGER: each of + - * negation abs fails by itself with 22003
-- truth: hand
CREATE SOURCE r (what TEXT, a INTEGER, b INTEGER);
SELECT CASE what WHEN '+' THEN a + b WHEN '-' THEN a - b WHEN '*' THEN a * b WHEN 'neg' THEN -a WHEN 'abs' THEN abs(a) END AS x
FROM r;
