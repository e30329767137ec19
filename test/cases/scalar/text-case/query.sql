-- proves: upper and lower map each character to one character, in no language
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT upper(s) AS u, lower(s) AS l
FROM r;
