import { beforeAll, describe, expect, test } from "vitest";
import {
  DATETIME_OUT_OF_RANGE,
  INVALID_DATETIME,
  INVALID_JSON,
  INVALID_UTF8,
  NULL_EVENT_TIME,
  NULL_NOT_ALLOWED,
  OUT_OF_RANGE,
  ROW_TOO_LONG,
  TEXT_TOO_LONG,
  WRONG_TYPE,
} from "../../../runtime/assembly/codes.ts";
import type { Field, SqlType, Value } from "../../../runtime/plan.ts";
import { compileDecoder, type Decoder } from "./json-decoder.ts";

const TEXT: SqlType = { kind: "TEXT", maxLength: null };
const BIGINT: SqlType = { kind: "BIGINT" };
const timestamp = (precision: number): SqlType => ({ kind: "TIMESTAMP", precision });
const nullable = (name: string, type: SqlType): Field => ({ name, type, nullable: true });
const notNull = (name: string, type: SqlType): Field => ({ name, type, nullable: false });

type Make = () => Promise<Decoder>;

/** The value that one line's column gets, or the code of its fault. */
async function decodeOne(make: Make, line: string | Uint8Array): Promise<Value | { code: number; at: number }> {
  const decoder = await make();
  decoder.push(typeof line === "string" ? Buffer.from(line) : line, true);
  const { rows, errors } = decoder.take();
  expect(rows.length + errors.length).toBe(1);
  return rows.length === 1 ? rows[0]!.values[0]! : { code: errors[0]!.code, at: errors[0]!.at };
}

describe("values by type", () => {
  const types: Readonly<Record<string, SqlType>> = {
    BOOLEAN: { kind: "BOOLEAN" },
    TINYINT: { kind: "TINYINT" },
    SMALLINT: { kind: "SMALLINT" },
    INTEGER: { kind: "INTEGER" },
    BIGINT,
    REAL: { kind: "REAL" },
    DOUBLE: { kind: "DOUBLE" },
    TEXT,
    "VARCHAR(3)": { kind: "TEXT", maxLength: 3 },
    "VARCHAR(20)": { kind: "TEXT", maxLength: 20 },
    DATE: { kind: "DATE" },
    "TIMESTAMP(0)": timestamp(0),
    "TIMESTAMP(1)": timestamp(1),
    "TIMESTAMP(2)": timestamp(2),
    "TIMESTAMP(3)": timestamp(3),
    "TIMESTAMP(6)": timestamp(6),
  };
  const decoders = new Map<string, Make>();
  beforeAll(async () => {
    for (const [name, type] of Object.entries(types)) {
      decoders.set(name, await compileDecoder({ name: "s", columns: [nullable("v", type)] }));
    }
  });

  const day = 86_400_000_000n;
  const accepted: readonly (readonly [type: string, json: string, value: Value])[] = [
    ["BOOLEAN", "true", true],
    ["BOOLEAN", "false", false],
    ["BOOLEAN", "null", null],
    ["TINYINT", "127", 127],
    ["TINYINT", "-128", -128],
    ["TINYINT", '"-128"', -128],
    ["SMALLINT", "32767", 32767],
    ["SMALLINT", "-32768", -32768],
    ["INTEGER", "2147483647", 2147483647],
    ["INTEGER", "-2147483648", -2147483648],
    ["INTEGER", "-0", 0],
    ["BIGINT", "0", 0n],
    ["BIGINT", "-0", 0n],
    ["BIGINT", "-1", -1n],
    ["BIGINT", "12345678", 12345678n],
    ["BIGINT", "123456789", 123456789n],
    ["BIGINT", "1234567890123456", 1234567890123456n],
    ["BIGINT", "12345678901234567", 12345678901234567n],
    ["BIGINT", "9007199254740993", 9007199254740993n],
    ["BIGINT", "9223372036854775807", 2n ** 63n - 1n],
    ["BIGINT", "-9223372036854775808", -(2n ** 63n)],
    ["BIGINT", '"9223372036854775807"', 2n ** 63n - 1n],
    ["BIGINT", '"000000000000000000000000000007"', 7n],
    ["BIGINT", '"-0000000000000000000000000000000007"', -7n],
    ["BIGINT", '"\\u0031\\u0032"', 12n],
    ["BIGINT", "null", null],
    ["REAL", "1.5", 1.5],
    ["REAL", "0.1", Math.fround(0.1)],
    ["REAL", "3.4028234663852886e38", 3.4028234663852886e38],
    // Below the middle between the largest REAL and the next power of two, though its DOUBLE is that middle.
    ["REAL", "3.4028235677973366e38", 3.4028234663852886e38],
    ["DOUBLE", "0.1", 0.1],
    ["DOUBLE", "-0", -0],
    ["DOUBLE", "1e308", 1e308],
    ["DOUBLE", "1E-400", 0],
    ["DOUBLE", "123456789012345678901234567890", 1.2345678901234568e29],
    ["DOUBLE", '"NaN"', Number.NaN],
    ["DOUBLE", '"Infinity"', Infinity],
    ["DOUBLE", '"-Infinity"', -Infinity],
    ["DOUBLE", '"\\u002dInfinity"', -Infinity],
    ["TEXT", '""', ""],
    ["TEXT", '"a longer text of more than sixteen bytes"', "a longer text of more than sixteen bytes"],
    ["TEXT", '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ["TEXT", '"\\u0000"', "\u0000"],
    ["TEXT", '"\\u00e4\\u20AC\\ud83d\\uDE00"', "ä€😀"],
    ["TEXT", '"ä€😀\\u00e4ä€😀"', "ä€😀ää€😀"],
    ["TEXT", '"fifteen bytes..\\n"', "fifteen bytes..\n"],
    [
      "TEXT",
      '"\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud800\\udc00\\udbff\\udfff"',
      "\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}",
    ],
    ["VARCHAR(3)", '"😀€ä"', "😀€ä"],
    ["VARCHAR(3)", '"\\u20ac\\u20ac\\u20ac"', "€€€"],
    ["VARCHAR(20)", '"twenty characters: ä"', "twenty characters: ä"],
    ["DATE", '"1970-01-02"', 1],
    ["DATE", '"0000-01-01"', -719528],
    ["DATE", '"2024-02-29"', 19782],
    ["DATE", '"2024-02\\u002d29"', 19782],
    ["TIMESTAMP(3)", '"1970-01-02 00:00:00.001"', day + 1000n],
    ["TIMESTAMP(3)", '"1970-01-02T00:00:00.001Z"', day + 1000n],
    ["TIMESTAMP(3)", '"1970-01-02"', day],
    ["TIMESTAMP(3)", '"1970-01-02 00:01"', day + 60_000_000n],
    ["TIMESTAMP(3)", '"1970-01-02 00:00:00.0019"', day + 1000n],
    ["TIMESTAMP(3)", '"1969-12-31 23:59:59.9999"', -1000n],
    ["TIMESTAMP(6)", '"1969-12-31 23:59:59.9999999"', -1n],
    ["TIMESTAMP(0)", '"1969-12-31 23:59:59.9"', -1_000_000n],
    ["TIMESTAMP(3)", '"1970-01-02\\u002000:00:00"', day],
    ["TIMESTAMP(3)", "0", 0n],
    ["TIMESTAMP(3)", "1772391510020", 1772391510020000n],
    ["TIMESTAMP(3)", "-1", -1000n],
    ["TIMESTAMP(2)", "-1", -10_000n],
    ["TIMESTAMP(2)", "19", 10_000n],
    ["TIMESTAMP(1)", "-1", -100_000n],
    ["TIMESTAMP(0)", "-1", -1_000_000n],
    ["TIMESTAMP(0)", "-1000", -1_000_000n],
    ["TIMESTAMP(0)", "1999", 1_000_000n],
    ["TIMESTAMP(6)", "4611686018427387", 4611686018427387000n],
    ["TIMESTAMP(6)", "-4611686018427387", -4611686018427387000n],
  ];
  test.each(accepted)("%s %s", async (type, json, value) => {
    expect(await decodeOne(decoders.get(type)!, `{"v":${json}}`)).toEqual(value);
  });

  const refused: readonly (readonly [type: string, json: string, code: number])[] = [
    ["BOOLEAN", "1", WRONG_TYPE],
    ["BOOLEAN", '"true"', WRONG_TYPE],
    ["BOOLEAN", "[]", WRONG_TYPE],
    ["BOOLEAN", "{}", WRONG_TYPE],
    ["TINYINT", "128", OUT_OF_RANGE],
    ["TINYINT", "-129", OUT_OF_RANGE],
    ["SMALLINT", "32768", OUT_OF_RANGE],
    ["SMALLINT", "-32769", OUT_OF_RANGE],
    ["INTEGER", "2147483648", OUT_OF_RANGE],
    ["INTEGER", "-2147483649", OUT_OF_RANGE],
    ["INTEGER", "4294967296", OUT_OF_RANGE],
    ["INTEGER", "1.0", WRONG_TYPE],
    ["BIGINT", "9223372036854775808", OUT_OF_RANGE],
    ["BIGINT", "-9223372036854775809", OUT_OF_RANGE],
    ["BIGINT", "18446744073709551616", OUT_OF_RANGE],
    ["BIGINT", "18446744073709551617", OUT_OF_RANGE],
    ["BIGINT", "99999999999999999999", OUT_OF_RANGE],
    ["BIGINT", "1e3", WRONG_TYPE],
    ["BIGINT", "1E3", WRONG_TYPE],
    ["BIGINT", "1.5", WRONG_TYPE],
    ["BIGINT", "99999999999999999999.5", WRONG_TYPE],
    ["BIGINT", "100000000000000000000e1", WRONG_TYPE],
    ["BIGINT", '""', WRONG_TYPE],
    ["BIGINT", '"-"', WRONG_TYPE],
    ["BIGINT", '"+5"', WRONG_TYPE],
    ["BIGINT", '" 5"', WRONG_TYPE],
    ["BIGINT", '"5 "', WRONG_TYPE],
    ["BIGINT", '"--5"', WRONG_TYPE],
    ["BIGINT", '"12:456"', WRONG_TYPE],
    ["BIGINT", '"1234567/"', WRONG_TYPE],
    ["BIGINT", '"000000000000000000000000000000x"', WRONG_TYPE],
    ["BIGINT", '"99999999999999999999x"', WRONG_TYPE],
    ["BIGINT", '"5\\u0000"', WRONG_TYPE],
    ["BIGINT", '"٣"', WRONG_TYPE],
    ["BIGINT", "true", WRONG_TYPE],
    ["BIGINT", "[1]", WRONG_TYPE],
    ["REAL", "1e39", OUT_OF_RANGE],
    ["REAL", "3.4028235677973367e38", OUT_OF_RANGE],
    ["DOUBLE", "1e309", OUT_OF_RANGE],
    ["DOUBLE", "-1e309", OUT_OF_RANGE],
    ["DOUBLE", '"1.5"', WRONG_TYPE],
    ["DOUBLE", '"nan"', WRONG_TYPE],
    ["DOUBLE", '"infinity"', WRONG_TYPE],
    ["DOUBLE", '"+Infinity"', WRONG_TYPE],
    ["DOUBLE", '"-NaN"', WRONG_TYPE],
    ["DOUBLE", '"Infinityx"', WRONG_TYPE],
    ["DOUBLE", "false", WRONG_TYPE],
    ["TEXT", "1", WRONG_TYPE],
    ["TEXT", "true", WRONG_TYPE],
    ["TEXT", "{}", WRONG_TYPE],
    ["VARCHAR(3)", '"abcd"', TEXT_TOO_LONG],
    ["VARCHAR(3)", '"😀€äx"', TEXT_TOO_LONG],
    ["VARCHAR(3)", "1", WRONG_TYPE],
    ["DATE", "1", WRONG_TYPE],
    ["DATE", '"2023-02-29"', DATETIME_OUT_OF_RANGE],
    ["DATE", '"2023-2-9"', INVALID_DATETIME],
    ["DATE", '"2023-02-09 "', INVALID_DATETIME],
    ["DATE", '""', INVALID_DATETIME],
    ["TIMESTAMP(3)", '"1700000000000"', INVALID_DATETIME],
    ["TIMESTAMP(3)", '"2026-03-01 24:00:00"', DATETIME_OUT_OF_RANGE],
    ["TIMESTAMP(3)", '"2026-03-01 18:58:30."', INVALID_DATETIME],
    ["TIMESTAMP(3)", '"275760-09-13 00:00:00"', DATETIME_OUT_OF_RANGE],
    ["TIMESTAMP(3)", "1.0", WRONG_TYPE],
    ["TIMESTAMP(3)", "1e3", WRONG_TYPE],
    ["TIMESTAMP(3)", "true", WRONG_TYPE],
    ["TIMESTAMP(3)", "4611686018427388", DATETIME_OUT_OF_RANGE],
    ["TIMESTAMP(3)", "-4611686018427388", DATETIME_OUT_OF_RANGE],
    ["TIMESTAMP(3)", "99999999999999999999", DATETIME_OUT_OF_RANGE],
  ];
  test.each(refused)("%s %s is refused", async (type, json, code) => {
    expect(await decodeOne(decoders.get(type)!, `{"v":${json}}`)).toEqual({ code, at: 5 });
  });
});

describe("lines", () => {
  /** The values of the line's row, its fault, or null where there is neither. */
  async function judge(make: Make, line: string | Uint8Array): Promise<readonly Value[] | object | null> {
    const decoder = await make();
    decoder.push(typeof line === "string" ? Buffer.from(line) : line, true);
    const { rows, errors } = decoder.take();
    expect(rows.length + errors.length).toBeLessThanOrEqual(1);
    if (rows.length === 1) return rows[0]!.values;
    return errors.length === 1 ? { code: errors[0]!.code, column: errors[0]!.column, at: errors[0]!.at } : null;
  }

  const bytes = (text: string) => Buffer.from(text, "latin1");
  const bad = (code: number, at: number, column = -1) => ({ code, column, at });

  describe("syntax", () => {
    let make: Make;
    beforeAll(async () => {
      make = await compileDecoder({ name: "s", columns: [nullable("a", BIGINT), nullable("b", TEXT)] });
    });

    const valid: readonly (readonly [line: string, values: readonly Value[]])[] = [
      ["{}", [null, null]],
      ["{ }", [null, null]],
      [" \t\r{\t} \r\t", [null, null]],
      ['{"a":1}', [1n, null]],
      [' { "a" : 1 , "b" : "x" } ', [1n, "x"]],
      ['{\t"a"\r:\t1\r,\t"b"\r:\t"x"\r}', [1n, "x"]],
      ['{"b":"x","a":1}', [1n, "x"]],
      ['{"\\u0061":1,"\\u0062":"y"}', [1n, "y"]],
      ['{"A":1,"a ":2,"":3,"aa":4}', [null, null]],
      ['{"x":[],"y":{},"z":[1,[2,{"q":null}],true],"a":7}', [7n, null]],
      ['{"x":{"a":1},"a":2,"y":[{"a":3}]}', [2n, null]],
      ['{"x":-0.0e-10,"y":1E+5,"z":0,"w":10.25,"a":2}', [2n, null]],
      ['{"x":"\\ud83d\\ude00\\\\","a":2}', [2n, null]],
      ['{"__proto__":1,"constructor":{"a":5},"a":2}', [2n, null]],
      [`{"${"long key ".repeat(20)}":1,"a":3,"${"another ".repeat(8)}":[1],"b":"after"}`, [3n, "after"]],
      ['{"a":1,"a":2}', [2n, null]],
      ['{"a":"x","a":2}', [2n, null]],
      ['{"a":1,"a":null}', [null, null]],
      ['{"b":"abc","b":null}', [null, null]],
      ['{"b":"abc","b":"d"}', [null, "d"]],
      ['{"b":"a","b":"defghijklmnopqrstuvwxyz"}', [null, "defghijklmnopqrstuvwxyz"]],
      [`{"x":${"[".repeat(999)}${"]".repeat(999)},"a":1}`, [1n, null]],
      [`{"x":${'{"y":'.repeat(998)}{}${"}".repeat(998)},"a":1}`, [1n, null]],
    ];
    test.each(valid)("%s", async (line, values) => {
      expect(await judge(make, line)).toEqual(values);
      expect(() => JSON.parse(line)).not.toThrow();
    });

    test.each(["", " ", "\t \r", "\r"])("blank line %j", async (line) => {
      expect(await judge(make, line)).toBeNull();
    });

    const invalid: readonly (readonly [line: string, at: number])[] = [
      ["{", 1],
      ["}", 0],
      ["[]", 0],
      ["1", 0],
      ['"a"', 0],
      ["null", 0],
      ["\u0000", 0],
      ["\f{}", 0],
      ["{}{}", 2],
      ["{} x", 3],
      ["{},", 2],
      ['{"a":1}\r{"a":2}', 8],
      ['{"a":1', 6],
      ['{"a":1,', 7],
      ['{"a":1,}', 7],
      ["{,}", 1],
      ['{,"a":1}', 1],
      ['{"a"}', 4],
      ['{"a" 1}', 5],
      ['{"a":}', 5],
      ['{"a"', 4],
      ['{"a":', 5],
      ['{"a":1 "b":2}', 7],
      ['{"a":1,,"b":2}', 7],
      ['{"a":1;"b":2}', 6],
      ["{a:1}", 1],
      ["{'a':1}", 1],
      ['{"a":01}', 6],
      ['{"a":-}', 6],
      ['{"a":-01}', 7],
      ['{"a":+1}', 5],
      ['{"a":.5}', 5],
      ['{"a":5.}', 7],
      ['{"a":5.e1}', 7],
      ['{"a":1e}', 7],
      ['{"a":1e+}', 8],
      ['{"a":1e1.5}', 8],
      ['{"a":1.5.5}', 8],
      ['{"a":1e1e1}', 8],
      ['{"a":0x10}', 6],
      ['{"a":NaN}', 5],
      ['{"a":nul}', 8],
      ['{"a":nulL}', 8],
      ['{"a":truefalse}', 9],
      ['{"a":tru', 8],
      ['{"a":True}', 5],
      ['{"a":falsy}', 9],
      ['{"b":"\u0001"}', 6],
      ['{"b":"\t"}', 6],
      ['{"b":"\r"}', 6],
      ['{"b":"x', 7],
      ['{"b":"x\\"}', 10],
      ['{"b":"\\x"}', 7],
      ['{"b":"\\', 7],
      ['{"b":"\\u12"}', 10],
      ['{"b":"\\u12G4"}', 10],
      ['{"b":"\\U0061"}', 7],
      ['{"b":"\\ud800"}', 6],
      ['{"b":"ab\\ud800x"}', 8],
      ['{"b":"\\ud800\\n"}', 6],
      ['{"b":"\\ud800\\u0061"}', 6],
      ['{"b":"\\ud800\\ud800"}', 6],
      ['{"b":"\\udc00"}', 6],
      ['{"b":"\\udc00\\udc00"}', 6],
      ['{"b":"\\ud800\\udc0"}', 17],
      ['{"skipped":[1,2', 15],
      ['{"skipped":[1 2]}', 14],
      ['{"skipped":[,1]}', 12],
      ['{"skipped":[1,]}', 14],
      ['{"skipped":[1}}', 13],
      ['{"skipped":{"a":1]}', 17],
      ['{"skipped":{"a"}}', 15],
      ['{"skipped":{1:2}}', 12],
      ['{"skipped":{"a":1,}}', 18],
      ['{"skipped":[01]}', 13],
      ['{"skipped":"\\q"}', 13],
      ['{"x":€}', 5],
      [`{"x":${"[".repeat(1000)}${"]".repeat(1000)}}`, 1004],
      [`{"x":${"[".repeat(100_000)}`, 1004],
      [`{"x":${'{"y":'.repeat(100_000)}`, 5 + 999 * 5],
    ];
    test.each(invalid)("%s is invalid", async (line, at) => {
      expect(await judge(make, line)).toEqual(bad(INVALID_JSON, at));
    });

    const illFormed: readonly (readonly [line: string, at: number])[] = [
      ["\xff", 0],
      ["\xef\xbb", 0],
      ["{\xff}", 1],
      ['{"\xff":1}', 2],
      ['{"b":"\x80"}', 6],
      ['{"b":"ab\xc3"}', 8],
      ['{"b":"\xc0\xaf"}', 6],
      ['{"b":"\xe0\x9f\xbf"}', 6],
      ['{"b":"\xed\xa0\x80"}', 6],
      ['{"b":"\xf4\x90\x80\x80"}', 6],
      ['{"b":"\xf5\x80\x80\x80"}', 6],
      ['{"b":"\xf9\x80\x80\x80"}', 6],
      ['{"b":"\xfc\x80\x80\x80"}', 6],
      ['{"b":"\xfe\xbf\xbf\xbf"}', 6],
      ['{"b":"\xc1\xbf"}', 6],
      ['{"b":"\xf0\x8f\xbf\xbf"}', 6],
      ['{"b":"\xe2\x82x"}', 6],
      ['{"b":"\xc3\xa4\xe2\x82\xac\xe2\x82"}', 11],
      ['{"b":"\xe2\x82', 6],
      ['{"skipped":"\xff"}', 12],
      ['{"a":1}\xff', 7],
      // At the same byte the encoding decides; before it the syntax does.
      ['{"b":"\\\xff"}', 7],
      ['{"b":"\\u12\xff"}', 10],
      ['{"a":tru\xff}', 8],
      ['{"a":1\xff}', 6],
    ];
    test.each(illFormed)("%j is not UTF-8", async (line, at) => {
      expect(await judge(make, bytes(line))).toEqual(bad(INVALID_UTF8, at));
    });
    test.each([
      ['{"a":01,"b":"\xff"}', 6],
      ['{"b":"\x01\xff"}', 6],
      ['{"b":"\\ud800\xff"}', 6],
      ["{}}\xff", 2],
    ])("%j is invalid before it is not UTF-8", async (line, at) => {
      expect(await judge(make, bytes(line))).toEqual(bad(INVALID_JSON, at));
    });
  });

  describe("columns", () => {
    let make: Make;
    beforeAll(async () => {
      const columns = [
        notNull("id", BIGINT),
        nullable("unused", BIGINT),
        nullable("ts", timestamp(3)),
        notNull("name", { kind: "TEXT", maxLength: 4 }),
        nullable("ok", { kind: "BOOLEAN" }),
      ];
      make = await compileDecoder({ name: "s", columns }, { required: [0, 2, 3, 4], eventTime: 1 });
    });

    const cases: readonly (readonly [line: string, verdict: readonly Value[] | object])[] = [
      ['{"id":1,"ts":2,"name":"n","ok":true}', [1n, 2000n, "n", true]],
      ['{"id":1,"ts":2,"name":"n"}', [1n, 2000n, "n", null]],
      ['{"id":1,"ts":2,"name":"n","ok":null}', [1n, 2000n, "n", null]],
      // What is declared but not required is skipped unseen, as long as it is JSON.
      ['{"id":1,"unused":"x","ts":2,"name":"n","ok":false}', [1n, 2000n, "n", false]],
      ['{"id":1,"unused":0x,"ts":2,"name":"n"}', bad(INVALID_JSON, 18)],
      // Missing columns: in declared order, behind every fault that stands in the line.
      ["{}", bad(NULL_NOT_ALLOWED, 2, 0)],
      ['{"id":1}', bad(NULL_EVENT_TIME, 8, 2)],
      ['{"id":1,"ts":null,"name":"n"}', bad(NULL_EVENT_TIME, 13, 2)],
      ['{"id":1,"ts":2}', bad(NULL_NOT_ALLOWED, 15, 3)],
      ['{"id":1,"ts":2} \t', bad(NULL_NOT_ALLOWED, 17, 3)],
      ['{"ok":1}', bad(WRONG_TYPE, 6, 4)],
      ['{"name":"n","ok":1,"ts":null,"id":null}', bad(WRONG_TYPE, 17, 4)],
      ['{"name":null,"ok":1}', bad(NULL_NOT_ALLOWED, 8, 3)],
      ['{"id":null,"ts":"x","name":1}', bad(NULL_NOT_ALLOWED, 6, 0)],
      ['{"ts":"x","id":null,"name":1}', bad(INVALID_DATETIME, 6, 2)],
      ['{"name":"abcde","id":"x"}', bad(TEXT_TOO_LONG, 8, 3)],
      ['{"id":99999999999999999999,"name":1}', bad(OUT_OF_RANGE, 6, 0)],
      ['{"ts":"2026-02-30 00:00:00","id":1,"name":1}', bad(DATETIME_OUT_OF_RANGE, 6, 2)],
      // Syntax before types, wherever it stands.
      ['{"id":"x","ts":2,"name":"n","ok":tru}', bad(INVALID_JSON, 36)],
      ['{"id":"x"', bad(INVALID_JSON, 9)],
      // Of equal keys only the last is judged, and it stands where it stands.
      ['{"id":"x","ts":2,"name":"n","id":3}', [3n, 2000n, "n", null]],
      ['{"id":1,"ts":2,"name":"n","id":"x"}', bad(WRONG_TYPE, 31, 0)],
      ['{"id":"x","ts":"y","name":"n","id":"x"}', bad(INVALID_DATETIME, 15, 2)],
      ['{"id":1,"ts":2,"name":"n","id":null}', bad(NULL_NOT_ALLOWED, 31, 0)],
      ['{"id":1,"ts":null,"name":"n","ts":7}', [1n, 7000n, "n", null]],
      ['{"ok":true,"id":1,"ts":2,"name":"n","ok":null}', [1n, 2000n, "n", null]],
      ['{"ok":null,"id":1,"ts":2,"name":"n","ok":true}', [1n, 2000n, "n", true]],
      ['{"name":"abcde","id":1,"ts":2,"name":"abcd"}', [1n, 2000n, "abcd", null]],
    ];
    test.each(cases)("%s", async (line, verdict) => {
      expect(await judge(make, line)).toEqual(verdict);
    });

    test("a row is not harmed by the line before it", async () => {
      const decoder = await make();
      const lines = cases.flatMap(([line]) => [line, '{"id":7,"ts":8,"name":"nnnn","ok":true}']);
      decoder.push(Buffer.from(lines.join("\n")), true);
      const { rows, errors } = decoder.take();
      const good = cases.map(([, verdict]) => verdict).filter((verdict) => Array.isArray(verdict));
      const faults = cases.map(([, verdict]) => verdict).filter((verdict) => !Array.isArray(verdict));
      expect(errors.map(({ code, column, at }) => ({ code, column, at }))).toEqual(faults);
      const others = rows.filter(({ values }) => values[0] !== 7n).map(({ values }) => values);
      expect(others).toEqual(good);
      expect(rows.length - others.length).toBe(cases.length);
      for (const { values } of rows) if (values[0] === 7n) expect(values).toEqual([7n, 8000n, "nnnn", true]);
    });
  });

  test("no column is required", async () => {
    const make = await compileDecoder({ name: "s", columns: [notNull("a", BIGINT)] }, { required: [] });
    expect(await judge(make, '{"a":"x"}')).toEqual([]);
    expect(await judge(make, "{}")).toEqual([]);
    expect(await judge(make, '{"a":}')).toEqual(bad(INVALID_JSON, 5));
  });

  test("more columns than a machine word has bits", async () => {
    const columns = Array.from({ length: 150 }, (_, i) => nullable(`column number ${i}`, BIGINT));
    const make = await compileDecoder({ name: "s", columns });
    const values = columns.map((_, i) => (i % 7 === 3 ? null : BigInt(i)));
    const members = columns.flatMap(({ name }, i) => (i % 7 === 3 ? [] : [`"${name}":${i}`]));
    expect(await judge(make, `{${members.join()}}`)).toEqual(values);
    expect(await judge(make, `{${members.reverse().join()}}`)).toEqual(values);
  });

  test("keys of any spelling", async () => {
    const names = ["größe", "a b", 'quote"', "back\\slash", "*/ // $x", "line\nbreak", "😀", "", "constructor", "i32"];
    const make = await compileDecoder({ name: "*/\n", columns: names.map((name) => nullable(name, BIGINT)) });
    const line = Object.fromEntries(names.map((name, i) => [name, i]));
    expect(await judge(make, JSON.stringify(line))).toEqual(names.map((_, i) => BigInt(i)));
    const escaped = names.map((name, i) => {
      const units = Array.from({ length: name.length }, (_, k) => name.charCodeAt(k).toString(16).padStart(4, "0"));
      return `"${units.map((unit) => `\\u${unit}`).join("")}":${i}`;
    });
    expect(await judge(make, `{${escaped.join()}}`)).toEqual(names.map((_, i) => BigInt(i)));
  });

  test("NULLs of a line that is too long do not show in the next row", async () => {
    const make = await compileDecoder({ name: "s", columns: [nullable("a", BIGINT)] }, { rowBytesMax: 20 });
    const decoder = await make();
    decoder.push(Buffer.from(`{"a":null}${" ".repeat(20)}\n{"a":7}\n`));
    expect(decoder.take().rows.map(({ values }) => values)).toEqual([[7n]]);
  });

  test("ROW_TOO_LONG comes before everything else", async () => {
    const make = await compileDecoder({ name: "s", columns: [nullable("a", TEXT)] }, { rowBytesMax: 20 });
    expect(await judge(make, '{"a":"20 bytes lon"}\n')).toEqual(["20 bytes lon"]);
    expect(await judge(make, '{"a":"20 bytes lon"}\r\n')).toEqual(["20 bytes lon"]);
    expect(await judge(make, '{"a":"20 bytes lon"}\r')).toEqual(["20 bytes lon"]);
    for (const line of [
      '{"a":"21 bytes long"}',
      "x".repeat(21),
      " ".repeat(21),
      '{"a":"20 bytes lon"}\r\r',
      "\xff".repeat(21),
    ]) {
      expect(await judge(make, bytes(line))).toEqual(bad(ROW_TOO_LONG, 20));
    }
  });
});
