import { expect, test } from "vitest";
import { validatePlan } from "../../../generator/logical/validate.ts";
import { pruneColumns } from "../../../generator/normalize/prune-columns.ts";
import { planOf, printed } from "../logical/rewriting.ts";

function pruned(sql: string): readonly string[] {
  const plan = pruneColumns(planOf(sql));
  expect(validatePlan(plan)).toEqual([]);
  return printed(plan);
}

test("the scan reads what somebody above reads, and the event time, which moves the watermark", () => {
  expect(pruned("SELECT a + 1 AS c FROM s WHERE ok")).toEqual([
    "Output query: c",
    "  Project a + 1 AS c",
    "    Filter ok",
    "      Scan s (a, ok, ts) watermark ts",
  ]);
});

test("what is computed and read by nobody is not computed, so it does not fail", () => {
  expect(pruned("SELECT c FROM (SELECT a AS c, a / b AS d FROM s)").slice(1)).toEqual([
    "  Project c",
    "    Project a AS c",
    "      Scan s (a, ts) watermark ts",
  ]);
});

test("keys make the groups and stay; an aggregate that nobody reads goes", () => {
  const sql = `SELECT m FROM (SELECT t, SUM(a) AS unread, MAX(b) AS m FROM s GROUP BY t, n, TUMBLE(ts, INTERVAL '1' HOUR))`;
  expect(pruned(sql).slice(3)).toEqual([
    "      Aggregate by window_start, window_end, window_time, t, n: MAX(b); emit on-window-close",
    "        Window TUMBLE(ts, INTERVAL '1' HOUR)",
    "          Scan s (b, n, t, ts) watermark ts",
  ]);
});
