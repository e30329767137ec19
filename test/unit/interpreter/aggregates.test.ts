/** What aggregates remember and when their failures count. */
import { describe, expect, it } from "vitest";
import { Interpreter } from "../../../runtime/interpreter/index.ts";
import type { AggregateCall, Expr, Output, SqlType, Value, WindowSpec } from "../../../runtime/plan.ts";
import {
  aggregate,
  aggregateCall,
  BIGINT,
  BOOLEAN,
  call,
  cast,
  column,
  DATE,
  DOUBLE,
  field,
  filter,
  hop,
  INTEGER,
  literal,
  output,
  project,
  REAL,
  SMALLINT,
  scan,
  spanAt,
  TEXT,
  TINYINT,
  timestamp,
  tumble,
  windowed,
  windowKeys,
} from "./plans.ts";

const DAY_MS = 86_400_000;
const I64_MAX = 9223372036854775807n;

interface Outcome {
  readonly rows: readonly (readonly Value[])[];
  /** `malformed <row> <code> <site>`, `late <row>` or `error <code> <keys> <site>` */
  readonly side: readonly string[];
  readonly interpreter: Interpreter;
}

/** Runs rows (ms, value) and the end. */
function run(plan: Output, rows: readonly (readonly [number, ...Value[]])[]): Outcome {
  const emitted: (readonly Value[])[] = [];
  const side: string[] = [];
  const interpreter = new Interpreter(plan, {
    emit: (_op, row) => emitted.push(row),
    late: (row) => side.push(`late ${row}`),
    malformed: (row, code, site) => side.push(`malformed ${row} ${code} ${site.start}`),
    outputError: (code, keys, site) => side.push(`error ${code} ${keys.slice(3).map(String)} ${site.start}`),
  });
  for (const [ms, ...values] of rows) interpreter.push([BigInt(ms) * 1000n, ...values]);
  interpreter.end();
  return { rows: emitted, side, interpreter };
}

function windowQuery(
  type: SqlType,
  aggregates: readonly AggregateCall[],
  keys: readonly Expr[] = [],
  window: WindowSpec = tumble(1000),
): Output {
  const input = windowed(scan([field("ts", timestamp(3)), field("v", type)], DAY_MS), window);
  return output(aggregate(input, [...windowKeys(input), ...keys], aggregates));
}

/** The only group's value of one aggregate over one column of one window. */
function over(overload: string, type: SqlType, values: readonly Value[]): Value {
  const plan = windowQuery(type, [aggregateCall(overload, type, { arg: column(1, type) })]);
  const { rows } = run(
    plan,
    values.map((value) => [1, value]),
  );
  expect(rows.length).toBe(1);
  return rows[0]![3]!;
}

describe("values of aggregates", () => {
  const big = 2n ** 53n;
  const cases: readonly (readonly [string, SqlType, readonly Value[], Value])[] = [
    ["count(BOOLEAN)", BOOLEAN, [true, null, false], 2n],
    ["sum(TINYINT)", TINYINT, Array.from({ length: 300 }, () => 127), 38100n],
    ["sum(SMALLINT)", SMALLINT, [-32768, -32768], -65536n],
    ["sum(INTEGER)", INTEGER, [2147483647, 2147483647], 4294967294n],
    ["sum(BIGINT)", BIGINT, [big, 1n], big + 1n],
    ["sum(BIGINT)", BIGINT, [I64_MAX, I64_MAX, -I64_MAX], I64_MAX],
    ["avg(BIGINT)", BIGINT, [I64_MAX, I64_MAX], 2 ** 63],
    ["avg(BIGINT)", BIGINT, [big + 1n, big + 1n, big + 1n], Number(3n * (big + 1n)) / 3],
    ["avg(INTEGER)", INTEGER, [1, 2], 1.5],
    ["sum(DOUBLE)", DOUBLE, [0.1, 0.2, 0.3], 0.1 + 0.2 + 0.3],
    ["sum(DOUBLE)", DOUBLE, [0.3, 0.2, 0.1], 0.3 + 0.2 + 0.1],
    ["sum(DOUBLE)", DOUBLE, [1e16, 1, -1e16], 0],
    ["sum(DOUBLE)", DOUBLE, [-0], -0],
    ["sum(DOUBLE)", DOUBLE, [1e308, 1e308], Infinity],
    ["sum(DOUBLE)", DOUBLE, [Infinity, -Infinity], Number.NaN],
    ["avg(DOUBLE)", DOUBLE, [1, null, 2], 1.5],
    ["min(DOUBLE)", DOUBLE, [Number.NaN, 3, Infinity], 3],
    ["max(DOUBLE)", DOUBLE, [Infinity, Number.NaN, 3], Number.NaN],
    ["min(DOUBLE)", DOUBLE, [Number.NaN], Number.NaN],
    ["min(DOUBLE)", DOUBLE, [0, -0], 0],
    ["max(DOUBLE)", DOUBLE, [-0, 0], -0],
    ["min(REAL)", REAL, [1.5, -1.5], -1.5],
    ["max(TINYINT)", TINYINT, [-1, -2], -1],
    ["min(TEXT)", TEXT, ["b", "a", "é"], "a"],
    ["max(TEXT)", TEXT, ["\uffff", "\u{10000}", "z"], "\u{10000}"],
    ["max(TEXT)", TEXT, ["", "a", "ab"], "ab"],
    ["min(DATE)", DATE, [3, -4], -4],
    ["max(TIMESTAMP)", timestamp(), [-5n, -6n], -5n],
  ];
  it.each(cases.map(([overload, type, values, expected]) => ({ overload, type, values, expected })))(
    "$overload of $values",
    ({ overload, type, values, expected }) => {
      expect(over(overload, type, values)).toBe(expected);
    },
  );

  it("are NULL over no values", () => {
    for (const overload of ["sum(DOUBLE)", "avg(DOUBLE)", "min(DOUBLE)"])
      expect(over(overload, DOUBLE, [null])).toBe(null);
  });

  it("adds doubles slice by slice in time order, in order of arrival within a slice", () => {
    const sum = aggregateCall("sum(DOUBLE)", DOUBLE, { arg: column(1, DOUBLE) });
    const average = aggregateCall("avg(DOUBLE)", DOUBLE, { arg: column(1, DOUBLE) });
    const plan = windowQuery(DOUBLE, [sum, average], [], hop(1000, 2500));
    // Edges at 0, 500, 1000, 1500 … Arrival order differs from slice order.
    const rows: readonly (readonly [number, number])[] = [
      [1600, 0.1],
      [600, 1e16],
      [1700, 1],
      [100, 3],
      [700, -1e16],
      [1100, 0.2],
    ];
    const { rows: results } = run(plan, rows);
    const second = 1e16 + -1e16;
    const whole = 3 + second + 0.2 + (0.1 + 1);
    const full = results.find(([start]) => start === 0n)!;
    expect(full.slice(3)).toEqual([whole, whole / 6]);
    const last = results.find(([start]) => start === 1_000_000n)!;
    expect(last.slice(3)).toEqual([0.2 + (0.1 + 1), (0.2 + (0.1 + 1)) / 3]);
  });
});

describe("group keys", () => {
  it("treat NaN as equal, -0 as 0 and NULL as a value", () => {
    const plan = windowQuery(DOUBLE, [aggregateCall("count()", BIGINT)], [column(1, DOUBLE)]);
    const values = [Number.NaN, -0, null, 0, Number.NaN, null];
    const { rows } = run(
      plan,
      values.map((value) => [1, value]),
    );
    expect(rows.map((row) => row.slice(3))).toEqual([
      [Number.NaN, 2n],
      [0, 2n],
      [null, 2n],
    ]);
  });

  it("are told apart by each of them", () => {
    const input = windowed(scan([field("ts", timestamp(3)), field("a", TEXT), field("b", TEXT)], DAY_MS), tumble(1000));
    const keys = [...windowKeys(input), column(1, TEXT), column(2, TEXT)];
    const plan = output(aggregate(input, keys, [aggregateCall("count()", BIGINT)]));
    const { rows } = run(plan, [
      [1, "a", "bc"],
      [1, "ab", "c"],
      [1, "a", null],
      [1, null, "a"],
      [1, "a", "bc"],
    ]);
    expect(rows.map((row) => row.slice(3))).toEqual([
      ["a", "bc", 2n],
      ["ab", "c", 1n],
      ["a", null, 1n],
      [null, "a", 1n],
    ]);
  });

  it("may be computed, also from the window", () => {
    const input = windowed(scan([field("ts", timestamp(3)), field("v", BIGINT)], DAY_MS), hop(500, 1000));
    const hour = call("extract_minute(TIMESTAMP)", [column(2, timestamp())], BIGINT);
    const later = call("ge(TIMESTAMP,TIMESTAMP)", [column(2, timestamp()), literal(0n, timestamp())], BOOLEAN);
    const plan = output(
      aggregate(filter(input, later), [...windowKeys(input), hour], [aggregateCall("count()", BIGINT)]),
    );
    const { rows, interpreter } = run(plan, [
      [100, 1n],
      [-600, 1n],
    ]);
    expect(rows).toEqual([[0n, 1_000_000n, 999_999n, 0n, 1n]]);
    // The first row passes the filter in one of its windows, the second in none.
    expect(interpreter.counters).toMatchObject({ contributed: 1, filtered: 1, windowsMissed: 0 });
  });
});

describe("failures of rows", () => {
  const one = literal(1n, BIGINT);
  const inverse = (site: number) => call("divide(BIGINT,BIGINT)", [one, column(1, BIGINT)], BIGINT, spanAt(site));

  it("in keys, filters and arguments leave every group untouched", () => {
    const positive = call("gt(BIGINT,BIGINT)", [inverse(30), literal(0n, BIGINT)], BOOLEAN);
    const isTen = call("eq(BIGINT,BIGINT)", [column(1, BIGINT), literal(10n, BIGINT)], BOOLEAN);
    const count = aggregateCall("count()", BIGINT);
    const plans = [
      windowQuery(BIGINT, [count], [inverse(10)]),
      windowQuery(BIGINT, [count, aggregateCall("sum(BIGINT)", BIGINT, { arg: inverse(20) })]),
      windowQuery(BIGINT, [count, aggregateCall("count()", BIGINT, { filter: positive })]),
      // Filter and argument of one aggregate come before those of the next.
      windowQuery(BIGINT, [
        count,
        aggregateCall("sum(BIGINT)", BIGINT, { arg: inverse(40) }),
        aggregateCall("count()", BIGINT, { filter: positive }),
      ]),
    ];
    const sites = [10, 20, 30, 40];
    for (const [i, plan] of plans.entries()) {
      const { rows, side, interpreter } = run(plan, [
        [1, 0n],
        [2, 1n],
      ]);
      expect(side).toEqual([`malformed 0 6012 ${sites[i]}`]);
      expect(rows.length).toBe(1);
      expect(interpreter.counters).toMatchObject({ malformed: 1, contributed: 1 });
    }
    const guarded = aggregateCall("sum(BIGINT)", BIGINT, { arg: inverse(50), filter: isTen });
    expect(run(windowQuery(BIGINT, [guarded]), [[1, 0n]]).side).toEqual([]);
  });

  it("in filters and projections before the first aggregate are malformed, whether the row would be late or not", () => {
    const rows = scan([field("ts", timestamp(3)), field("v", BIGINT)]);
    const projected = project(rows, [column(0, timestamp(3)), inverse(60)]);
    const input = windowed(projected, tumble(1000), 0);
    const plan = output(aggregate(input, windowKeys(input), [aggregateCall("count()", BIGINT)]));
    const { side, interpreter } = run(plan, [
      [5000, 1n],
      [10, 0n],
      [10, 1n],
    ]);
    expect(side).toEqual(["malformed 1 6012 60", "late 2"]);
    expect(interpreter.counters).toMatchObject({ read: 3, malformed: 1, late: 1, contributed: 1 });
  });

  it("of a query without state are malformed, and rows that pass have contributed", () => {
    const rows = scan([field("ts", timestamp(3)), field("v", BIGINT)]);
    const passes = call("ne(BIGINT,BIGINT)", [column(1, BIGINT), literal(7n, BIGINT)], BOOLEAN);
    const plan = output(project(filter(rows, passes), [inverse(70)]));
    const {
      rows: results,
      side,
      interpreter,
    } = run(plan, [
      [1, 1n],
      [2, 0n],
      [3, 7n],
      [4, null],
    ]);
    expect(results).toEqual([[1n]]);
    expect(side).toEqual(["malformed 1 6012 70"]);
    expect(interpreter.counters).toMatchObject({ read: 4, contributed: 1, malformed: 1, filtered: 2, emitted: 1 });
  });
});

describe("failures of results", () => {
  const sum = aggregateCall("sum(BIGINT)", BIGINT, { arg: column(1, BIGINT), span: spanAt(80) });
  const grouped = windowQuery(
    BIGINT,
    [sum, aggregateCall("count()", BIGINT)],
    [call("mod(BIGINT,BIGINT)", [column(1, BIGINT), literal(2n, BIGINT)], BIGINT)],
  );
  const rows: readonly (readonly [number, bigint])[] = [
    [1, I64_MAX],
    [2, I64_MAX],
    [3, 4n],
  ];

  it("report the group's keys and leave out its row only", () => {
    const { rows: results, side, interpreter } = run(grouped, rows);
    expect(results.map((row) => row.slice(3))).toEqual([[0n, 4n, 1n]]);
    expect(side).toEqual(["error 6011 1 80"]);
    expect(interpreter.counters).toMatchObject({ outputErrors: 1, emitted: 1, contributed: 3, malformed: 0 });
  });

  it("count only where the sum is read", () => {
    const few = call("lt(BIGINT,BIGINT)", [column(5, BIGINT), literal(2n, BIGINT)], BOOLEAN);
    expect(run(output(filter(grouped.input, few)), rows).side).toEqual([]);
    expect(run(output(project(grouped.input, [column(5, BIGINT)])), rows).rows).toEqual([[2n], [1n]]);
  });

  it("come from HAVING and projections too, at their place", () => {
    const inverse = call("divide(BIGINT,BIGINT)", [literal(8n, BIGINT), column(4, BIGINT)], BIGINT, spanAt(90));
    const having = call("gt(BIGINT,BIGINT)", [inverse, literal(0n, BIGINT)], BOOLEAN);
    const zero: readonly (readonly [number, bigint])[] = [[1, 0n]];
    expect(run(output(filter(grouped.input, having)), zero).side).toEqual(["error 6012 0 90"]);
    expect(run(output(project(grouped.input, [inverse])), zero).side).toEqual(["error 6012 0 90"]);
    const tried = project(grouped.input, [cast(inverse, TEXT, "try")]);
    expect(run(output(tried), zero).side).toEqual(["error 6012 0 90"]);
  });

  it("after the watermark retract what was sent, and what failed counts as never sent", () => {
    const base = grouped.input;
    const plan = output({ ...base, emit: "after-watermark", latenessUs: 5_000_000n } as typeof base, "retract");
    const story: string[] = [];
    const interpreter = new Interpreter(plan, {
      emit: (op, row) => story.push(`${["+I", "-U", "+U", "-D"][op]} ${row.slice(3)}`),
      late: () => story.push("late"),
      malformed: () => story.push("malformed"),
      outputError: (code, keys) => story.push(`error ${code} ${keys.slice(3)}`),
    });
    const push = (value: bigint) => {
      interpreter.push([1000n, value]);
      story.push("|");
    };
    push(I64_MAX);
    interpreter.advanceWatermark(1_000_000n);
    push(1n);
    push(1n);
    push(-3n);
    push(-1n);
    // -3 % 2 and -1 % 2 are -1: a group of their own.
    expect(story.join(" ")).toBe(
      `| +I 1,${I64_MAX},1 -D 1,${I64_MAX},1 error 6011 1 | error 6011 1 | +I -1,-3,1 | -U -1,-3,1 +U -1,-4,2 |`,
    );
    expect(interpreter.counters).toMatchObject({ outputErrors: 2, emitted: 5 });
  });
});
