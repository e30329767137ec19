import { beforeAll, describe, expect, test } from "vitest";
import { INVALID_TEXT, OUT_OF_RANGE } from "../../../runtime/assembly/codes.ts";
import {
  type BinaryFormat,
  bitsToReal,
  DOUBLE,
  doubleBits,
  exactDecimal,
  nearestBits,
  REAL,
  readDecimal,
} from "./binary-formats.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import { Random } from "./random.ts";

interface Parse {
  readonly readI64: (start: number, end: number) => bigint;
  readonly readF64: (start: number, end: number) => number;
  readonly readF32: (start: number, end: number) => number;
}

let kernel: Kernel<Parse>;
beforeAll(async () => {
  kernel = await loadKernel<Parse>(`
    import { NumberParse } from "kernel/number-parse";
    export function readI64(start: usize, end: usize): i64 { return NumberParse.i64(start, end); }
    export function readF64(start: usize, end: usize): f64 { return NumberParse.f64(start, end); }
    export function readF32(start: usize, end: usize): f32 { return NumberParse.f32(start, end); }
  `);
});

function parse<T>(read: (start: number, end: number) => T, text: string): T | { code: number } {
  const value = read(...kernel.range(text));
  const code = kernel.failure();
  return code ? { code } : value;
}
const i64 = (text: string) => parse(kernel.call.readI64, text);
const f64 = (text: string) => parse(kernel.call.readF64, text);
const f32 = (text: string) => parse(kernel.call.readF32, text);

describe("i64", () => {
  test.each([
    ["0", 0n],
    ["-0", 0n],
    ["+7", 7n],
    ["12345678", 12345678n],
    ["-123456789012345678", -123456789012345678n],
    ["9223372036854775807", 2n ** 63n - 1n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["0000000000000000000000000000009223372036854775807", 2n ** 63n - 1n],
    ["-00000000000000000000000000000", 0n],
  ])("%s", (text, expected) => expect(i64(text)).toBe(expected));

  test.each([
    "9223372036854775808",
    "-9223372036854775809",
    "9999999999999999999",
    "10000000000000000000",
    "18446744073709551616",
    "123456789012345678901234567890",
  ])("%s is out of range", (text) => expect(i64(text)).toEqual({ code: OUT_OF_RANGE }));

  test.each([
    "",
    "-",
    "+",
    "x",
    "1x",
    "12345678x",
    "x12345678",
    "1.5",
    "1e3",
    " 1",
    "1 ",
    "--1",
    "+-1",
    "0x10",
    "1_000",
    "１",
  ])("%j is no integer", (text) => expect(i64(text)).toEqual({ code: INVALID_TEXT }));

  test("a long text that is no number is invalid, not out of range", () => {
    expect(i64("99999999999999999999999999x")).toEqual({ code: INVALID_TEXT });
    expect(i64("-9999999999999999999999999 ")).toEqual({ code: INVALID_TEXT });
  });

  test("200,000 random integers and every byte out of place", () => {
    const random = new Random(1);
    for (let i = 0; i < 200_000; i++) {
      const value = random.i64();
      const text = (value >= 0n && i % 5 === 0 ? "+" : "") + value.toString();
      if (i64(text) !== value) expect.fail(text);
    }
    for (let length = 1; length <= 19; length++) {
      for (let place = 0; place < length; place++) {
        for (let byte = 0; byte < 256; byte++) {
          if (byte >= 0x30 && byte <= 0x39) continue;
          if (place === 0 && length > 1 && (byte === 0x2b || byte === 0x2d)) continue;
          const text = new Uint8Array(length).fill(0x31);
          text[place] = byte;
          kernel.call.readI64(...kernel.range(text));
          if (kernel.failure() !== INVALID_TEXT) expect.fail(String(text));
        }
      }
    }
  });
});

describe("f64", () => {
  test.each([
    ["1", 1],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["+5", 5],
    ["-0", -0],
    ["0e999999999999", 0],
    ["1e-400", 0],
    ["-1E-400", -0],
    ["123456789012345678901234567890", 1.2345678901234568e29],
    ["1e23", 1e23],
    ["8.5e22", 8.5e22],
    ["9007199254740993", 9007199254740992],
    ["9007199254740993.00000000000000000000000000000000000000001", 9007199254740994],
    ["2.2250738585072011e-308", 2.225073858507201e-308],
    ["2.2250738585072012e-308", 2.2250738585072014e-308],
    ["4.9406564584124654e-324", 5e-324],
    ["2.4703282292062327e-324", 0],
    ["2.4703282292062328e-324", 5e-324],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["1.7976931348623158e308", Number.MAX_VALUE],
    [`1${"0".repeat(308)}`, 1e308],
    [`0.${"0".repeat(400)}1e401`, 1],
    [`1${"0".repeat(400)}e-400`, 1],
  ])("%s", (text, expected) => expect(f64(text)).toBe(expected));

  test.each(["1.7976931348623159e308", "1e309", "-1e999999999999", `1${"0".repeat(309)}`, `9${"9".repeat(800)}e-492`])(
    "%s is out of range",
    (text) => expect(f64(text)).toEqual({ code: OUT_OF_RANGE }),
  );

  test.each([
    "",
    "-",
    ".",
    "-.",
    "e5",
    ".e5",
    "1e",
    "1e+",
    "1e-",
    "1e5.",
    "1.2.3",
    "1,5",
    " 1",
    "1 ",
    "0x10",
    "1_000",
    "NaN",
    "inf",
    "1e5x",
    "--1",
    "1e--5",
    "12345678.x",
  ])("%j is no number", (text) => expect(f64(text)).toEqual({ code: INVALID_TEXT }));

  test("200,000 random texts as JavaScript reads them", () => {
    const random = new Random(2);
    for (let i = 0; i < 200_000; i++) agree(randomDecimal(random, 345));
  });

  test("middles between two doubles, and what lies just beside them", () => {
    const random = new Random(3);
    for (let i = 0; i < 8_000; i++) {
      // Subnormal numbers, where digits are most, in every fourth.
      const bits = (random.u64() >> 1n) % (i % 4 ? DOUBLE.infinity : 1n << 53n);
      for (const text of besideMiddle(bits, DOUBLE, random)) agree(text);
    }
  });

  function agree(text: string): void {
    const expected = Number(text);
    const value = f64(text);
    if (Number.isFinite(expected) ? !Object.is(value, expected) : !isOutOfRange(value))
      expect.fail(`${text}: ${JSON.stringify(value)}`);
  }
});

describe("f32", () => {
  test.each([
    ["0.1", Math.fround(0.1)],
    ["16777217", 16777216],
    ["16777219", 16777220],
    ["3.4028235e38", bitsToReal(0x7f7fffffn)],
    ["340282356779733661637539395458142568447", bitsToReal(0x7f7fffffn)],
    ["1e-46", 0],
    ["7.006492321624085e-46", 0],
    ["7.0064923216240854e-46", bitsToReal(1n)],
    // As a double first, the first would be a tie and go to the even 1.
    ["1.00000005960464477540", bitsToReal(0x3f800001n)],
    ["1.00000005960464477538", 1],
  ])("%s", (text, expected) => expect(f32(text)).toBe(expected));

  test.each(["3.4028236e38", "340282356779733661637539395458142568448", "1e39", "1e400"])(
    "%s is out of range",
    (text) => expect(f32(text)).toEqual({ code: OUT_OF_RANGE }),
  );

  test("50,000 random texts against exact arithmetic", () => {
    const random = new Random(4);
    for (let i = 0; i < 50_000; i++) agree(randomDecimal(random, 50));
  });

  test("middles between two reals, and what lies just beside them", () => {
    const random = new Random(5);
    for (let i = 0; i < 8_000; i++) {
      const bits = BigInt(random.u32()) % (i % 4 ? REAL.infinity : 1n << 24n);
      for (const text of besideMiddle(bits, REAL, random)) agree(text);
    }
  });

  function agree(text: string): void {
    const decimal = readDecimal(text);
    const bits = nearestBits(decimal, REAL);
    const value = f32(text);
    const expected = decimal.negative ? -bitsToReal(bits) : bitsToReal(bits);
    if (bits < REAL.infinity ? !Object.is(value, expected) : !isOutOfRange(value))
      expect.fail(`${text}: ${JSON.stringify(value)}`);
  }
});

test("the reference agrees with JavaScript", () => {
  const random = new Random(6);
  for (let i = 0; i < 2_000; i++) {
    const text = randomDecimal(random, 345);
    expect(nearestBits(readDecimal(text), DOUBLE), text).toBe(doubleBits(Math.abs(Number(text))));
  }
});

function isOutOfRange(value: number | { code: number }): boolean {
  return typeof value === "object" && value.code === OUT_OF_RANGE;
}

/** Digits of any number up to 800, short ones more often, with a point and an exponent somewhere. */
function randomDecimal(random: Random, exponentMax: number): string {
  const count = 1 + random.below(random.pick([5, 17, 19, 21, 40, 800]));
  let digits = random.digits(count);
  if (random.below(8) === 0) digits = "0".repeat(random.below(30)) + digits;
  if (random.below(8) === 0) digits += "0".repeat(random.below(30));
  const point = random.below(digits.length + 1);
  const mantissa = random.below(3) ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
  const sign = random.pick(["", "", "-", "+"]);
  if (random.below(3) === 0) return sign + mantissa;
  return `${sign}${mantissa}${random.pick(["e", "E"])}${random.pick(["", "-", "+"])}${random.below(exponentMax)}`;
}

/** The middle above a number exactly, a little less, a little more, and cut to fewer digits. */
function besideMiddle(bits: bigint, format: BinaryFormat, random: Random): string[] {
  const middle = exactDecimal(bits, true, format);
  const tail = random.below(60);
  const less = middle.replace(/([1-9])(0*)$/, (_, digit, zeros) => `${digit - 1}${zeros.replaceAll("0", "9")}`);
  const point = middle.includes(".") ? "" : ".";
  return [
    middle,
    `${middle}${point}${"0".repeat(tail)}1`,
    `${middle}${point}${"0".repeat(800)}1`,
    `${less}${point}${"9".repeat(tail)}`,
    middle.slice(0, middle.search(/[1-9]/) + 17 + random.below(10)),
  ];
}
