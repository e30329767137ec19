import { expect, test } from "vitest";
import { composeProjects } from "../../../generator/normalize/rules/compose-projects.ts";
import { pushWindowBelowProject } from "../../../generator/normalize/rules/push-window-below-project.ts";
import { planOf, printed, rewritten } from "../logical/rewriting.ts";

const SCAN = "Scan s (a, b, n, x, t, ok, ts) watermark ts";

test("one projection in the place of two", () => {
  const sql = "SELECT c * 2 AS d, t FROM (SELECT a + b AS c, t, 1 / b AS unread FROM s)";
  expect(printed(rewritten(sql, composeProjects))).toEqual([
    "Output query: d, t",
    "  Project (a + b) * 2 AS d, t",
    `    ${SCAN}`,
  ]);
});

test("keys, arguments and filters of an aggregate compute what the projection below it did", () => {
  const sql = `SELECT t2, SUM(c) FILTER (WHERE c > 0) AS total
FROM TUMBLE((SELECT lower(t) AS t2, a + b AS c, ts FROM s), ts, INTERVAL '1' HOUR) GROUP BY window_end, t2`;
  expect(printed(rewritten(sql, pushWindowBelowProject, composeProjects)).slice(2)).toEqual([
    "    Aggregate by window_start, window_end, window_time, lower(t): SUM(a + b) FILTER (WHERE a + b > 0); emit on-window-close",
    "      Window TUMBLE(ts, INTERVAL '1' HOUR)",
    `        ${SCAN}`,
  ]);
});

test("a filter between two projections keeps them apart", () => {
  const sql = "SELECT c FROM (SELECT a / b AS c FROM s) WHERE c > 1";
  expect(rewritten(sql, composeProjects)).toEqual(planOf(sql));
});
