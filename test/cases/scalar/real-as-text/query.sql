-- proves: the text of a REAL has the digits that a REAL needs
-- truth: hand
CREATE SOURCE r (x REAL);
SELECT CAST(x AS TEXT) AS s, CAST(x AS DOUBLE) AS d
FROM r;
