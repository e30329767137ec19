-- proves: text compares byte by byte: code points, not letters of a language
-- truth: hand
-- no postgres: its text holds no zero byte
CREATE SOURCE r (a TEXT, b TEXT);
SELECT a < b AS lt, a = b AS eq, a > b AS gt
FROM r;
