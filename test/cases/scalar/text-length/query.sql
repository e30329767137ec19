-- proves: length counts characters, octet_length bytes
-- truth: hand
-- no duckdb: octet_length takes no text there
-- no postgres: its text holds no zero byte
CREATE SOURCE r (s TEXT);
SELECT length(s) AS l, char_length(s) AS c, octet_length(s) AS o
FROM r;
