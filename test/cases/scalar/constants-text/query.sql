-- proves: functions of constant text
-- truth: hand
-- no duckdb: it has no escape character by default and counts substring's start from the end
CREATE SOURCE r (v BIGINT);
SELECT v,
  'a' || null AS c1,
  concat('a', null, 'b') AS c2,
  concat_ws('-', 'a', null, 'b') AS c3,
  length('héllo') AS c4,
  length('😀') AS c5,
  'a' < 'B' AS c6,
  'z' < 'é' AS c7,
  'a' = 'a ' AS c8,
  'abc' like 'a%' AS c9,
  null like 'a' AS c10,
  'a%b' like 'a!%b' escape '!' AS c11,
  'a_c' like 'a\_c' AS c12,
  substring('héllo' from 2 for 3) AS c13,
  substring('hello' from -1 for 3) AS c14,
  replace('abcabc', 'b', '') AS c15,
  upper('it''s') AS c16,
  trim(both 'ab' from 'abcba') AS c17,
  '' AS c18,
  'NaN'::float8 = 'NaN'::float8 AS c19,
  least('NaN'::float8, 1e0) AS c20
FROM r;
