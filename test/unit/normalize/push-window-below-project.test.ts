import { expect, test } from "vitest";
import { pushWindowBelowProject } from "../../../generator/normalize/rules/push-window-below-project.ts";
import { planOf, printed, rewritten } from "../logical/rewriting.ts";

const QUERY = `SELECT window_end, SUM(c) AS c FROM TUMBLE((SELECT a + b AS c, ts AS at FROM s), at, INTERVAL '1' HOUR)
GROUP BY window_end`;

test("windows are assigned before the projection, by the column that it passes on", () => {
  expect(printed(planOf(QUERY)).slice(3)).toEqual([
    "      Window TUMBLE(at, INTERVAL '1' HOUR)",
    "        Project a + b AS c, ts AS at",
    "          Scan s (a, b, n, x, t, ok, ts) watermark ts",
  ]);
  expect(printed(rewritten(QUERY, pushWindowBelowProject)).slice(3)).toEqual([
    "      Project a + b AS c, ts AS at, window_start, window_end, window_time",
    "        Window TUMBLE(ts, INTERVAL '1' HOUR)",
    "          Scan s (a, b, n, x, t, ok, ts) watermark ts",
  ]);
});

test("a window over something else than a projection stays", () => {
  const sql = "SELECT COUNT(*) AS n FROM TUMBLE(s, ts, INTERVAL '1' HOUR) WHERE ok GROUP BY window_end";
  expect(rewritten(sql, pushWindowBelowProject)).toEqual(planOf(sql));
});
