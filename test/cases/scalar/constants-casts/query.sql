-- proves: casts of constants
-- truth: hand
-- no oracle: DuckDB does not cut VARCHAR(3) and prints DOUBLE otherwise; PostgreSQL has no TRY_CAST
CREATE SOURCE r (v BIGINT);
SELECT v,
  5e-1::int AS c1,
  15e-1::int AS c2,
  25e-1::int AS c3,
  (-25e-1)::int AS c4,
  (-95e-1)::bigint AS c5,
  ' 12 '::int AS c6,
  '+5'::int AS c7,
  '.5'::float8 AS c8,
  '1e3'::float8 AS c9,
  't'::boolean AS c10,
  '0'::boolean AS c11,
  true::int AS c12,
  7::boolean AS c13,
  TRY_CAST('12x' AS INTEGER) AS c14,
  TRY_CAST(3000000000 AS INTEGER) AS c15,
  CAST('abcdef' AS VARCHAR(3)) AS c16,
  1e15::text AS c17,
  '-0.0'::float8::text AS c18,
  9007199254740993::bigint::float8 AS c19
FROM r;
