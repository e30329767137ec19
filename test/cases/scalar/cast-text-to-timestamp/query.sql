-- proves: text of TIMESTAMP: with T or a space, Z or none; further digits are cut toward minus infinity
-- truth: hand
-- no oracle: digits beyond the precision of a text are cut off here and rounded there
CREATE SOURCE r (s TEXT);
SELECT CAST(s AS TIMESTAMP(3)) AS t
FROM r;
