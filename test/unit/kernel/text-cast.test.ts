import { beforeAll, describe, expect, test } from "vitest";
import {
  DATETIME_OUT_OF_RANGE,
  INVALID_DATETIME,
  INVALID_TEXT,
  OUT_OF_RANGE,
} from "../../../runtime/assembly/codes.ts";
import { type Kernel, loadKernel, type TextRef } from "./kernel.ts";
import { Random } from "./random.ts";

interface TextCast {
  readonly toBoolean: (t: TextRef) => number;
  readonly toI64: (t: TextRef) => bigint;
  readonly toI32: (t: TextRef) => number;
  readonly toI16: (t: TextRef) => number;
  readonly toI8: (t: TextRef) => number;
  readonly toF64: (t: TextRef) => number;
  readonly toF32: (t: TextRef) => number;
  readonly toDate: (t: TextRef) => number;
  readonly toTimestamp: (t: TextRef) => bigint;
  readonly fromBoolean: (v: number) => TextRef;
  readonly fromI64: (v: bigint) => TextRef;
  readonly fromF64: (v: number) => TextRef;
  readonly fromF32: (v: number) => TextRef;
  readonly fromDate: (days: number) => TextRef;
  readonly fromTimestamp: (ts: bigint) => TextRef;
}

let kernel: Kernel<TextCast>;
beforeAll(async () => {
  const types = { Boolean: "bool", I64: "i64", I32: "i32", I16: "i32", I8: "i32", F64: "f64", F32: "f32", Date: "i32" };
  const sources = { Boolean: "bool", I64: "i64", F64: "f64", F32: "f32", Date: "i32", Timestamp: "i64" };
  kernel = await loadKernel<TextCast>(`
    import { TextCast } from "kernel/text-cast";
    ${Object.entries(types)
      .map(([n, t]) => `export function to${n}(t: u64): ${t} { return TextCast.to${n}(t); }`)
      .join("\n")}
    export function toTimestamp(t: u64): i64 { return TextCast.toTimestamp(t); }
    ${Object.entries(sources)
      .map(([n, t]) => `export function from${n}(v: ${t}): u64 { return TextCast.from${n}(v); }`)
      .join("\n")}
  `);
});

type Target = "toBoolean" | "toI64" | "toI32" | "toI16" | "toI8" | "toF64" | "toF32" | "toDate";
/** The value as a string, or a failure's code. */
function cast(target: Target, text: string): string | number {
  const value = kernel.call[target](kernel.put(text));
  return kernel.failure() || (Object.is(value, -0) ? "-0" : String(value));
}

const print = (reference: TextRef) => kernel.text(reference);

describe("from text", () => {
  const rows: readonly (readonly [Target, string, string | number])[] = [
    ["toI32", " 12 ", "12"],
    ["toI32", "\t\n\v\f\r+5\r", "5"],
    ["toI32", "2147483647", "2147483647"],
    ["toI32", "2147483648", OUT_OF_RANGE],
    ["toI32", "-2147483648", "-2147483648"],
    ["toI32", "-2147483649", OUT_OF_RANGE],
    ["toI32", "99999999999999999999", OUT_OF_RANGE],
    ["toI32", "12x", INVALID_TEXT],
    ["toI32", "", INVALID_TEXT],
    ["toI32", "   ", INVALID_TEXT],
    ["toI32", "1.5", INVALID_TEXT],
    ["toI32", "1e3", INVALID_TEXT],
    ["toI32", "1 2", INVALID_TEXT],
    ["toI32", "\u00a012", INVALID_TEXT],
    ["toI64", "9223372036854775808", OUT_OF_RANGE],
    ["toI64", " -9223372036854775808", "-9223372036854775808"],
    ["toI16", "32767", "32767"],
    ["toI16", "32768", OUT_OF_RANGE],
    ["toI16", "-32769", OUT_OF_RANGE],
    ["toI8", "-128", "-128"],
    ["toI8", "128", OUT_OF_RANGE],
    ["toF64", ".5", "0.5"],
    ["toF64", " 1e3\n", "1000"],
    ["toF64", "-0", "-0"],
    ["toF64", "NaN", "NaN"],
    ["toF64", " nAn ", "NaN"],
    ["toF64", "-nan", "NaN"],
    ["toF64", "Infinity", "Infinity"],
    ["toF64", "+INFINITY", "Infinity"],
    ["toF64", "inf", "Infinity"],
    ["toF64", "-Inf", "-Infinity"],
    ["toF64", "infin", INVALID_TEXT],
    ["toF64", "infinityx", INVALID_TEXT],
    ["toF64", "inf\0", INVALID_TEXT],
    ["toF64", "na", INVALID_TEXT],
    ["toF64", "", INVALID_TEXT],
    ["toF64", "-", INVALID_TEXT],
    ["toF64", "0x10", INVALID_TEXT],
    ["toF64", "1_000", INVALID_TEXT],
    ["toF64", "1e400", OUT_OF_RANGE],
    ["toF64", "1e-400", "0"],
    ["toF32", "16777217", "16777216"],
    ["toF32", "1e39", OUT_OF_RANGE],
    ["toF32", "-infinity", "-Infinity"],
    ["toF32", "nan", "NaN"],
    ["toDate", " 2024-02-29 ", "19782"],
    ["toDate", "2023-02-29", DATETIME_OUT_OF_RANGE],
    ["toDate", "2024-02-29 23:59", "19782"],
    ["toDate", "2024-02-29T23:59:59.9999999Z", "19782"],
    ["toDate", "2024-02-29 24:00", DATETIME_OUT_OF_RANGE],
    ["toDate", "2024-02-29 noon", INVALID_DATETIME],
    ["toDate", "", INVALID_DATETIME],
  ];
  test.each(rows)("%s %j: %s", (target, text, expected) => expect(cast(target, text)).toBe(expected));

  test("TIMESTAMP with white space and further digits", () => {
    const toTimestamp = (text: string) => {
      const value = kernel.call.toTimestamp(kernel.put(text));
      return kernel.failure() || value;
    };
    expect(toTimestamp(" 2024-02-29T12:34:56.7891239Z\n")).toBe(1_709_210_096_789_123n);
    expect(toTimestamp("2024-02-29 12:34 56")).toBe(INVALID_DATETIME);
    expect(toTimestamp("2024-02-30")).toBe(DATETIME_OUT_OF_RANGE);
  });

  test("the words of BOOLEAN, and nothing near them", () => {
    const yes = ["t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"];
    const no = ["f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"];
    for (const word of yes) for (const form of forms(word)) expect(cast("toBoolean", form), form).toBe("1");
    for (const word of no) for (const form of forms(word)) expect(cast("toBoolean", form), form).toBe("0");
    const neither = [
      "",
      " ",
      "o",
      "maybe",
      "truee",
      "yess",
      "offf",
      "oof",
      "tf",
      "10",
      "01",
      "2",
      "-1",
      "t rue",
      "nо",
      "true\0",
      "1\0",
      "\0true",
    ];
    for (const word of neither) expect(cast("toBoolean", word), word).toBe(INVALID_TEXT);
    const random = new Random(101);
    for (let i = 0; i < 20_000; i++) {
      const word = Array.from({ length: random.below(6) }, () => random.pick([..."truefalsyno01 Q@"])).join("");
      const bare = word.trim().toLowerCase();
      const expected = yes.includes(bare) ? "1" : no.includes(bare) ? "0" : INVALID_TEXT;
      if (cast("toBoolean", word) !== expected) expect.fail(JSON.stringify(word));
    }
  });

  function forms(word: string): string[] {
    return [word, word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1), ` ${word}\t`];
  }
});

test("to text", () => {
  kernel.reset();
  expect(print(kernel.call.fromBoolean(1))).toBe("true");
  expect(print(kernel.call.fromBoolean(0))).toBe("false");
  expect(print(kernel.call.fromI64(-(2n ** 63n)))).toBe("-9223372036854775808");
  expect(print(kernel.call.fromF64(-1.2345678901234567e-308))).toBe("-1.2345678901234567e-308");
  expect(print(kernel.call.fromF32(Math.fround(0.1)))).toBe("0.1");
  expect(print(kernel.call.fromDate(-1))).toBe("1969-12-31");
  expect(print(kernel.call.fromTimestamp(-(2n ** 62n)))).toBe("-144169-06-28 09:59:32.612096");
  expect(print(kernel.call.fromTimestamp(1_500_000n))).toBe("1970-01-01 00:00:01.5");
});

test("texts of one row do not overwrite each other", () => {
  kernel.reset();
  const random = new Random(102);
  const values = Array.from({ length: 500 }, () => random.i64());
  const texts = values.map((value, i) => {
    const [ours, theirs] =
      i % 3 === 0
        ? [kernel.call.fromI64(value), String(value)]
        : i % 3 === 1
          ? [kernel.call.fromBoolean(Number(value & 1n)), String((value & 1n) === 1n)]
          : [kernel.call.fromF64(Number(value % 1000n)), String(Number(value % 1000n))];
    return { ours, theirs };
  });
  for (const { ours, theirs } of texts) expect(print(ours)).toBe(theirs);
});
