-- proves: substring counts characters from 1; positions before 1 use up the length; a negative length is 22011
-- truth: hand
-- no duckdb: a start below 1 counts from the end there
CREATE SOURCE r (s TEXT, a INTEGER, b INTEGER);
SELECT substring(s FROM a FOR b) AS x, substring(s FROM a) AS y
FROM r;
