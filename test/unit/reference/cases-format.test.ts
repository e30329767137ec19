/** Case folders: what is written reads back, what is no case is refused with its place. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Case, decodeValue, encodeValue, readCase, writeCase } from "../../cases-format.ts";
import { formatDate, formatTimestamp, parseDate, parseTimestamp } from "../../fuzz/calendar.ts";
import type { SpecType, Value } from "../../fuzz/query-spec.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "case-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const example: Case = {
  sql: "SELECT 1;\n",
  proves: "rows in the order of their windows",
  truth: "hand",
  input: [
    { in: "bid", row: { a: 1, t: { $ts: "5" } } },
    { in: "bid", bytes: "e30K" },
    { watermark: 1000 },
    { in: "bid", watermark: { $ts: "1" } },
    { in: "bid", idle: true },
    { clock: 5 },
    { do: "checkpoint" },
    { end: true },
  ],
  expected: [
    { after: 3, op: "+", row: { n: { $i64: "9223372036854775807" } } },
    { after: 3, side: "late", row: { a: 1 } },
    { after: 2, side: "malformed", code: "MR6002", offset: 0 },
    { after: 8, law: { read: 2, malformed: 1 } },
    { end: true, open: 0 },
  ],
  options: { seed: 7 },
};

describe("case folders", () => {
  it("read as written", () => {
    writeCase(folder, example);
    expect(readCase(folder)).toEqual({ ...example, sql: `-- proves: ${example.proves}\n-- truth: hand\nSELECT 1;\n` });
    const again = readCase(folder);
    writeCase(folder, again);
    expect(readCase(folder)).toEqual(again);
  });

  it("have two header lines", () => {
    writeCase(folder, example);
    writeFileSync(join(folder, "query.sql"), "-- proves: something\nSELECT 1;\n");
    expect(() => readCase(folder)).toThrow("lacks");
    writeFileSync(join(folder, "query.sql"), "-- proves: something\n-- truth: rumour\nSELECT 1;\n");
    expect(() => readCase(folder)).toThrow("rumour");
  });

  it.each(['{"in":"bid"}', '{"in":"bid","row":{},"op":"-"}', '{"wm":5}', "{}"])(
    "refuse the line %s, with its number",
    (line) => {
      writeCase(folder, example);
      writeFileSync(join(folder, "input.jsonl"), `{"clock":1}\n\n${line}\n`);
      expect(() => readCase(folder)).toThrow("input.jsonl:3");
    },
  );
});

describe("values", () => {
  it.each([
    [5n, { kind: "BIGINT" }, 5],
    [2n ** 53n, { kind: "BIGINT" }, { $i64: "9007199254740992" }],
    [-(2n ** 63n), { kind: "BIGINT" }, { $i64: "-9223372036854775808" }],
    [-0, { kind: "DOUBLE" }, { $f64: "8000000000000000" }],
    [Number.NaN, { kind: "DOUBLE" }, { $f64: "7ff8000000000000" }],
    [0.1, { kind: "DOUBLE" }, 0.1],
    [19782n, { kind: "DATE" }, "2024-02-29"],
    [-1n, { kind: "TIMESTAMP", precision: 6 }, "1969-12-31 23:59:59.999999"],
    [1500n, { kind: "TIMESTAMP", precision: 3 }, { $ts: "1500" }],
    [2n ** 62n, { kind: "TIMESTAMP", precision: 6 }, { $ts: "4611686018427387904" }],
    ["é", { kind: "TEXT", maxLength: null }, "é"],
    [null, { kind: "DATE" }, null],
    [false, { kind: "BOOLEAN" }, false],
  ] satisfies [Value, SpecType, unknown][])("%s as %o", (value, type, json) => {
    expect(encodeValue(value, type)).toEqual(json);
    expect(decodeValue(encodeValue(value, type), type)).toEqual(value);
  });

  it("takes the other forms of output and input as well", () => {
    expect(decodeValue("NaN", { kind: "DOUBLE" })).toBeNaN();
    expect(decodeValue("-Infinity", { kind: "REAL" })).toBe(-Infinity);
    expect(decodeValue("12", { kind: "BIGINT" })).toBe(12n);
    expect(decodeValue(1.5, { kind: "TIMESTAMP", precision: 6 })).toBe(1500n);
    expect(decodeValue("2024-02-29T00:00:00.5Z", { kind: "TIMESTAMP", precision: 3 })).toBe(1709164800500000n);
    expect(decodeValue(undefined, { kind: "BIGINT" })).toBeNull();
  });
});

it("dates and times read as they print", () => {
  for (const days of [0n, -1n, 19782n, -719528n, -719529n, 2932897n, 53375995n])
    expect(parseDate(formatDate(days))).toBe(days);
  for (const us of [0n, -1n, 1709164800123456n, -62167219200000001n, 2n ** 62n, -(2n ** 62n)])
    expect(parseTimestamp(formatTimestamp(us, 6))).toBe(us);
  expect(formatTimestamp(-1n, 3)).toBe("1969-12-31 23:59:59.999");
  expect([formatDate(-719529n), formatDate(2932897n)]).toEqual(["-0001-12-31", "10000-01-01"]);
});
