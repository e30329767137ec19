-- proves: IN is TRUE if found, else NULL if anything is NULL, else FALSE; NOT IN is its negation
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a IN (1, b) AS i, a NOT IN (1, b) AS n, a IN (1, 2, 3, NULL) AS l, a NOT IN (2) AS o
FROM r;
