-- proves: text of DOUBLE: decimal and exponent forms, NaN and Infinity by name; beyond the range is 22003
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT CAST(s AS DOUBLE) AS x
FROM r;
