-- proves: operators bind as in PostgreSQL
-- truth: hand
CREATE SOURCE r (v BIGINT);
SELECT v,
  2 + 3 * 4 AS c1,
  -2 * -3 AS c2,
  2 - 3 - 4 AS c3,
  20 / 2 / 5 AS c4,
  NOT FALSE AND FALSE AS c5,
  NOT TRUE OR TRUE AS c6,
  TRUE OR FALSE AND FALSE AS c7,
  1 + 1 = 2 AND 2 < 3 AS c8,
  'a' || 'b' LIKE 'ab' AS c9,
  5 BETWEEN 1 + 1 AND 2 * 3 AS c10,
  NOT 1 IN (2, 3) AS c11,
  -5 % 3 AS c12,
  1 = 1 IS TRUE AS c13,
  - 2147483648 AS c14,
  '7'::int + 1 AS c15,
  CAST(2 * 3 AS TEXT) || 'x' AS c16
FROM r;
