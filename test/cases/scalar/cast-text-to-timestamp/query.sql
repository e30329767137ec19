-- proves: text of TIMESTAMP: with T or a space, Z or none; further digits are cut toward minus infinity
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT CAST(s AS TIMESTAMP(3)) AS t
FROM r;
