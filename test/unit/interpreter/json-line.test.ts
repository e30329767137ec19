import { describe, expect, it } from "vitest";
import type { InputColumn } from "../../../runtime/interpreter/index.ts";
import { jsonLineReader } from "../../../runtime/interpreter/index.ts";
import type { SqlType, Value } from "../../../runtime/plan.ts";
import { BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, TINYINT, timestamp, varchar } from "./plans.ts";
import { randomFrom } from "./random.ts";

const WRONG_TYPE = "6001 of 0";
const INVALID_JSON = "6002";
const INVALID_UTF8 = "6003";
const RANGE = "6011 of 0";

const encoder = new TextEncoder();
const nullable = (name: string, type: SqlType): InputColumn => ({ name, type, nullable: true, isEventTime: false });
const required = (name: string, type: SqlType): InputColumn => ({ name, type, nullable: false, isEventTime: false });
const eventTime = (name: string): InputColumn => ({ name, type: timestamp(3), nullable: true, isEventTime: true });

/** The values, or `<code>`, `<code> of <column>`. A string is a line; an array of strings and byte values too. */
function read(columns: readonly InputColumn[], line: string | readonly (string | number)[]): readonly Value[] | string {
  const parts = typeof line === "string" ? [line] : line;
  const bytes = Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...encoder.encode(part)] : [part])),
  );
  const result = jsonLineReader(columns)(bytes);
  if (!("code" in result)) return result;
  return result.column === null ? `${result.code}` : `${result.code} of ${result.column}`;
}

/** One value `{"v": …}` of a nullable column. */
function readValue(type: SqlType, json: string): Value {
  const result = read([nullable("v", type)], `{"v":${json}}`);
  return typeof result === "string" ? result : result[0]!;
}

describe("values", () => {
  const instant = BigInt(Date.parse("2024-03-01T12:34:56.789Z")) * 1000n;
  const cases: readonly (readonly [SqlType, string, Value])[] = [
    [BOOLEAN, "true", true],
    [BOOLEAN, "false", false],
    [BOOLEAN, '"true"', WRONG_TYPE],
    [BOOLEAN, "1", WRONG_TYPE],
    [TINYINT, "127", 127],
    [TINYINT, "128", RANGE],
    [TINYINT, '"-128"', -128],
    [SMALLINT, "-32769", RANGE],
    [INTEGER, "-2147483648", -2147483648],
    [INTEGER, "-0", 0],
    [INTEGER, "1.0", WRONG_TYPE],
    [INTEGER, "1e2", WRONG_TYPE],
    [INTEGER, '"1.0"', WRONG_TYPE],
    [INTEGER, '"+1"', WRONG_TYPE],
    [INTEGER, '" 1"', WRONG_TYPE],
    [INTEGER, '""', WRONG_TYPE],
    [INTEGER, "true", WRONG_TYPE],
    [INTEGER, "[1]", WRONG_TYPE],
    [INTEGER, '{"v":1}', WRONG_TYPE],
    [BIGINT, "9007199254740993", 9007199254740993n],
    [BIGINT, '"9007199254740993"', 9007199254740993n],
    [BIGINT, "9223372036854775807", 9223372036854775807n],
    [BIGINT, "9223372036854775808", RANGE],
    [BIGINT, "-9223372036854775808", -9223372036854775808n],
    [BIGINT, `"${"0".repeat(30)}7"`, 7n],
    [BIGINT, `1${"0".repeat(100)}`, RANGE],
    [DOUBLE, "1", 1],
    [DOUBLE, "-0", -0],
    [DOUBLE, "0.1", 0.1],
    [DOUBLE, "1E+2", 100],
    [DOUBLE, "1e400", RANGE],
    [DOUBLE, "1e-400", 0],
    [DOUBLE, '"NaN"', Number.NaN],
    [DOUBLE, '"Infinity"', Infinity],
    [DOUBLE, '"-Infinity"', -Infinity],
    [DOUBLE, '"inf"', WRONG_TYPE],
    [DOUBLE, '"1"', WRONG_TYPE],
    [REAL, "0.1", Math.fround(0.1)],
    [REAL, "1.00000005960464477539062500001", 1 + 2 ** -23],
    [REAL, "1e39", RANGE],
    [REAL, '"NaN"', Number.NaN],
    [TEXT, '""', ""],
    [TEXT, '"a\\"\\\\\\/\\b\\f\\n\\r\\t"', 'a"\\/\b\f\n\r\t'],
    [TEXT, '"\\u0000\\u00e9\\uD83D\\uDE00é😀"', "\0é😀é😀"],
    [TEXT, '"\\\\u0041"', "\\u0041"],
    [TEXT, '"\ufeff"', "\ufeff"],
    [TEXT, "1", WRONG_TYPE],
    [varchar(2), '"é😀"', "é😀"],
    [varchar(2), '"é😀x"', "6007 of 0"],
    [DATE, '"2024-02-29"', Date.parse("2024-02-29") / 86_400_000],
    [DATE, '"2023-02-29"', "6014 of 0"],
    [DATE, '" 2024-02-29"', "6015 of 0"],
    [DATE, "19782", WRONG_TYPE],
    [timestamp(3), '"2024-03-01 12:34:56.789"', instant],
    [timestamp(3), '"2024-03-01T12:34:56.789Z"', instant],
    [timestamp(0), '"2024-03-01T12:34:56.789Z"', instant - 789_000n],
    [timestamp(3), '"2024-03-01 25:00"', "6014 of 0"],
    [timestamp(3), '"tomorrow"', "6015 of 0"],
    [timestamp(3), "1709296496789", instant],
    [timestamp(0), "-1", -1_000_000n],
    [timestamp(6), "-0", 0n],
    [timestamp(3), "1.5", WRONG_TYPE],
    [timestamp(3), "1e3", WRONG_TYPE],
    [timestamp(3), "4611686018427387", 4611686018427387000n],
    [timestamp(3), "4611686018427388", "6014 of 0"],
    [timestamp(3), "-99999999999999999999999", "6014 of 0"],
    [timestamp(3), "true", WRONG_TYPE],
    [TEXT, "null", null],
  ];
  it.each(cases.map(([type, json, expected]) => ({ type, json, expected })))(
    "$type.kind $json",
    ({ type, json, expected }) => {
      expect(readValue(type, json)).toBe(expected);
    },
  );
});

describe("columns", () => {
  const columns = [nullable("a", INTEGER), required("b", INTEGER), nullable("c", TEXT)];
  const cases: readonly (readonly [string, string, readonly Value[] | string])[] = [
    ["in another order, with others between", '{"c":"x","z":{"b":[1]},"b":2}', [null, 2, "x"]],
    ["absent", '{"b":1}', [null, 1, null]],
    ["NULL where not allowed", '{"b":null}', "6004 of 1"],
    ["absent where not allowed", '{"a":1}', "6004 of 1"],
    ["the empty object", "{}", "6004 of 1"],
    ["the last of equal keys, whatever the first holds", '{"b":"x","a":1,"b":2}', [1, 2, null]],
    ["the last of equal keys, if it is faulty", '{"b":1,"b":"x"}', "6001 of 1"],
    ["keys by exact case", '{"B":1,"b":2}', [null, 2, null]],
    ["keys after unescaping", '{"\\u0062":3}', [null, 3, null]],
    ["the first faulty value in the line", '{"c":1,"a":"x","b":1}', "6001 of 2"],
    ["where the last of equal keys stands", '{"a":"x","c":1,"a":"x","b":1}', "6001 of 2"],
    ["a faulty value before an absent one", '{"c":1}', "6001 of 2"],
    ["white space everywhere", ' \t\r{ "a" :\t1 ,\r"b" : 2 } \r', [1, 2, null]],
  ];
  it.each(cases)("%s", (_name, line, expected) => {
    expect(read(columns, line)).toEqual(expected);
  });

  it("are looked for by their own names only", () => {
    const names = ["__proto__", "constructor", "é", ""];
    const line = '{"__proto__":1,"constructor":2,"é":3,"":4,"toString":5}';
    expect(
      read(
        names.map((name) => nullable(name, INTEGER)),
        line,
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  it("hold an event time that is never NULL", () => {
    const withTime = [eventTime("ts"), required("b", INTEGER)];
    expect(read(withTime, '{"ts":null,"b":1}')).toBe("6006 of 0");
    expect(read(withTime, '{"b":1}')).toBe("6006 of 0");
    expect(read(withTime, '{"ts":5}')).toBe("6004 of 1");
    expect(read(withTime, '{"ts":5,"b":1}')).toEqual([5000n, 1]);
  });

  it("report where the fault stands", () => {
    const at = (line: string) => jsonLineReader(columns)(encoder.encode(line));
    expect(at('{"b":1,"a":"x"}')).toEqual({ code: 6001, column: 0, at: 11 });
    expect(at('{"b":1,}')).toEqual({ code: 6002, column: null, at: 7 });
    expect(at('{"a":1}')).toEqual({ code: 6004, column: 1, at: 7 });
  });
});

describe("the text of a line", () => {
  const columns = [nullable("v", TEXT)];
  const invalid = [
    "",
    "x",
    "1",
    "[]",
    "{",
    "{}x",
    "{}{}",
    "{} {}",
    '{"v"}',
    '{"v":}',
    '{"v":1,}',
    "{,}",
    "{v:1}",
    "{'v':1}",
    '{"v" 1}',
    '{"v":1 "w":2}',
    '{"v":01}',
    '{"v":-}',
    '{"v":-01}',
    '{"v":1.}',
    '{"v":.5}',
    '{"v":1e}',
    '{"v":1e+}',
    '{"v":+1}',
    '{"v":0x1}',
    '{"v":1_0}',
    '{"v":NaN}',
    '{"v":Infinity}',
    '{"v":True}',
    '{"v":tru}',
    '{"v":nulll}',
    '{"v":"a}',
    '{"v":"\t"}',
    '{"v":"\0"}',
    '{"v":"\\x"}',
    '{"v":"\\u12g4"}',
    '{"v":"\\u123',
    '{"v":"\\ud800"}',
    '{"v":"\\udc00"}',
    '{"v":"\\ud800x"}',
    '{"v":"\\ud800\\n"}',
    '{"v":"\\ud800\\u0041"}',
    '{"v":"\\ud800\\ud800\\udc00"}',
    '{"z":"\\ud800"}',
    '{"\\ud800":1}',
    '{"z":[1,]}',
    '{"z":[1}',
    '{"z":{"a":1]}',
    '{"z":[1 2]}',
    '{"v":1}\v',
    '\u00a0{"v":1}',
    '{"v":1}//',
    '{"v":"x"',
    '{"z":é}',
  ];
  it.each(invalid)("is not JSON: %s", (line) => {
    expect(read(columns, line)).toBe(INVALID_JSON);
  });

  it("may nest a thousand levels, the line's object included", () => {
    const nested = (levels: number, open: string, close: string, inner: string) =>
      `{"z":${open.repeat(levels - 1)}${inner}${close.repeat(levels - 1)},"v":"x"}`;
    for (const [open, close, inner] of [
      ["[", "]", ""],
      ['{"z":', "}", "1"],
    ] as const) {
      expect(read(columns, nested(1000, open, close, inner))).toEqual(["x"]);
      expect(read(columns, nested(1001, open, close, inner))).toBe(INVALID_JSON);
      expect(read(columns, nested(100_000, open, close, inner))).toBe(INVALID_JSON);
    }
  });

  const illFormed: readonly (readonly [string, readonly number[]])[] = [
    ["a lone continuation byte", [0x80]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong three-byte form", [0xe0, 0x9f, 0xbf]],
    ["an overlong four-byte form", [0xf0, 0x8f, 0xbf, 0xbf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["more than U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["a byte that never occurs", [0xff]],
    ["a sequence cut short", [0xe2, 0x82]],
  ];
  it.each(illFormed)("is not UTF-8: %s", (_name, bytes) => {
    expect(read(columns, ['{"v":"', ...bytes, '"}'])).toBe(INVALID_UTF8);
    expect(read(columns, ['{"skipped":"', ...bytes, '","v":"x"}'])).toBe(INVALID_UTF8);
    expect(read(columns, ['{"', ...bytes, '":1}'])).toBe(INVALID_UTF8);
    expect(read(columns, ['{"v":', ...bytes, "}"])).toBe(INVALID_UTF8);
  });

  it("may hold every code point", () => {
    for (const text of ["\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"]) {
      expect(read(columns, `{"v":"${text}"}`)).toEqual([text]);
    }
  });

  it("is judged by the first fault by byte position", () => {
    expect(read(columns, ['{"v":01,"z":"', 0xff, '"}'])).toBe(INVALID_JSON);
    expect(read(columns, ['{"z":"', 0xff, '","v":01}'])).toBe(INVALID_UTF8);
    expect(read(columns, ['{"z":"\\ud800', 0xff, '"}'])).toBe(INVALID_JSON);
    expect(read(columns, ['{"v":1,"z":"', 0xff, '"}'])).toBe(INVALID_UTF8);
  });
});

it("accepts exactly the mutated lines that JSON.parse takes for objects", () => {
  const random = randomFrom(42);
  const columns = [nullable("absent", TEXT)];
  // Long keys: JSON.parse does not show what an equal key hid.
  const base = '{"alpha":"x\\u0041\\ud83d\\ude00\\n","bravo":[1,-2.5e+3,{"c":null}],"delta":true ,"echo":"é"}';
  const noise = '{}[]:,"\\u0e+-.1 atrueflsn\t\x01';
  let accepted = 0;
  for (let i = 0; i < 30_000; i++) {
    const characters = [...base];
    for (let edits = 1 + random.integer(3); edits > 0; edits--) {
      const position = random.integer(characters.length);
      const removed = random.integer(2);
      const inserted = random.integer(3) === 0 ? [] : [random.pick([...noise])];
      characters.splice(position, removed, ...inserted);
    }
    const line = characters.join("");
    const verdict = read(columns, line);
    const isObject = parsesAsObject(line);
    expect(verdict === INVALID_JSON, line).toBe(!isObject);
    if (isObject) accepted++;
  }
  expect(accepted).toBeGreaterThan(3000);
});

/** JSON.parse lets halves of surrogate pairs pass. */
function parsesAsObject(line: string): boolean {
  let isWellFormed = true;
  try {
    const value: unknown = JSON.parse(line, (key, value: unknown) => {
      for (const text of [key, value])
        if (typeof text === "string" && /\p{Surrogate}/u.test(text)) isWellFormed = false;
      return value;
    });
    return isWellFormed && typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
