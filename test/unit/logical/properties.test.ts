import { expect, test } from "vitest";
import { deriveProperties } from "../../../generator/logical/properties.ts";
import { nodesOf } from "../../../generator/logical/tree.ts";
import { planOf } from "./plans.ts";

/** Properties of the node at `depth` below the Output, by the names of its columns. */
function propertiesOf(query: string, depth: number) {
  const node = [...nodesOf(planOf(query).plan)][depth]!;
  const names = (ordinals: readonly number[]) => ordinals.map((i) => node.schema[i]!.name).join();
  const { changelog, eventTime, window, keys } = deriveProperties(node);
  return {
    node: node.kind,
    changelog,
    time: eventTime === null ? null : `${names(eventTime.columns)} - ${eventTime.latenessUs}`,
    window: window === null ? null : [names(window.start), names(window.end), names(window.time), window.isOpen],
    keys: keys.map(names),
  };
}

test("a source carries its event time, through filters and plain references", () => {
  expect(propertiesOf("SELECT * FROM bid WHERE ok", 1)).toEqual({
    node: "Project",
    changelog: "append",
    time: "ts - 0",
    window: null,
    keys: [],
  });
  expect(propertiesOf("SELECT ts AS a, price, ts AS b FROM bid", 1).time).toBe("a,b - 0");
  expect(propertiesOf("SELECT ts + INTERVAL '1' DAY AS a, price FROM bid", 1).time).toBeNull();
});

test("an open window, and one that has been aggregated", () => {
  const query =
    "SELECT window_end AS e, auction, COUNT(*) AS n FROM HOP(bid, ts, INTERVAL '1' MINUTE, INTERVAL '1' HOUR) GROUP BY window_end, auction";
  expect(propertiesOf(query, 3)).toEqual({
    node: "Window",
    changelog: "append",
    time: "ts - 0",
    window: ["window_start", "window_end", "window_time", true],
    keys: [],
  });
  expect(propertiesOf(query, 2)).toEqual({
    node: "Aggregate",
    changelog: "append",
    time: "window_time - 0",
    window: ["window_start", "window_end", "window_time", false],
    keys: ["window_start,auction", "window_end,auction", "window_time,auction"],
  });
  expect(propertiesOf(query, 0)).toEqual({
    node: "Output",
    changelog: "append",
    time: null,
    window: ["", "e", "", false],
    keys: ["e,auction"],
  });
});

test("the start of a cumulating window is no key", () => {
  const query =
    "SELECT window_start, window_end, COUNT(*) AS n FROM CUMULATE(bid, ts, INTERVAL '1' MINUTE, INTERVAL '1' HOUR) GROUP BY window_end";
  expect(propertiesOf(query, 0).keys).toEqual(["window_end"]);
  expect(
    propertiesOf(
      "SELECT window_start, COUNT(*) AS n FROM CUMULATE(bid, ts, INTERVAL '1' MINUTE, INTERVAL '1' HOUR) GROUP BY window_end",
      0,
    ).keys,
  ).toEqual([]);
});

test("lateness adds up from window to window, and corrections show", () => {
  const inner =
    "SELECT window_time AS t, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_time EMIT ON WINDOW CLOSE ALLOW LATENESS INTERVAL '2' SECOND";
  const outer = `SELECT window_time AS t, MAX(n) AS m FROM TUMBLE((${inner}), t, INTERVAL '1' MINUTE) GROUP BY window_time ALLOW LATENESS INTERVAL '3' SECOND`;
  expect(propertiesOf(outer, 0)).toEqual({
    node: "Output",
    changelog: "retract",
    time: "t - 5000000",
    window: ["", "", "t", false],
    keys: ["t"],
  });
  expect(propertiesOf(outer, 4)).toMatchObject({
    node: "Project",
    changelog: "append",
    time: "t - 2000000",
    keys: ["t"],
  });
});

test("a row has one tumbling window, and several sliding ones", () => {
  const over = (window: string) =>
    `SELECT COUNT(*) AS m FROM ${window.replace("x", "(SELECT window_time AS t, auction, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_time, auction)")} GROUP BY window_end`;
  expect(propertiesOf(over("TUMBLE(x, t, INTERVAL '1' MINUTE)"), 3).keys).toEqual(["t,auction"]);
  expect(propertiesOf(over("HOP(x, t, INTERVAL '1' SECOND, INTERVAL '1' MINUTE)"), 3).keys).toEqual([
    "t,auction,window_end",
  ]);
});
