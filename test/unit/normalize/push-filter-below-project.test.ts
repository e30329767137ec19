import { expect, test } from "vitest";
import { pushFilterBelowProject } from "../../../generator/normalize/rules/push-filter-below-project.ts";
import { planOf, printed, rewritten } from "../logical/rewriting.ts";

test("the filter sees what the projection computes", () => {
  const sql = "SELECT c FROM (SELECT a + b AS c, 1 / b AS d FROM s) WHERE c > 1";
  expect(printed(planOf(sql))).toEqual([
    "Output query: c",
    "  Project c",
    "    Filter c > 1",
    "      Project a + b AS c, 1 / b AS d",
    "        Scan s (a, b, n, x, t, ok, ts) watermark ts",
  ]);
  expect(printed(rewritten(sql, pushFilterBelowProject))).toEqual([
    "Output query: c",
    "  Project c",
    "    Project a + b AS c, 1 / b AS d",
    "      Filter a + b > 1",
    "        Scan s (a, b, n, x, t, ok, ts) watermark ts",
  ]);
});

test("an aggregate is no projection: HAVING stays above it", () => {
  const sql = "SELECT COUNT(*) AS n FROM s GROUP BY TUMBLE(ts, INTERVAL '1' HOUR) HAVING COUNT(*) > 1";
  expect(rewritten(sql, pushFilterBelowProject)).toEqual(planOf(sql));
});
