/** Specs through the model: values and groups of case-bank.md §3, aggregates, and selects over selects. */
import { describe, expect, it } from "vitest";
import type { SpecEvent } from "../../fuzz/events.ts";
import type { AggregateSpec, Expr, QuerySpec, Select, Value } from "../../fuzz/query-spec.ts";
import {
  bid,
  call,
  column,
  end,
  int,
  plain,
  sum,
  sumOf,
  tumble,
  v,
  watermark,
  windowed,
  windowStart,
} from "../../fuzz/specs.ts";
import { plainType } from "../../fuzz/typing.ts";
import { aggregate } from "../../reference/aggregates.ts";
import { runModel } from "../../reference/run-spec.ts";

const rows = (spec: QuerySpec, events: readonly SpecEvent[]) =>
  runModel(spec, events).output.map(({ values }) => values);
const of = (overload: string, returns: "BIGINT" | "DOUBLE" | "INTEGER", arg: Expr | null = v): AggregateSpec => ({
  overload,
  type: { kind: returns },
  arg,
  filter: null,
});

describe("values and groups in one window", () => {
  it("v = NULL, NULL: COUNT(*) 2, COUNT(v) 0, the others NULL", () => {
    const aggregates = [
      of("count()", "BIGINT", null),
      of("count(INTEGER)", "BIGINT"),
      sum(),
      of("avg(INTEGER)", "DOUBLE"),
      of("min(INTEGER)", "INTEGER"),
      of("max(INTEGER)", "INTEGER"),
    ];
    expect(rows(windowed({ keys: [], aggregates }), [bid("a", null, 1), bid("b", null, 2), end])).toEqual([
      [0n, 2n, 0n, null, null, null, null],
    ]);
  });

  it("keys NULL, NULL, A are two groups", () => {
    const spec = windowed({ aggregates: [of("count()", "BIGINT", null)] });
    expect(rows(spec, [bid(null, 1, 1), bid(null, 1, 2), bid("A", 1, 3), end])).toEqual([
      [0n, null, 2n],
      [0n, "A", 1n],
    ]);
  });

  it("HAVING COUNT(*) > 1 over A×1, B×2 keeps B", () => {
    const having = call("gt(BIGINT,BIGINT)", "BOOLEAN", sumOf, int(1));
    const spec = windowed({ aggregates: [of("count()", "BIGINT", null)], having });
    expect(rows(spec, [bid("A", 1, 1), bid("B", 1, 2), bid("B", 1, 3), end])).toEqual([[0n, "B", 2n]]);
  });

  it("COUNT(*) FILTER (WHERE v > 1) over 1, 2, NULL is 1", () => {
    const filter = call("gt(INTEGER,INTEGER)", "BOOLEAN", v, int(1));
    const spec = windowed({ keys: [], aggregates: [{ ...of("count()", "BIGINT", null), filter }] });
    expect(rows(spec, [bid("a", 1, 1), bid("a", 2, 2), bid("a", null, 3), end])).toEqual([[0n, 1n]]);
  });

  it("no rows: nothing", () => expect(rows(windowed(), [end])).toEqual([]));
});

describe("aggregates", () => {
  const args = (...values: Value[]) => values.map((value, i) => ({ ts: BigInt(i), included: true, value }));
  const bigint = { ...of("sum(BIGINT)", "BIGINT") };
  const max = 2n ** 63n - 1n;

  it("SUM is exact and judged at the end [C13]", () => {
    expect(aggregate(bigint, tumble, args(max, 1n, -1n))).toBe(max);
    expect(() => aggregate(bigint, tumble, args(max, 1n))).toThrow("22003");
    expect(aggregate(bigint, tumble, args(2n ** 53n, 1n))).toBe(9007199254740993n);
  });

  it("AVG converts the exact sum once", () => {
    expect(aggregate(of("avg(BIGINT)", "DOUBLE"), tumble, args(max, max))).toBe(2 ** 63);
    expect(aggregate(of("avg(INTEGER)", "DOUBLE"), tumble, args(1n, null, 2n))).toBe(1.5);
  });

  it("MIN and MAX keep the first of equals; NaN is the largest", () => {
    expect(Object.is(aggregate(of("min(DOUBLE)", "DOUBLE"), tumble, args(-0, 0)), -0)).toBe(true);
    expect(aggregate(of("max(DOUBLE)", "DOUBLE"), tumble, args(Infinity, Number.NaN, 1))).toBeNaN();
    expect(aggregate(of("min(DOUBLE)", "DOUBLE"), tumble, args(Number.NaN, 1))).toBe(1);
  });

  it("SUM(DOUBLE): slices in time order, within a slice by arrival", () => {
    const hop = { kind: "hop", sizeUs: 4n, slideUs: 2n, offsetUs: 0n } as const;
    const at = (ts: bigint, value: number) => ({ ts, included: true, value });
    // 1e16 + 1 loses the 1 within a slice; a slice of its own adds after.
    expect(aggregate(of("sum(DOUBLE)", "DOUBLE"), hop, [at(2n, 1), at(0n, 1e16), at(3n, 1)])).toBe(1e16 + 2);
    expect(aggregate(of("sum(DOUBLE)", "DOUBLE"), hop, [at(0n, 1e16), at(0n, 1), at(1n, 1)])).toBe(1e16);
  });

  it("a sum out of range is an output error, and its row does not leave", () => {
    const huge: Expr = { kind: "literal", type: { kind: "BIGINT" }, value: 2n ** 62n, form: "typed" };
    const { output, outputErrors, verdicts } = runModel(windowed({ aggregates: [{ ...bigint, arg: huge }] }), [
      bid("a", 1, 1),
      bid("b", 1, 2),
      bid("a", 1, 3),
      end,
    ]);
    expect(output.map(({ values }) => values)).toEqual([[0n, "b", 2n ** 62n]]);
    expect(outputErrors).toEqual([{ after: 4, code: "22003" }]);
    expect(verdicts.map(({ bucket }) => bucket)).toEqual(["contributed", "contributed", "contributed"]);
  });
});

describe("a row's way", () => {
  it("a row whose argument fails is malformed, moves W, and leaves the state alone", () => {
    const arg = call("divide(INTEGER,INTEGER)", "INTEGER", int(6), v);
    const spec = windowed({ aggregates: [sum(arg)], delayUs: 0n });
    const { output, verdicts } = runModel(spec, [bid("a", 2, 100), bid("a", 0, 1500), bid("a", 1, 200), end]);
    expect(output).toEqual([{ after: 2, op: "+", values: [0n, "a", 3n] }]);
    expect(verdicts).toEqual([
      { after: 1, bucket: "contributed", windowsMissed: 0 },
      { after: 2, bucket: "malformed", code: "22012" },
      { after: 3, bucket: "late", watermark: 1_500_000n },
    ]);
  });

  it("stateless: filtered, malformed, contributed; rows of other sources are not its rows", () => {
    const spec = plain(
      call("ge(INTEGER,INTEGER)", "BOOLEAN", v, int(0)),
      call("divide(INTEGER,INTEGER)", "INTEGER", int(6), v),
    );
    const other: SpecEvent = { kind: "row", source: "other", values: [] };
    const { output, verdicts } = runModel(spec, [
      bid("a", 2, 1),
      other,
      bid("a", -1, 2),
      bid("a", 0, 3),
      bid("a", null, 4),
      end,
    ]);
    expect(output).toEqual([{ after: 1, op: "+", values: [3n] }]);
    expect(verdicts.map(({ after, bucket }) => [after, bucket])).toEqual([
      [1, "contributed"],
      [3, "filtered"],
      [4, "malformed"],
      [5, "filtered"],
    ]);
  });
});

describe("selects over selects", () => {
  const below: Select = plain(
    call("gt(INTEGER,INTEGER)", "BOOLEAN", v, int(0)),
    v,
    column("ts", { kind: "TIMESTAMP", precision: 3 }),
  ).select;

  it("a column of a subquery stands for its expression", () => {
    const twice = call("add(INTEGER,INTEGER)", "INTEGER", v, v);
    const inner = { ...below, projections: [{ name: "x", expr: twice }, ...below.projections.slice(1)] };
    const base = windowed({ keys: [], aggregates: [sum(column("x", { kind: "INTEGER" }))] });
    const spec: QuerySpec = {
      ...base,
      select: {
        ...base.select,
        from: { kind: "subquery", select: inner, alias: "s" },
        group: { ...base.select.group!, window: { ...base.select.group!.window, time: "c1" } },
      },
    };
    expect(rows(spec, [bid("a", 1, 1), bid("a", -9, 2), bid("a", 3, 3), end])).toEqual([[0n, 8n]]);
  });

  it("a filter above an aggregate decides like HAVING what leaves, and what is taken back", () => {
    const inner = windowed({ emit: { mode: "after-watermark", latenessUs: 9_000_000n, latenessFirst: false } });
    const a0 = column("a0", { kind: "BIGINT" });
    const above: Select = {
      from: { kind: "subquery", select: inner.select, alias: "s" },
      where: call("gt(BIGINT,BIGINT)", "BOOLEAN", a0, int(5)),
      group: null,
      projections: [{ name: "n", expr: a0 }],
      star: false,
      emit: null,
    };
    const { output } = runModel({ ...inner, select: above }, [
      bid("a", 4, 100),
      watermark(1000),
      bid("a", 4, 200),
      bid("a", -8, 300),
      end,
    ]);
    expect(output).toEqual([
      { after: 3, op: "+I", values: [8n] },
      { after: 4, op: "-D", values: [8n] },
    ]);
  });

  it("windows over windows: the outer's rows are the inner's results, at their window_time [C17]", () => {
    const inner = windowed();
    const time: Expr = { kind: "window", type: plainType("TIMESTAMP"), column: "window_time", spelling: 0 };
    const innerSelect: Select = {
      ...inner.select,
      projections: [...inner.select.projections, { name: "at", expr: time }],
    };
    const outer = windowed({ keys: [], window: { ...tumble, sizeUs: 2_000_000n, slideUs: 2_000_000n } });
    const spec: QuerySpec = {
      ...outer,
      select: {
        ...outer.select,
        from: { kind: "subquery", select: innerSelect, alias: "s" },
        projections: [
          { name: "start", expr: windowStart },
          { name: "n", expr: sumOf },
        ],
        group: {
          ...outer.select.group!,
          window: { ...outer.select.group!.window, time: "at" },
          aggregates: [
            { overload: "sum(BIGINT)", type: { kind: "BIGINT" }, arg: column("a0", { kind: "BIGINT" }), filter: null },
          ],
        },
      },
    };
    const { output } = runModel(spec, [
      bid("a", 1, 100),
      bid("a", 2, 900),
      bid("a", 4, 1500),
      watermark(1000),
      watermark(2000),
      end,
    ]);
    expect(output).toEqual([{ after: 5, op: "+", values: [0n, 7n] }]);
  });
});
