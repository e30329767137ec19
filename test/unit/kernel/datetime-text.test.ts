import { beforeAll, describe, expect, test } from "vitest";
import { DATETIME_OUT_OF_RANGE, INVALID_DATETIME } from "../../../runtime/assembly/codes.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import { Random } from "./random.ts";

interface DateTime {
  readonly parseTimestamp: (start: number, end: number, step: number) => bigint;
  readonly parseDate: (start: number, end: number) => number;
  readonly printTimestamp: (ts: bigint, digits: number, at: number) => number;
  readonly printTimestampTrimmed: (ts: bigint, at: number) => number;
  readonly printDate: (days: number, at: number) => number;
}

let kernel: Kernel<DateTime>;
let at = 0;
beforeAll(async () => {
  kernel = await loadKernel<DateTime>(`
    import { DateTime } from "kernel/datetime";
    export function parseTimestamp(start: usize, end: usize, step: u32): i64 {
      return DateTime.parseTimestamp(start, end, step);
    }
    export function parseDate(start: usize, end: usize): i32 { return DateTime.parseDate(start, end); }
    export function printTimestamp(ts: i64, digits: i32, at: usize): i32 {
      return DateTime.printTimestamp(ts, digits, at);
    }
    export function printTimestampTrimmed(ts: i64, at: usize): i32 { return DateTime.printTimestampTrimmed(ts, at); }
    export function printDate(days: i32, at: usize): i32 { return DateTime.printDate(days, at); }
  `);
  [at] = kernel.range(new Uint8Array(64));
});

const LIMIT = 2n ** 62n;
const MAX_DATE = Number(LIMIT / 86_400_000_000n);

const parse = (text: string | Uint8Array, precision = 6) => {
  const value = kernel.call.parseTimestamp(...kernel.range(text), 10 ** (6 - precision));
  return kernel.failure() || value;
};
const parseDate = (text: string) => {
  const value = kernel.call.parseDate(...kernel.range(text));
  const code = kernel.failure();
  return code ? { code } : value;
};
const print = (ts: bigint, digits: number) => kernel.textAt(at, kernel.call.printTimestamp(ts, digits, at));
const printTrimmed = (ts: bigint) => kernel.textAt(at, kernel.call.printTimestampTrimmed(ts, at));
const printDate = (days: number) => kernel.textAt(at, kernel.call.printDate(days, at));

/** The same by a pattern and JavaScript's dates. */
function parseByDefinition(text: string, precision: number): bigint | number {
  const match = /^(-?\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?Z?)?$/.exec(text);
  if (match === null) return INVALID_DATETIME;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  if (Number.isNaN(date.getTime())) return DATETIME_OUT_OF_RANGE;
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day!) return DATETIME_OUT_OF_RANGE;
  if (hour! > 23 || minute! > 59 || second! > 59) return DATETIME_OUT_OF_RANGE;
  const fraction = Number((match[7] ?? "").padEnd(6, "0").slice(0, 6));
  const seconds = BigInt(date.getTime() / 1000 + (hour! * 60 + minute!) * 60 + second!);
  const us = seconds * 1_000_000n + BigInt(fraction - (fraction % 10 ** (6 - precision)));
  return us < -LIMIT || us > LIMIT ? DATETIME_OUT_OF_RANGE : us;
}

describe("parsing timestamps", () => {
  test.each([
    ["1970-01-01 00:00:00", 0n],
    ["1970-01-01T00:00:00Z", 0n],
    ["1970-01-01 00:00", 0n],
    ["1970-01-01T00:01Z", 60_000_000n],
    ["1970-01-01", 0n],
    ["1969-12-31 23:59:59.999999", -1n],
    ["2024-02-29 12:34:56.789", 1_709_210_096_789_000n],
    ["2024-02-29T12:34:56.789123Z", 1_709_210_096_789_123n],
    ["2024-02-29 12:34:56.7", 1_709_210_096_700_000n],
    ["2024-02-29 12:34:56.7891239999999", 1_709_210_096_789_123n],
    ["0000-01-01", -62_167_219_200_000_000n],
    ["-0001-12-31", -62_167_305_600_000_000n],
    ["10000-01-01 00:00:00", 253_402_300_800_000_000n],
    ["002024-02-29", 1_709_164_800_000_000n],
  ])("%s", (text, expected) => expect(parse(text)).toBe(expected));

  test.each([
    ["2024-02-29 12:34:56.999999", 3, 1_709_210_096_999_000n],
    ["2024-02-29 12:34:56.999", 0, 1_709_210_096_000_000n],
    ["1969-12-31 23:59:59.999999", 0, -1_000_000n],
    ["1969-12-31 23:59:59.999999", 5, -10n],
    ["1969-12-31 23:59:59.9", 1, -100_000n],
  ])("%s cut to %i digits", (text, precision, expected) => expect(parse(text, precision)).toBe(expected));

  test.each([
    "2024-13-01",
    "2024-00-10",
    "2023-02-29",
    "1900-02-29 00:00:00",
    "2024-04-31",
    "2024-01-00",
    "2024-01-32",
    "2024-01-01 24:00:00",
    "2024-01-01 24:00:01",
    "2024-01-01 23:60:00",
    "2024-01-01 23:59:60",
    "2024-01-01T99:00Z",
    "148108-07-06 14:00:27.387905",
    "-144169-06-28 09:59:32.612095",
    "999999-01-01",
    "-999999-12-31 00:00:00",
  ])("%s does not exist", (text) => expect(parse(text)).toBe(DATETIME_OUT_OF_RANGE));

  test.each([
    "",
    "2024",
    "2024-01",
    "2024-1-01",
    "24-01-01",
    "1234567-01-01",
    "--2024-01-01",
    "+2024-01-01",
    "2024/01/01",
    "2024-01-01 ",
    " 2024-01-01",
    "2024-01-01Z",
    "2024-01-01 00",
    "2024-01-01 00:0",
    "2024-01-01 0:00:00",
    "2024-01-01t00:00:00",
    "2024-01-01 00:00:00z",
    "2024-01-01 00:00:00ZZ",
    "2024-01-01 00:00:00 Z",
    "2024-01-01 00:00:00.",
    "2024-01-01 00:00:00.Z",
    "2024-01-01 00:00:00.1a",
    "2024-01-01 00:00:",
    "2024-01-01 00:00:0",
    "2024-01-01 00:00.5",
    "2024-01-01 00:00:00+00",
    "2024-01-01T00:00:00.000+00:00",
    "2024-01-01  00:00:00",
    "2024-01-01_00:00:00",
    "２０２４-01-01",
    "today",
    // What does not exist in another shape is of another shape first.
    "2024-13-01 25:61:61x",
  ])("%j has another shape", (text) => expect(parse(text)).toBe(INVALID_DATETIME));

  test("the ends of the range", () => {
    expect(parse("148108-07-06 14:00:27.387904")).toBe(LIMIT);
    expect(parse("-144169-06-28 09:59:32.612096")).toBe(-LIMIT);
    // The range is judged after digits are cut.
    expect(parse("-144169-06-28 09:59:32.612096", 0)).toBe(DATETIME_OUT_OF_RANGE);
    expect(parse("-144169-06-28 09:59:33.9", 0)).toBe(-4_611_686_018_427_000_000n);
    expect(parse("148108-07-06 14:00:27.999999", 0)).toBe(4_611_686_018_427_000_000n);
  });

  test("every byte of the usual shapes changed to every other", () => {
    for (const shape of [
      "2024-02-28 12:34:56",
      "2024-02-28T12:34:56.789",
      "2024-02-28 12:34:56.789123",
      "2024-02-28T12:34:56Z",
    ]) {
      const bytes = new TextEncoder().encode(shape);
      for (let place = 0; place < bytes.length; place++) {
        for (let byte = 0; byte < 256; byte++) {
          const changed = bytes.with(place, byte);
          const text = String.fromCharCode(...changed);
          for (const precision of [3, 6]) {
            const expected = parseByDefinition(text, precision);
            if (parse(changed, precision) !== expected) expect.fail(`${text}, ${precision}: ${expected}`);
          }
        }
      }
    }
  });

  test("60,000 random shapes by definition", () => {
    const random = new Random(91);
    const counts = new Map<unknown, number>();
    for (let i = 0; i < 60_000; i++) {
      const text = randomShape(random);
      const precision = random.below(7);
      const expected = parseByDefinition(text, precision);
      const kind = typeof expected === "bigint" ? "value" : expected;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (parse(text, precision) !== expected)
        expect.fail(`${text}, ${precision}: ${parse(text, precision)}, not ${expected}`);
    }
    for (const kind of ["value", INVALID_DATETIME, DATETIME_OUT_OF_RANGE])
      expect(counts.get(kind)).toBeGreaterThan(3_000);
  });

  /** A timestamp text with parts left out, out of range, or of a wrong length. */
  function randomShape(random: Random): string {
    const two = (max: number) =>
      String(random.below(random.below(12) ? max : 100)).padStart(random.below(60) ? 2 : 1, "0");
    const year = random.below(4)
      ? String(random.between(0, 9999)).padStart(4, "0")
      : random.pick(["", "-"]) + String(random.below(160_000)).padStart(random.between(4, 6), "0");
    let text = `${year}-${two(13)}-${two(30)}`;
    if (random.below(10) === 0) return text;
    text += `${random.pick([" ", " ", "T", "T", random.below(9) ? " " : "_"])}${two(24)}:${two(60)}`;
    if (random.below(8)) {
      text += `:${two(60)}`;
      if (random.below(3)) text += `.${random.digits(random.pick([3, 3, 6, 6, 1, 2, 4, 5, 7, 12, 0]))}`;
    }
    return text + random.pick(["", "", "Z", random.below(9) ? "" : "x"]);
  }
});

describe("parsing dates", () => {
  test.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2024-02-29", 19_782],
    ["0000-03-01", -719_468],
    ["9999-12-31", 2_932_896],
    ["10000-01-01", 2_932_897],
    ["99999-12-31", 35_804_721],
    ["100000-01-01", 35_804_722],
    ["-0001-01-01", -719_893],
    ["148108-07-06", MAX_DATE],
    ["-144169-06-29", -MAX_DATE],
  ])("%s", (text, days) => {
    expect(parseDate(text)).toBe(days);
    expect(printDate(days)).toBe(text);
  });

  test.each(["2023-02-29", "2024-13-01", "2024-06-31", "148108-07-07", "-144169-06-28", "999999-01-01"])(
    "%s does not exist",
    (text) => expect(parseDate(text)).toEqual({ code: DATETIME_OUT_OF_RANGE }),
  );

  test.each(["", "2024-1-1", "2024-01-01 00:00", "20240101", "2024-01-0", "2024-01-011", "x024-01-01", "2024-0a-01"])(
    "%j has another shape",
    (text) => expect(parseDate(text)).toEqual({ code: INVALID_DATETIME }),
  );

  test("what is printed reads back, for days of the whole range", () => {
    const random = new Random(92);
    for (let i = 0; i < 20_000; i++) {
      const days = random.below(2) ? random.between(-MAX_DATE, MAX_DATE) : random.between(-800_000, 3_000_000);
      const text = printDate(days);
      if (parseDate(text) !== days) expect.fail(`${days}: ${text}`);
      const date = new Date(days * 86_400_000);
      const year = date.getUTCFullYear();
      const padded = `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
      if (text !== `${padded}${date.toISOString().slice(-20, -14)}`) expect.fail(`${days}: ${text}`);
    }
  });
});

describe("printing timestamps", () => {
  test.each([
    [0n, 0, "1970-01-01 00:00:00"],
    [0n, 6, "1970-01-01 00:00:00.000000"],
    [-1n, 6, "1969-12-31 23:59:59.999999"],
    [1_709_210_096_789_123n, 3, "2024-02-29 12:34:56.789"],
    [1_709_210_096_789_123n, 1, "2024-02-29 12:34:56.7"],
    [-62_167_219_200_000_001n, 6, "-0001-12-31 23:59:59.999999"],
    [253_402_300_800_000_000n, 0, "10000-01-01 00:00:00"],
    [LIMIT, 6, "148108-07-06 14:00:27.387904"],
    [-LIMIT, 6, "-144169-06-28 09:59:32.612096"],
  ])("%i with %i digits", (ts, digits, text) => expect(print(ts, digits)).toBe(text));

  test.each([
    [0n, "1970-01-01 00:00:00"],
    [500_000n, "1970-01-01 00:00:00.5"],
    [-500_000n, "1969-12-31 23:59:59.5"],
    [1_000_010n, "1970-01-01 00:00:01.00001"],
    [1n, "1970-01-01 00:00:00.000001"],
    [120_000n, "1970-01-01 00:00:00.12"],
  ])("%i without trailing zeros", (ts, text) => expect(printTrimmed(ts)).toBe(text));

  test("what is printed reads back, and is what JavaScript prints", () => {
    const random = new Random(93);
    for (let i = 0; i < 40_000; i++) {
      const anywhere = BigInt.asIntN(63, random.u64());
      const ts = random.below(2) ? anywhere : anywhere / 18_000n;
      if (parse(print(ts, 6)) !== ts) expect.fail(`${ts}: ${print(ts, 6)}`);
      if (parse(printTrimmed(ts)) !== ts) expect.fail(`${ts}: ${printTrimmed(ts)}`);
      const digits = random.below(7);
      const unit = 10n ** BigInt(6 - digits);
      if (parse(print(ts, digits), digits) !== ts - (((ts % unit) + unit) % unit))
        expect.fail(`${ts}: ${print(ts, digits)}`);
      const milliseconds = Number((ts - (((ts % 1000n) + 1000n) % 1000n)) / 1000n);
      const iso = new Date(milliseconds).toISOString();
      if (iso.length === 24 && print(ts, 3) !== iso.replace("T", " ").slice(0, 23))
        expect.fail(`${ts}: ${print(ts, 3)}`);
    }
  });
});
