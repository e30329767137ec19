import { expect, test } from "vitest";
import { mergeFilters } from "../../../generator/normalize/rules/merge-filters.ts";
import { pushFilterBelowProject } from "../../../generator/normalize/rules/push-filter-below-project.ts";
import { planOf, printed, rewritten } from "../logical/rewriting.ts";

const STACKED = "SELECT a FROM (SELECT a, b FROM s WHERE b <> 0) WHERE a / b > 1";

test("the lower filter comes first: it keeps rows from the upper one, which would fail", () => {
  expect(printed(rewritten(STACKED, pushFilterBelowProject, mergeFilters)).slice(-2)).toEqual([
    "      Filter b <> 0 AND a / b > 1",
    "        Scan s (a, b, n, x, t, ok, ts) watermark ts",
  ]);
});

test("what stands between two filters keeps them apart", () => {
  expect(rewritten(STACKED, mergeFilters)).toEqual(planOf(STACKED));
});
