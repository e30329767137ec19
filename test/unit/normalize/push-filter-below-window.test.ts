import { expect, test } from "vitest";
import { pushFilterBelowWindow } from "../../../generator/normalize/rules/push-filter-below-window.ts";
import { printed, rewritten } from "../logical/rewriting.ts";

/** What stands between the aggregate and the scan. */
const between = (condition: string) =>
  printed(
    rewritten(
      `SELECT COUNT(*) AS n FROM TUMBLE(s, ts, INTERVAL '1' HOUR) WHERE ${condition} AND window_end > ts GROUP BY window_end`,
      pushFilterBelowWindow,
    ),
  )
    .slice(3, -1)
    .map((line) => line.trim());

const WINDOW = "Window TUMBLE(ts, INTERVAL '1' HOUR)";

test("what does not look at the window goes below it, in its order", () => {
  expect(between("b <> 0 AND a / b > 1")).toEqual(["Filter window_end > ts", WINDOW, "Filter b <> 0 AND a / b > 1"]);
});

test("what stands behind a look at the window stays: it would be evaluated for rows that the look drops", () => {
  const condition = "window_start < ts AND a / b > 1";
  expect(between(condition)).toEqual([`Filter ${condition} AND window_end > ts`, WINDOW]);
  expect(between(`ok AND ${condition}`)).toEqual([`Filter ${condition} AND window_end > ts`, WINDOW, "Filter ok"]);
});
