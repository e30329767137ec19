-- proves: BIGINT arithmetic is checked in BIGINT: each of + - * negation abs fails by itself with 22003
-- truth: hand
CREATE SOURCE r (what TEXT, a BIGINT, b BIGINT);
SELECT CASE what WHEN '+' THEN a + b WHEN '-' THEN a - b WHEN '*' THEN a * b WHEN 'neg' THEN -a WHEN 'abs' THEN abs(a) END AS x
FROM r;
