-- proves: each operand is computed before what surrounds it: CASE in CASE, a comparison with a NULL's length, floats of whole quotients
-- truth: hand
CREATE SOURCE r (i INTEGER, d DATE, t TEXT, f BOOLEAN);
SELECT CASE WHEN CASE WHEN f THEN FALSE ELSE TRUE END THEN 1 WHEN i < length(t) THEN 2 ELSE 3 END AS nested,
  CASE WHEN f THEN d ELSE d END - DATE '1970-01-02' AS days,
  (abs(i) - abs(i + 1)) * 2 AS product,
  CAST(-10 / 4 AS DOUBLE) AS quotient,
  CAST(7 - i AS DOUBLE) / 2 AS half,
  CAST(i AS BOOLEAN) OR f AS either,
  -(-2147483648 + 1) AS turned
FROM r;
