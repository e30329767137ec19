-- proves: length counts characters, octet_length bytes
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT length(s) AS l, char_length(s) AS c, octet_length(s) AS o
FROM r;
