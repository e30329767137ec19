-- proves: NULL among constants
-- truth: hand
CREATE SOURCE r (v BIGINT);
SELECT v,
  null::boolean and false AS c1,
  null::boolean and true AS c2,
  null::boolean or true AS c3,
  null::boolean or false AS c4,
  not null::boolean AS c5,
  null::int = null::int AS c6,
  null::int is not distinct from null::int AS c7,
  null::int + 1 AS c8,
  null::boolean is true AS c9,
  null::boolean is not true AS c10,
  1 in (1, null) AS c11,
  2 in (1, null) AS c12,
  2 not in (1, null) AS c13,
  1 not in (1, null) AS c14,
  null::int in (1) AS c15,
  1 between null and 0 AS c16,
  1 between null and 2 AS c17,
  case when null::boolean then 1 else 2 end AS c18,
  case null::int when null then 1 else 2 end AS c19,
  coalesce(null, 3) AS c20,
  nullif(1, 1) AS c21,
  greatest(1, null, 3) AS c22,
  least(1, null, 3) AS c23,
  NULL AS c24
FROM r;
