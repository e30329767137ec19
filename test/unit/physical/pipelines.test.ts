/** Where pipelines begin and end, and what they read. */
import { describe, expect, it } from "vitest";
import { physical } from "./plan-of.ts";

/** `Scan Filter > Output`, a pipeline per line. */
function shape(select: string): readonly string[] {
  return physical(select).pipelines.map(({ source, steps, sink }) =>
    [...[source, ...steps].map(({ operator }) => operator), ">", sink.operator].join(" "),
  );
}

const TUMBLE = "TUMBLE(r, ts, INTERVAL '10' SECOND)";
const HOP = "HOP(r, ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND)";

describe("pipelines", () => {
  it("a query without an aggregate is one loop from scan to output", () => {
    expect(shape("SELECT n + 1 AS m FROM r WHERE n > 0")).toEqual(["Scan Filter Project > Output"]);
  });

  it("an aggregate breaks it: what is below fills the groups, what is above empties them", () => {
    expect(
      shape(`SELECT k, SUM(n) AS s FROM ${TUMBLE} WHERE n > 0 GROUP BY window_start, k HAVING SUM(n) > 5`),
    ).toEqual(["Scan Filter > HashAggregateSink", "HashAggregateSource Filter Project > Output"]);
  });

  it("windows that overlap have operators of their own", () => {
    expect(shape(`SELECT COUNT(*) AS c FROM ${HOP} GROUP BY window_start, window_end`)).toEqual([
      "Scan > SlidingAggregateSink",
      "SlidingAggregateSource Project > Output",
    ]);
  });

  it("each aggregate breaks once more", () => {
    const inner = `SELECT window_time AS t, SUM(n) AS s FROM ${TUMBLE} GROUP BY window_start, window_end`;
    const plan = shape(
      `SELECT MAX(s) AS m FROM HOP((${inner}), t, INTERVAL '10' SECOND, INTERVAL '20' SECOND) GROUP BY window_end, window_start`,
    );
    expect(plan).toHaveLength(3);
    expect(plan.map((line) => line.split(" > ")[1])).toEqual(["HashAggregateSink", "SlidingAggregateSink", "Output"]);
    expect(plan[1]).toMatch(/^HashAggregateSource/);
  });

  it("they are numbered as they stand, and sink and source of a break share one aggregate", () => {
    const { pipelines, aggregates } = physical(`SELECT COUNT(*) AS c FROM ${TUMBLE} GROUP BY window_start`);
    expect(pipelines.map(({ id }) => id)).toEqual([0, 1]);
    const [sink, source] = [pipelines[0]!.sink, pipelines[1]!.source];
    if (!("aggregate" in sink) || !("aggregate" in source)) throw new Error("no aggregate between them");
    expect(sink.aggregate).toBe(aggregates[0]);
    expect(source.aggregate).toBe(aggregates[0]);
  });
});

describe("required columns", () => {
  const columns = (select: string) => physical(select).scan.columns.map(({ name }) => name);

  it("only those that the query reads, in order of declaration, and the event time", () => {
    expect(columns("SELECT x, n FROM r WHERE b")).toEqual(["n", "b", "x", "ts"]);
    expect(columns("SELECT 1 AS one FROM r")).toEqual(["ts"]);
  });

  it("none for what a view or a subquery computes and nobody asks for", () => {
    expect(columns("SELECT n FROM (SELECT n, length(k) AS l, d FROM r) AS v")).toEqual(["n", "ts"]);
    expect(columns(`SELECT COUNT(*) AS c FROM ${TUMBLE} GROUP BY window_start`)).toEqual(["ts"]);
  });

  it("those of conditions that are always true are not read", () => {
    expect(columns("SELECT n FROM r WHERE TRUE OR i = 1")).toEqual(["n", "ts"]);
  });

  it("each knows its place in the declaration; the watermark is found among them", () => {
    const { scan } = physical("SELECT d FROM r");
    expect(scan.columns.map(({ declared }) => declared)).toEqual([5, 6]);
    expect(scan.watermark).toEqual({ column: 1, delayUs: 1_000_000n });
    expect(scan.declared).toHaveLength(7);
  });
});
