-- proves: quoted names and text hold whatever ends a comment, a template or a line elsewhere
-- truth: hand
CREATE SOURCE r (
  "a*/b" BIGINT, "c/*d" BIGINT NOT NULL, "e`f" TEXT, "g${h}" BIGINT, "i{{j}}" BIGINT, "k
l" BIGINT, "m""n" BIGINT, "o\p'q" BIGINT, "//r" BIGINT, "#}s -->" BIGINT
);
SELECT
  "a*/b" / "c/*d" AS "x*/y",
  "e`f" || '*/ /* `${1} {{2}} \n "' AS "t`u${v}{{w}}",
  "g${h}" + "i{{j}}" AS "line
two",
  "k
l" + "m""n" AS "say ""n""",
  "o\p'q" AS "back\slash'", "//r", "#}s -->"
FROM r
WHERE "e`f" <> '*/
//' OR "c/*d" > 100;
