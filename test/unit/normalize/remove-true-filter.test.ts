import { expect, test } from "vitest";
import { removeTrueFilter } from "../../../generator/normalize/rules/remove-true-filter.ts";
import { printed, rewritten } from "../logical/rewriting.ts";

test("WHERE TRUE is no filter", () => {
  expect(printed(rewritten("SELECT a FROM s WHERE TRUE", removeTrueFilter))).toEqual([
    "Output query: a",
    "  Project a",
    "    Scan s (a, b, n, x, t, ok, ts) watermark ts",
  ]);
});

test.each(["FALSE", "NULL", "ok"])("WHERE %s stays", (condition) => {
  const plan = printed(rewritten(`SELECT a FROM s WHERE ${condition}`, removeTrueFilter));
  expect(plan[2]).toBe(`    Filter ${condition}`);
});
