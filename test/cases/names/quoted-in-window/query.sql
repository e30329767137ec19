-- proves: quoted names and text hold whatever ends a comment, a template or a line elsewhere, in keys and aggregates too
-- truth: hand
CREATE SOURCE "r*/`${1}{{2}}
) {;" (
  "k*/ /*" TEXT, "v`${x}" BIGINT, "t{{y}}
z" TIMESTAMP(3), WATERMARK FOR "t{{y}}
z"
);
SELECT
  "k*/ /*" || '*/ `' AS "key*/`${1}{{2}}
", window_end AS "end""*/", SUM("v`${x}") FILTER (WHERE "k*/ /*" <> '*/') AS "sum*/`", MAX("v`${x}" * 2) AS "max{{"
FROM TUMBLE("r*/`${1}{{2}}
) {;", "t{{y}}
z", INTERVAL '1' MINUTE)
GROUP BY window_end, "k*/ /*"
HAVING COUNT("v`${x}") > 0;
