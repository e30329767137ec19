-- proves: dates and times of constants
-- truth: hand
CREATE SOURCE r (v BIGINT);
SELECT v,
  date '2024-01-31' + interval '1' month AS c1,
  timestamp '2024-02-29 00:00:00' + interval '1' year AS c2,
  cast(timestamp '1969-12-31 23:59:59.999' as date) AS c3,
  date_trunc('hour', timestamp '1969-12-31 23:59:59.999') AS c4,
  date '2024-03-01' - date '2024-02-28' AS c5,
  date '2024-02-28' + 2 AS c6,
  extract(isoyear from date '2021-01-03') AS c7,
  timestamp '2024-01-01 00:00:00' = date '2024-01-01' AS c8,
  timestamp '2024-01-01 00:00:00.500'::text AS c9
FROM r;
