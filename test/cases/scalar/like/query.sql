-- proves: LIKE: % is any run, _ one character, \ escapes unless ESCAPE says otherwise; case counts, in ILIKE it does not
-- truth: hand
-- no duckdb: it has no escape character by default
CREATE SOURCE r (s TEXT);
SELECT s LIKE 'a%' AS a, s LIKE '_' AS b, s LIKE '%b%' AS c, s LIKE 'a\_c' AS d, s LIKE 'a!%b' ESCAPE '!' AS e, s ILIKE 'A%' AS f, s NOT LIKE '%c' AS g, s LIKE '' AS h, s LIKE '%' AS i
FROM r;
