/** An instance that restores a snapshot goes on as if nothing had happened. */
import { describe, expect, it } from "vitest";
import { Interpreter, type InterpreterSink } from "../../../runtime/interpreter/index.ts";
import type { EmitMode, Output, Value, WindowSpec } from "../../../runtime/plan.ts";
import {
  aggregate,
  aggregateCall,
  BIGINT,
  BOOLEAN,
  call,
  column,
  cumulate,
  DOUBLE,
  field,
  filter,
  hop,
  literal,
  output,
  REAL,
  scan,
  TEXT,
  timestamp,
  tumble,
  windowed,
  windowKeys,
} from "./plans.ts";
import { randomFrom } from "./random.ts";

const schema = [field("ts", timestamp(3)), field("k", TEXT), field("d", DOUBLE), field("r", REAL), field("v", BIGINT)];

function query(window: WindowSpec, emit: EmitMode): Output {
  const input = windowed(scan(schema, 300), window);
  const aggregates = [
    aggregateCall("count()", BIGINT),
    aggregateCall("sum(BIGINT)", BIGINT, { arg: column(4, BIGINT) }),
    aggregateCall("avg(BIGINT)", DOUBLE, { arg: column(4, BIGINT) }),
    aggregateCall("sum(DOUBLE)", DOUBLE, { arg: column(2, DOUBLE) }),
    aggregateCall("avg(DOUBLE)", DOUBLE, { arg: column(2, DOUBLE) }),
    aggregateCall("min(DOUBLE)", DOUBLE, { arg: column(2, DOUBLE) }),
    aggregateCall("max(TEXT)", TEXT, { arg: column(1, TEXT) }),
    aggregateCall("max(TIMESTAMP)", timestamp(3), { arg: column(0, timestamp(3)) }),
  ];
  const keys = [...windowKeys(input), column(1, TEXT), column(3, REAL)];
  const grouped = aggregate(input, keys, aggregates, { emit, latenessMs: 400 });
  const small = call("lt(BIGINT,BIGINT)", [column(6, BIGINT), literal(60n, BIGINT)], BOOLEAN);
  return output(filter(grouped, small), emit === "after-watermark" ? "retract" : "append");
}

function nested(): Output {
  const inner = query(hop(500, 1000), "on-window-close").input;
  const outer = windowed(inner, tumble(2000));
  const sum = aggregateCall("sum(BIGINT)", BIGINT, { arg: column(6, BIGINT) });
  const doubles = aggregateCall("sum(DOUBLE)", DOUBLE, { arg: column(8, DOUBLE) });
  return output(aggregate(outer, [...windowKeys(outer), column(3, TEXT)], [sum, doubles]));
}

const QUERIES: Readonly<Record<string, Output>> = {
  tumble: query(tumble(1000), "on-window-close"),
  hop: query(hop(400, 1000), "on-window-close"),
  "hop after watermark": query(hop(400, 1000), "after-watermark"),
  "cumulate after watermark": query(cumulate(500, 1500), "after-watermark"),
  "window over window": nested(),
};

function randomRows(seed: number, count: number): readonly (readonly Value[])[] {
  const random = randomFrom(seed);
  const doubles = [0.1, -0, 0, Number.NaN, Infinity, 1e16, -1e16, 3.5, 5e-324, null];
  const texts = ["a", "é", "😀", "", '"\\\u0000\n', null];
  return Array.from({ length: count }, (_, i) => {
    const jitter = random.integer(3000);
    return [
      random.integer(40) === 0 ? null : BigInt(i * 40 - jitter) * 1000n,
      random.pick(texts),
      random.pick(doubles),
      random.pick([-0, 0, Number.NaN, null, 1.5]),
      random.pick([1n, -7n, 20n, 9223372036854775807n, null]),
    ];
  });
}

function recorder(story: string[], rowsBefore = 0): InterpreterSink {
  const text = (values: readonly Value[]) =>
    values.map((value) => (Object.is(value, -0) ? "-0" : String(value))).join();
  return {
    emit: (op, row) => story.push(`${op} ${text(row)}`),
    late: (row, watermark) => story.push(`late ${row + rowsBefore} ${watermark}`),
    malformed: (row, code) => story.push(`malformed ${row + rowsBefore} ${code}`),
    outputError: (code, keys) => story.push(`error ${code} ${text(keys)}`),
  };
}

describe.each(Object.entries(QUERIES))("%s", (_name, plan) => {
  it("restores after every row to the same output, side streams and counters", () => {
    const rows = randomRows(7, 200);
    const expected: string[] = [];
    const whole = new Interpreter(plan, recorder(expected));
    const story: string[] = [];
    let resumed = new Interpreter(plan, recorder(story));
    for (const [i, row] of rows.entries()) {
      whole.push(row);
      resumed.push(row);
      if (i % 90 === 89) {
        whole.advanceWatermark(BigInt(i * 40) * 1000n);
        resumed.advanceWatermark(BigInt(i * 40) * 1000n);
      }
      const bytes = resumed.snapshot();
      resumed = new Interpreter(plan, recorder(story, i + 1));
      resumed.restore(bytes);
      expect(Buffer.compare(resumed.snapshot(), bytes)).toBe(0);
    }
    whole.end();
    resumed.end();
    expect(story).toEqual(expected);
    expect(resumed.counters).toEqual(whole.counters);
    // The input reaches every kind of outcome, or the comparison would mean little.
    expect(expected.length).toBeGreaterThan(50);
    const { malformed, late, contributed, openWindows } = whole.counters;
    expect([malformed > 0, late > 0, contributed > 100, openWindows]).toEqual([true, true, true, 0]);
  });
});

it("replaces what an instance held", () => {
  const plan = QUERIES.tumble!;
  const story: string[] = [];
  const interpreter = new Interpreter(plan, recorder(story));
  const empty = interpreter.snapshot();
  for (const row of randomRows(1, 20)) interpreter.push(row);
  interpreter.restore(empty);
  story.length = 0;
  interpreter.end();
  expect(story).toEqual([]);
  expect(interpreter.counters).toMatchObject({ read: 0, openWindows: 0, keys: 0 });
});

it("refuses bytes that are no snapshot of such a plan", () => {
  const interpreter = new Interpreter(QUERIES.tumble!, recorder([]));
  const other = new Interpreter(QUERIES["window over window"]!, recorder([])).snapshot();
  expect(() => interpreter.restore(other)).toThrow("the list of aggregations");
  const count = windowed(scan(schema), tumble(1000));
  const counting = output(aggregate(count, windowKeys(count), [aggregateCall("count()", BIGINT)]));
  expect(() => interpreter.restore(new Interpreter(counting, recorder([])).snapshot())).toThrow(
    "the list of aggregates",
  );
  expect(() => interpreter.restore(new TextEncoder().encode('{"format":"x"}'))).toThrow("no snapshot");
  expect(() => interpreter.restore(new Uint8Array([0xff]))).toThrow();
});
