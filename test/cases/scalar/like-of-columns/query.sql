-- proves: the pattern may be a column: NULL is NULL, and one that ends in its escape is 22025
-- truth: hand
CREATE SOURCE r (s TEXT, p TEXT);
SELECT s LIKE p AS x, s LIKE p ESCAPE '#' AS y
FROM r;
