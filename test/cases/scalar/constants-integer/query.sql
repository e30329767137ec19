-- proves: integer arithmetic of constants
-- truth: hand
-- no duckdb: the least integer modulo -1 overflows there and is 0 here and in PostgreSQL
CREATE SOURCE r (v BIGINT);
SELECT v,
  7 / 2 AS c1,
  -7 / 2 AS c2,
  7 % 2 AS c3,
  -7 % 2 AS c4,
  mod(7, -2) AS c5,
  (-2147483648)::int % (-1)::int AS c6,
  2147483647 + 1::bigint AS c7,
  -2147483648 AS c8,
  abs(-5) AS c9
FROM r;
