-- proves: strpos, position, starts_with and replace
-- truth: hand
CREATE SOURCE r (s TEXT, t TEXT);
SELECT strpos(s, t) AS p, POSITION(t IN s) AS q, starts_with(s, t) AS w, replace(s, t, '#') AS r
FROM r;
