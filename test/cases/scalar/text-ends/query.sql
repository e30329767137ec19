-- proves: left, right and the trims
-- truth: hand
CREATE SOURCE r (s TEXT, n INTEGER);
SELECT left(s, n) AS l, right(s, n) AS r, trim(s) AS t, ltrim(s) AS lt, rtrim(s) AS rt, TRIM(BOTH 'ab' FROM s) AS b, TRIM(LEADING 'h' FROM s) AS le
FROM r;
