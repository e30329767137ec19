import { describe, expect, it } from "vitest";
import { parseReal } from "../../../runtime/interpreter/number-text.ts";
import type { SqlType, Value } from "../../../runtime/plan.ts";
import { BAD_TEXT, BAD_TIME, convert, NO_SUCH_TIME, RANGE } from "./evaluate.ts";
import { BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, TINYINT, timestamp, varchar } from "./plans.ts";

const I64_MAX = 9223372036854775807n;
const at = (text: string) => BigInt(Date.parse(`${text}Z`)) * 1000n;
type Row = readonly [value: Value, from: SqlType, to: SqlType, expected: Value];

const NUMBERS: readonly Row[] = [
  [127, INTEGER, TINYINT, 127],
  [128, INTEGER, TINYINT, RANGE],
  [-129, SMALLINT, TINYINT, RANGE],
  [32768, INTEGER, SMALLINT, RANGE],
  [2147483648n, BIGINT, INTEGER, RANGE],
  [-2147483648n, BIGINT, INTEGER, -2147483648],
  [5, TINYINT, BIGINT, 5n],
  [0.5, DOUBLE, INTEGER, 0],
  [1.5, DOUBLE, INTEGER, 2],
  [2.5, DOUBLE, INTEGER, 2],
  [-2.5, DOUBLE, INTEGER, -2],
  [-0.2, DOUBLE, INTEGER, 0],
  [-9.5, DOUBLE, BIGINT, -10n],
  [127.5, REAL, TINYINT, RANGE],
  [127.4, DOUBLE, TINYINT, 127],
  [Number.NaN, DOUBLE, INTEGER, RANGE],
  [Infinity, DOUBLE, BIGINT, RANGE],
  [2147483648, DOUBLE, INTEGER, RANGE],
  [2147483647.5, DOUBLE, INTEGER, RANGE],
  [2 ** 63, DOUBLE, BIGINT, RANGE],
  [-(2 ** 63), DOUBLE, BIGINT, -I64_MAX - 1n],
  [9007199254740993n, BIGINT, DOUBLE, 9007199254740992],
  [16777217, INTEGER, REAL, 16777216],
  // Through a DOUBLE this would round twice, to ...840.
  [9007199791611905n, BIGINT, REAL, 9007200328482816],
  [1e39, DOUBLE, REAL, RANGE],
  [Infinity, DOUBLE, REAL, Infinity],
  [1e-50, DOUBLE, REAL, 0],
  [0.1, DOUBLE, REAL, Math.fround(0.1)],
  [0.5, REAL, DOUBLE, 0.5],
  [true, BOOLEAN, INTEGER, 1],
  [false, BOOLEAN, BIGINT, 0n],
  [0, INTEGER, BOOLEAN, false],
  [-3n, BIGINT, BOOLEAN, true],
  [null, DOUBLE, INTEGER, null],
];

const FROM_TEXT: readonly Row[] = [
  [" 12 ", TEXT, INTEGER, 12],
  ["\t\n\v\f\r 7\r", TEXT, INTEGER, 7],
  ["\u00a07", TEXT, INTEGER, BAD_TEXT],
  ["+5", TEXT, INTEGER, 5],
  ["-0", TEXT, INTEGER, 0],
  ["000000000000000000000000000007", TEXT, BIGINT, 7n],
  ["12x", TEXT, INTEGER, BAD_TEXT],
  ["1 2", TEXT, INTEGER, BAD_TEXT],
  ["", TEXT, INTEGER, BAD_TEXT],
  ["1.5", TEXT, INTEGER, BAD_TEXT],
  ["1e3", TEXT, INTEGER, BAD_TEXT],
  ["0x10", TEXT, INTEGER, BAD_TEXT],
  ["1_000", TEXT, INTEGER, BAD_TEXT],
  ["128", TEXT, TINYINT, RANGE],
  ["9223372036854775807", TEXT, BIGINT, I64_MAX],
  ["9223372036854775808", TEXT, BIGINT, RANGE],
  ["-9223372036854775808", TEXT, BIGINT, -I64_MAX - 1n],
  ["9".repeat(1000), TEXT, BIGINT, RANGE],
  [".5", TEXT, DOUBLE, 0.5],
  ["5.", TEXT, DOUBLE, 5],
  ["1e3", TEXT, DOUBLE, 1000],
  ["+1E-3", TEXT, DOUBLE, 0.001],
  ["-0.0", TEXT, DOUBLE, -0],
  [" NaN ", TEXT, DOUBLE, Number.NaN],
  ["-nan", TEXT, DOUBLE, Number.NaN],
  ["inf", TEXT, DOUBLE, Infinity],
  ["-INFINITY", TEXT, DOUBLE, -Infinity],
  ["+Inf", TEXT, REAL, Infinity],
  ["infin", TEXT, DOUBLE, BAD_TEXT],
  ["", TEXT, DOUBLE, BAD_TEXT],
  [".", TEXT, DOUBLE, BAD_TEXT],
  ["1e", TEXT, DOUBLE, BAD_TEXT],
  ["e5", TEXT, DOUBLE, BAD_TEXT],
  ["0x10", TEXT, DOUBLE, BAD_TEXT],
  ["1_000", TEXT, DOUBLE, BAD_TEXT],
  ["1e400", TEXT, DOUBLE, RANGE],
  ["-1e400", TEXT, DOUBLE, RANGE],
  ["1e-400", TEXT, DOUBLE, 0],
  ["1.7976931348623157e308", TEXT, DOUBLE, 1.7976931348623157e308],
  ["340282356779733661637539395458142568448", TEXT, REAL, RANGE],
  ["3.4028235677973366e38", TEXT, REAL, 3.4028234663852886e38],
  ...["t", "TRUE", " yes", "y", "on", "1", "tru"].map((word): Row => [word, TEXT, BOOLEAN, true]),
  ...["f", "False", "no", "n", "of", "OFF", "0"].map((word): Row => [word, TEXT, BOOLEAN, false]),
  ...["o", "", "maybe", "truee", "2", "ｔ"].map((word): Row => [word, TEXT, BOOLEAN, BAD_TEXT]),
  [" 2024-02-29 ", TEXT, DATE, Date.parse("2024-02-29") / 86_400_000],
  ["2023-02-29", TEXT, DATE, NO_SUCH_TIME],
  ["2024-13-01", TEXT, DATE, NO_SUCH_TIME],
  ["2024-00-01", TEXT, DATE, NO_SUCH_TIME],
  ["2024-1-1", TEXT, DATE, BAD_TIME],
  ["24-01-01", TEXT, DATE, BAD_TIME],
  ["2024-01-01 10:00", TEXT, DATE, 19723],
  ["2024-01-01T", TEXT, DATE, BAD_TIME],
  ["-0001-12-31", TEXT, DATE, -719529],
  ["999999-01-01", TEXT, DATE, NO_SUCH_TIME],
  ["2024-03-01 12:34:56.789", TEXT, timestamp(3), at("2024-03-01T12:34:56.789")],
  ["2024-03-01T12:34:56Z", TEXT, timestamp(6), at("2024-03-01T12:34:56")],
  ["2024-03-01 12:34", TEXT, timestamp(0), at("2024-03-01T12:34:00")],
  ["2024-03-01", TEXT, timestamp(0), at("2024-03-01T00:00:00")],
  ["1969-12-31 23:59:59.9999999", TEXT, timestamp(6), -1n],
  ["1969-12-31 23:59:59.9999", TEXT, timestamp(3), 0n],
  ["1969-12-31 23:59:59.9994", TEXT, timestamp(3), -1000n],
  ["2024-03-01 24:00:00", TEXT, timestamp(3), NO_SUCH_TIME],
  ["2024-03-01 23:59:60", TEXT, timestamp(3), NO_SUCH_TIME],
  ["2024-03-01 23:60", TEXT, timestamp(3), NO_SUCH_TIME],
  ["2024-04-31 00:00", TEXT, timestamp(3), NO_SUCH_TIME],
  ["2024-03-01 12", TEXT, timestamp(3), BAD_TIME],
  ["2024-03-01 12:34:56.", TEXT, timestamp(3), BAD_TIME],
  ["2024-03-01Z", TEXT, timestamp(3), BAD_TIME],
  ["2024-03-01 12:34+01", TEXT, timestamp(3), BAD_TIME],
  ["now", TEXT, timestamp(3), BAD_TIME],
  ["", TEXT, timestamp(3), BAD_TIME],
  ["148108-07-06 14:00:27.387904", TEXT, timestamp(6), 1n << 62n],
  ["148108-07-06 14:00:27.387905", TEXT, timestamp(6), NO_SUCH_TIME],
  ["-144169-06-28 09:59:32.612096", TEXT, timestamp(6), -(1n << 62n)],
];

const TO_TEXT: readonly Row[] = [
  [true, BOOLEAN, TEXT, "true"],
  [-7, SMALLINT, TEXT, "-7"],
  [I64_MAX, BIGINT, TEXT, "9223372036854775807"],
  ...(
    [
      [1, "1"],
      [-0, "-0"],
      [0.1, "0.1"],
      [123456789012345, "123456789012345"],
      [1e14, "100000000000000"],
      [1e15, "1e+15"],
      [1.5e15, "1.5e+15"],
      [1e21, "1e+21"],
      [0.0001, "0.0001"],
      [0.00001, "1e-05"],
      [1e-7, "1e-07"],
      [-1.5e-300, "-1.5e-300"],
      [5e-324, "5e-324"],
      [100.25, "100.25"],
      [Number.NaN, "NaN"],
      [Infinity, "Infinity"],
      [-Infinity, "-Infinity"],
    ] as const
  ).map(([value, text]): Row => [value, DOUBLE, TEXT, text]),
  ...(
    [
      [100000, "100000"],
      [999999, "999999"],
      [1000000, "1e+06"],
      [1234567, "1.234567e+06"],
      [Math.fround(0.1), "0.1"],
      [Math.fround(1e-5), "1e-05"],
      // Powers of two, where the REALs below lie closer together than those above.
      [2 ** -44, "5.684342e-14"],
      [2 ** 87, "1.5474251e+26"],
      [2 ** -149, "1e-45"],
      [3.4028234663852886e38, "3.4028235e+38"],
      [-0, "-0"],
    ] as const
  ).map(([value, text]): Row => [value, REAL, TEXT, text]),
  [Date.parse("2024-02-29") / 86_400_000, DATE, TEXT, "2024-02-29"],
  [-719529, DATE, TEXT, "-0001-12-31"],
  [-719528, DATE, TEXT, "0000-01-01"],
  [at("2024-03-01T12:34:56"), timestamp(3), TEXT, "2024-03-01 12:34:56"],
  [at("2024-03-01T12:34:56.120"), timestamp(6), TEXT, "2024-03-01 12:34:56.12"],
  [-1n, timestamp(6), TEXT, "1969-12-31 23:59:59.999999"],
  [1n << 62n, timestamp(6), TEXT, "148108-07-06 14:00:27.387904"],
  ["h😀llo", TEXT, varchar(2), "h😀"],
  [1234567, INTEGER, varchar(3), "123"],
  ["ab", varchar(5), TEXT, "ab"],
];

const TIME: readonly Row[] = [
  [at("1969-12-31T23:59:59.999"), timestamp(3), DATE, -1],
  [-1, DATE, timestamp(0), -86_400_000_000n],
  [53_375_995, DATE, timestamp(0), 53_375_995n * 86_400_000_000n],
  [1_500_000n, timestamp(6), timestamp(0), 2_000_000n],
  [1_499_999n, timestamp(6), timestamp(0), 1_000_000n],
  [1_234_560n, timestamp(6), timestamp(3), 1_235_000n],
  [1_234_567n, timestamp(3), timestamp(6), 1_234_567n],
];

describe.each(Object.entries({ NUMBERS, FROM_TEXT, TO_TEXT, TIME }))("casts %s", (_name, rows) => {
  it.each(rows.map(([value, from, to, expected]) => ({ value, from, to, expected })))(
    "$value of $from.kind to $to.kind",
    ({ value, from, to, expected }) => {
      expect(convert(value, from, to)).toBe(expected);
    },
  );
});

it("TRY_CAST makes NULL of every fault", () => {
  for (const [value, from, to, expected] of [...NUMBERS, ...FROM_TEXT]) {
    const isFault = typeof expected === "string" && expected.startsWith("error ");
    expect(convert(value, from, to, "try")).toBe(isFault ? null : expected);
  }
});

describe("text to REAL rounds once", () => {
  /** Half way between 1 and the next REAL, and the same a hair to either side: the DOUBLE of all three is the middle. */
  const middle = "1.000000059604644775390625";
  it.each([
    [middle, 1],
    [`${middle}00000000000000000000000001`, 1 + 2 ** -23],
    ["1.00000005960464477539062499999999999999999", 1],
    [`-${middle}1`, -1 - 2 ** -23],
    ["1.000000178813934326171875", 1 + 2 ** -22],
    ["1.00000017881393432617187499999999999", 1 + 2 ** -23],
    ["7.006492321624085354618e-46", 0],
    ["7.006492321624085354619e-46", 2 ** -149],
    ["340282356779733661637539395458142568447", 3.4028234663852886e38],
  ])("%s", (text, expected) => {
    expect(parseReal(text)).toBe(expected);
  });
});

it("reads text of any length in linear time", () => {
  const long = "1".repeat(200_000);
  expect(convert(`${long}x`, TEXT, DOUBLE)).toBe(BAD_TEXT);
  expect(convert(`${"0".repeat(200_000)}x`, TEXT, BIGINT)).toBe(BAD_TEXT);
  expect(convert(`1${" ".repeat(200_000)}1`, TEXT, BIGINT)).toBe(BAD_TEXT);
}, 1000);
