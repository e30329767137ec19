-- proves: the text of a DOUBLE is the shortest that reads back, in PostgreSQL's form
-- truth: hand
CREATE SOURCE r (x DOUBLE);
SELECT CAST(x AS TEXT) AS s
FROM r;
