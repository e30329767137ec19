import { expect, test } from "vitest";
import { check } from "../../../generator/check.ts";

const stacked = (views: number) =>
  [
    "CREATE SOURCE s (k BIGINT); CREATE VIEW v0 AS SELECT k FROM s;",
    ...Array.from({ length: views }, (_, i) => `CREATE VIEW v${i + 1} AS SELECT k + k AS k FROM v${i};`),
    `SELECT k FROM v${views};`,
  ].join("\n");

test("views that double an expression, one on the other, are refused before they are spelled out", () => {
  expect(check([{ file: "q.sql", text: stacked(40) }], "q").diagnostics.map(({ code }) => code)).toEqual(["MR4018"]);
  expect(check([{ file: "q.sql", text: stacked(6) }], "q").diagnostics).toEqual([]);
});
