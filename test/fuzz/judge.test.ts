/**
 * The judges catch an engine that is wrong. The engine here is the model itself behind the `Engine` interface, right
 * or with one thing wrong; the batch oracle is a list of rows.
 */
import { describe, expect, it } from "vitest";
import { tablesOf } from "../oracle/tables.ts";
import type { Engine, ExpectedLine, InputLine } from "./engine.ts";
import type { SpecEvent } from "./events.ts";
import {
  agreesOnRowErrors,
  agreesWithBatch,
  agreesWithModel,
  codeOf,
  inputLines,
  modelLines,
  type RowVerdict,
} from "./judge.ts";
import type { QuerySpec, Value } from "./query-spec.ts";
import { bid, bidSource, call, DAY_US, end, int, plain, v, watermark, windowed } from "./specs.ts";

const afterWatermark = { mode: "after-watermark", latenessUs: 500_000n, latenessFirst: false } as const;
const spec = windowed({ emit: afterWatermark });
const events = [
  bid("a", 1, 100),
  bid("b", 2, 100),
  bid(null, 3, null),
  watermark(1000),
  bid("a", 5, 300),
  watermark(1500),
  bid("a", 9, 400),
  end,
];

/** Answers with the model's lines, changed. It sees no spec, so it answers one query only. */
function engineOf(
  of: QuerySpec,
  on: readonly SpecEvent[],
  change: (lines: ExpectedLine[]) => ExpectedLine[] = (lines) => lines,
): Engine {
  return { run: async () => ({ kind: "ran", lines: change(modelLines(of, on)) }) };
}

const isRow = (line: ExpectedLine) => "op" in line;

describe("the model as judge", () => {
  const judge = (change?: (lines: ExpectedLine[]) => ExpectedLine[], batches: "one" | "each" = "each") =>
    agreesWithModel(engineOf(spec, events, change), spec, events, { batches });

  it("says what it says itself", async () => {
    expect(modelLines(spec, events)).toEqual([
      { after: 3, side: "malformed", code: "MR6006" },
      { after: 4, op: "+I", row: { start: "1970-01-01 00:00:00.000000", key0: "a", a0: 1 } },
      { after: 4, op: "+I", row: { start: "1970-01-01 00:00:00.000000", key0: "b", a0: 2 } },
      { after: 5, op: "-U", row: { start: "1970-01-01 00:00:00.000000", key0: "a", a0: 1 } },
      { after: 5, op: "+U", row: { start: "1970-01-01 00:00:00.000000", key0: "a", a0: 6 } },
      { after: 7, side: "late", row: { key: "a", v: 9, ts: "1970-01-01 00:00:00.400" } },
      {
        after: 8,
        law: {
          read: 5,
          contributed: 3,
          filtered: 0,
          late: 1,
          malformed: 1,
          dropped: 0,
          pending: 0,
          lateForSomeWindows: 0,
          windowsMissed: 0,
          outputErrors: 0,
        },
      },
      { end: true, open: 0 },
    ]);
    expect(await judge()).toBeNull();
    expect(await judge(undefined, "one")).toBeNull();
  });

  it.each([
    ["a row missing", (lines: ExpectedLine[]) => lines.toSpliced(lines.findIndex(isRow), 1)],
    ["a row twice", (lines: ExpectedLine[]) => [lines.find(isRow)!, ...lines]],
    [
      "rows in another order",
      (lines: ExpectedLine[]) => [...lines.filter(isRow).reverse(), ...lines.filter((line) => !isRow(line))],
    ],
    [
      "another sign",
      (lines: ExpectedLine[]) =>
        lines.map((line) => ("op" in line && line.op === "+U" ? { ...line, op: "+I" as const } : line)),
    ],
    [
      "a row later than it should be",
      (lines: ExpectedLine[]) => lines.map((line) => ("op" in line && line.after === 4 ? { ...line, after: 5 } : line)),
    ],
    [
      "another value",
      (lines: ExpectedLine[]) => lines.map((line) => ("op" in line ? { ...line, row: { ...line.row, a0: 7 } } : line)),
    ],
    ["no late row", (lines: ExpectedLine[]) => lines.filter((line) => !("side" in line && line.side === "late"))],
    [
      "another code",
      (lines: ExpectedLine[]) => lines.map((line) => ("code" in line ? { ...line, code: "MR6011" } : line)),
    ],
    [
      "a wrong counter",
      (lines: ExpectedLine[]) =>
        lines.map((line) => ("law" in line ? { ...line, law: { ...line.law, contributed: 4 } } : line)),
    ],
    ["no law", (lines: ExpectedLine[]) => lines.filter((line) => !("law" in line))],
    ["an open window", (lines: ExpectedLine[]) => lines.map((line) => ("end" in line ? { ...line, open: 1 } : line))],
  ])("sees %s", async (_, change) => {
    expect(await judge(change)).not.toBeNull();
  });

  it("in one batch a changelog counts as what it leaves", async () => {
    const settled = (lines: ExpectedLine[]) => [
      ...lines
        .filter((line) => isRow(line) && "row" in line && line.row.a0 !== 1)
        .map((line) => ({ ...line, op: "+I" as const }) as ExpectedLine),
      ...lines.filter((line) => !isRow(line)),
    ];
    expect(await judge(settled, "one")).toBeNull();
    expect(await judge(settled, "each")).not.toBeNull();
    expect(await judge((lines) => lines.filter((line) => !("op" in line && line.op === "-U")), "one")).toMatchObject({
      what: "rows",
    });
  });

  it("in one batch an append stream keeps its order, whatever line its rows are told after", async () => {
    const append = windowed();
    const onTime = [bid("a", 1, 100), bid("b", 2, 100), watermark(1000), bid("c", 3, 1100), end];
    const one = (change: (lines: ExpectedLine[]) => ExpectedLine[]) =>
      agreesWithModel(engineOf(append, onTime, change), append, onTime, { batches: "one" });
    const rest = (lines: ExpectedLine[]) => lines.filter((line) => !isRow(line));
    expect(await one((lines) => lines.map((line) => ("op" in line ? { ...line, after: 5 } : line)))).toBeNull();
    expect(await one((lines) => [...lines.filter(isRow).reverse(), ...rest(lines)])).toMatchObject({
      what: "order of rows",
    });
  });

  it("a refused query is a disagreement", async () => {
    const engine: Engine = { run: async () => ({ kind: "refused", codes: ["MR4001"], text: "no" }) };
    expect(await agreesWithModel(engine, spec, events)).toMatchObject({ what: "refused", received: ["MR4001", "no"] });
  });
});

describe("a batch engine as judge", () => {
  const onTime = [bid("a", 1, 100), bid("a", 2, 200), bid("b", null, 5), bid("b", 7, null), end];
  const appended = windowed();
  const right: Value[][] = [
    [0n, "a", 3n],
    [0n, "b", null],
  ];
  const judge = (engine: Engine, rows: readonly (readonly Value[])[]) => {
    const oracle = { load: async () => undefined, typed: async () => rows };
    const tables = tablesOf(appended.sources, onTime);
    return agreesWithBatch(engine, { oracle, sql: "", mode: "micros", tables }, appended, onTime, { batches: "one" });
  };

  it("compares the rows in the end and the law", async () => {
    const engine = engineOf(appended, onTime);
    expect(await judge(engine, right)).toBeNull();
    expect(await judge(engine, [[0n, "a", 4n], right[1]!])).toMatchObject({
      what: "rows in the end",
      expected: ["t:0|s:a|i:4"],
      received: ["t:0|s:a|i:3"],
    });
  });

  it("gives the lines of a case: the model's where it agrees with the oracle, else the oracle's rows at the end", async () => {
    const silent = engineOf(appended, onTime, (lines) => lines.filter((line) => !("op" in line)));
    expect((await judge(silent, right))!.truth).toEqual({ by: "oracle", lines: modelLines(appended, onTime) });
    const other = (await judge(silent, [[0n, "a", 4n]]))!.truth!.lines;
    expect(other).toMatchObject([
      { after: 5, op: "+", row: { a0: 4 } },
      { end: true, open: 0 },
    ]);
  });

  it("nothing may be late, dropped or pending", async () => {
    const late = engineOf(appended, onTime, (lines) =>
      lines.map((line) => ("law" in line ? { ...line, law: { ...line.law, late: 1 } } : line)),
    );
    expect(await judge(late, right)).toMatchObject({ what: "law" });
  });
});

describe("rows that fail", () => {
  const dividing = plain(null, call("divide(INTEGER,INTEGER)", "INTEGER", int(1), v));
  const rows = [bid("a", 1, 100), bid("a", 0, 200), bid("a", 5, null), bid("b", 2, 5), end];
  const outcomes: RowVerdict[] = [{ kind: "pass" }, { kind: "failed", sqlstates: ["22012"] }, { kind: "filtered" }];
  const engine = (codes: Readonly<Record<number, string>>): Engine => ({
    run: async () => ({
      kind: "ran",
      lines: [
        ...Object.entries(codes).map(
          ([after, code]): ExpectedLine => ({ after: Number(after), side: "malformed", code }),
        ),
        { after: 5, law: { filtered: 1 } },
      ],
    }),
  });
  const judge = (codes: Readonly<Record<number, string>>) =>
    agreesOnRowErrors(engine(codes), outcomes, dividing, rows, { batches: "one" });

  it("must be those, with a code that they raise; rows without event time are not asked about", async () => {
    expect(await judge({ 2: "MR6012", 3: "MR6006" })).toBeNull();
    expect(await judge({ 3: "MR6006" })).toMatchObject({
      expected: ["line 2: MR6012"],
      received: ["line 2: no error"],
    });
    expect(await judge({ 1: "MR6011", 2: "MR6012" })).toMatchObject({ expected: ["line 1: no error"] });
    expect(await judge({ 2: "MR6011" })).toMatchObject({ received: ["line 2: MR6011"] });
  });

  it("every SQLSTATE of the function table has a code", () => {
    for (const sqlstate of ["22003", "22012", "22018", "22008", "22007", "2201F", "22011", "22025"])
      expect(codeOf(sqlstate)).toMatch(/^MR60\d\d$/);
    expect(() => codeOf("99999")).toThrow();
  });
});

it("events become input lines, one each", () => {
  const wide = { ...bidSource(DAY_US), name: "other" };
  const lines: InputLine[] = inputLines(
    [bidSource(), wide],
    [bid("a", 1, 100), bid(null, null, null), watermark(15), { kind: "watermark", source: "bid", us: 1n }, end],
  );
  expect(lines).toEqual([
    { in: "bid", row: { key: "a", v: 1, ts: "1970-01-01 00:00:00.100" } },
    { in: "bid", row: { key: null, v: null, ts: null } },
    { watermark: 15 },
    { in: "bid", watermark: { $ts: "1" } },
    { end: true },
  ]);
});
