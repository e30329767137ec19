import { expect, test } from "vitest";
import {
  dateText,
  durationText,
  fractionDigits,
  INTERVAL_UNITS,
  type IntervalUnit,
  intervalText,
  intervalUs,
  negated,
  readDate,
  readInterval,
  readText,
  readTimestamp,
  timestampText,
} from "../../../generator/catalog/literals.ts";
import { typeOfKind } from "../../../generator/catalog/sql-type.ts";
import type { TypeKind, Value } from "../../../runtime/plan.ts";

const DAY = 86_400_000;
const FIRST = Date.UTC(2000, 0, 1) - 730_119 * DAY; // 0001-01-01
const LAST = Date.UTC(9999, 11, 31);

test("dates agree with the calendar of Date, both ways", () => {
  expect(dateText(FIRST / DAY)).toBe("0001-01-01");
  const wrong: string[] = [];
  for (let ms = FIRST; ms <= LAST; ms += 5 * DAY) {
    const text = new Date(ms).toISOString().slice(0, 10);
    const reading = readDate(text);
    if (!reading.ok || reading.value !== ms / DAY || dateText(ms / DAY) !== text) wrong.push(text);
  }
  expect(wrong).toEqual([]);
});

test("times agree with those of Date", () => {
  const wrong: string[] = [];
  for (let ms = FIRST; ms <= LAST; ms += 31 * DAY + 12_345_678.9) {
    const iso = new Date(ms).toISOString();
    const us = BigInt(Date.parse(iso)) * 1000n;
    const reading = readTimestamp(iso, 6);
    const text = timestampText(us, 3);
    if (!reading.ok || reading.value !== us || text !== iso.replace("T", " ").replace("Z", "")) wrong.push(iso);
  }
  expect(wrong).toEqual([]);
});

test.each([
  ["2024-02-29 10:00:00", 6, 1_709_200_800_000_000n],
  ["2024-02-29T10:00Z", 6, 1_709_200_800_000_000n],
  [" 2024-02-29 ", 0, 1_709_164_800_000_000n],
  ["1970-01-01 00:00:00.123456789", 6, 123_456n],
  ["1970-01-01 00:00:00.1999", 3, 199_000n],
  ["1969-12-31 23:59:59.9999999", 6, -1n],
  ["1969-12-31 23:59:59.9", 0, -1_000_000n],
  ["9999-12-31 23:59:59.999999", 6, 253_402_300_799_999_999n],
])("%s to %d digits", (text, precision, value) => {
  expect(readTimestamp(text, precision)).toEqual({ ok: true, value });
});

test.each([
  ["2023-02-29", "there is no such day"],
  ["1900-02-29", "there is no such day"],
  ["2024-00-01", "there is no such month"],
  ["2024-01-00", "there is no such day"],
  ["0000-01-01", "years run from 1 to 9999"],
  ["2024-1-1", "expected YYYY-MM-DD HH:MM:SS"],
  ["10000-01-01", "expected YYYY-MM-DD HH:MM:SS"],
  ["2024-01-01 24:00:00", "there is no such time of day"],
  ["2024-01-01 00:60:00", "there is no such time of day"],
  ["2024-01-01 00:00:60", "there is no such time of day"],
  ["2024-01-01 10", "expected YYYY-MM-DD HH:MM:SS"],
  ["2024-01-01 10:00:00+02", "expected YYYY-MM-DD HH:MM:SS"],
  ["", "expected YYYY-MM-DD HH:MM:SS"],
])("%s is no time: %s", (text, why) => {
  expect(readTimestamp(text, 6)).toEqual({ ok: false, why });
});

test("years outside 0 to 9999 are written with all their digits", () => {
  expect(dateText(LAST / DAY + 1)).toBe("10000-01-01");
  expect(dateText(FIRST / DAY - 1)).toBe("0000-12-31");
  expect(dateText(FIRST / DAY - 367)).toBe("-0001-12-31");
});

test.each<[string, IntervalUnit, number, number, bigint]>([
  ["5", "SECOND", 0, 0, 5_000_000n],
  ["1.5", "SECOND", 0, 0, 1_500_000n],
  [" -0.000001 ", "SECOND", 0, 0, -1n],
  ["1.5000000", "SECOND", 0, 0, 1_500_000n],
  ["0.25", "MILLISECOND", 0, 0, 250n],
  ["7", "MICROSECOND", 0, 0, 7n],
  ["+90", "MINUTE", 0, 0, 5_400_000_000n],
  ["24", "HOUR", 0, 0, 86_400_000_000n],
  ["3", "DAY", 0, 3, 0n],
  ["-2", "WEEK", 0, -14, 0n],
  ["13", "MONTH", 13, 0, 0n],
  ["-1", "YEAR", -12, 0, 0n],
  ["-0", "DAY", 0, 0, 0n],
])("INTERVAL '%s' %s", (text, unit, months, days, us) => {
  expect(readInterval(text, unit)).toEqual({ ok: true, value: { months, days, us } });
});

test.each<[string, IntervalUnit, string]>([
  ["x", "SECOND", "expected a number such as 5 or -1.5"],
  ["1e3", "SECOND", "expected a number such as 5 or -1.5"],
  ["", "DAY", "expected a number such as 5 or -1.5"],
  ["1.5", "MINUTE", "MINUTE takes whole numbers"],
  ["1.5", "DAY", "DAY takes whole numbers"],
  ["0.0000001", "SECOND", "finer than a microsecond"],
  ["9223372036855", "SECOND", "too large"],
  ["2147483648", "DAY", "too large"],
  ["178956971", "YEAR", "too large"],
  ["999999999999999999999999", "MICROSECOND", "too large"],
])("INTERVAL '%s' %s is none: %s", (text, unit, why) => {
  expect(readInterval(text, unit)).toEqual({ ok: false, why });
});

test("intervals are written so that they read the same", () => {
  for (const unit of INTERVAL_UNITS) {
    for (const amount of [1, 7, 12, 60, 1440, -3]) {
      const interval = readInterval(`${amount}`, unit);
      if (!interval.ok) throw new Error(interval.why);
      const text = intervalText(interval.value);
      const [, number = "", word = ""] = /^INTERVAL '(-?\d+)' (\w+)$/.exec(text) ?? [];
      const again = readInterval(number, word as IntervalUnit);
      expect(again.ok && intervalUs(again.value), text).toEqual(intervalUs(interval.value));
      expect(negated(negated(interval.value))).toEqual(interval.value);
    }
  }
  expect(intervalText({ months: 1, days: 2, us: 3n })).toBe(
    "INTERVAL '1' MONTH + INTERVAL '2' DAY + INTERVAL '3' MICROSECOND",
  );
  expect(intervalUs({ months: 1, days: 0, us: 0n })).toBeNull();
});

test("durations in their largest whole unit, and the digits they need", () => {
  const texts: [bigint, string, number][] = [
    [0n, "'0' SECOND", 0],
    [1n, "'1' MICROSECOND", 6],
    [1500n, "'1500' MICROSECOND", 4],
    [250_000n, "'250' MILLISECOND", 2],
    [90_000_000n, "'90' SECOND", 0],
    [5_400_000_000n, "'90' MINUTE", 0],
    [86_400_000_000n, "'1' DAY", 0],
    [1_209_600_000_000n, "'2' WEEK", 0],
    [-3_600_000_000n, "'-1' HOUR", 0],
  ];
  for (const [us, text, digits] of texts) expect([durationText(us), fractionDigits(us)]).toEqual([text, digits]);
});

test.each<[string, TypeKind, Value | string]>([
  [" t ", "BOOLEAN", true],
  ["YES", "BOOLEAN", true],
  ["of", "BOOLEAN", false],
  ["0", "BOOLEAN", false],
  ["o", "BOOLEAN", "expected true or false"],
  ["", "BOOLEAN", "expected true or false"],
  [" +5 ", "INTEGER", 5],
  ["-0", "INTEGER", 0],
  ["-128", "TINYINT", -128],
  ["128", "TINYINT", "expected -128 to 127"],
  ["9223372036854775807", "BIGINT", 9223372036854775807n],
  ["1.0", "BIGINT", "expected a whole number"],
  [".5", "DOUBLE", 0.5],
  ["5.", "DOUBLE", 5],
  ["-1e-3", "DOUBLE", -0.001],
  ["-inf", "DOUBLE", -Infinity],
  ["Infinity", "DOUBLE", Infinity],
  ["nan", "DOUBLE", Number.NaN],
  ["1e400", "DOUBLE", "too large for a DOUBLE"],
  ["0x10", "DOUBLE", "expected a number"],
  ["", "DOUBLE", "expected a number"],
  [" x ", "TEXT", " x "],
])("%o as %s", (text, kind, expected) => {
  const reading = readText(text, typeOfKind(kind));
  const result = reading.ok ? reading.value : reading.why;
  expect(Object.is(result, expected) || (result === 0 && expected === 0), String(result)).toBe(true);
});
