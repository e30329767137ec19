-- proves: upper and lower map each character to one character, in no language
-- truth: hand
-- no oracle: upper('ß') by simple case mapping is ß, theirs is the capital ẞ
CREATE SOURCE r (s TEXT);
SELECT upper(s) AS u, lower(s) AS l
FROM r;
