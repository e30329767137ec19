import { beforeAll, describe, expect, test } from "vitest";
import { EXTRACT_FIELDS, TRUNC_FIELDS } from "../../../generator/catalog/functions.ts";
import { DATETIME_OUT_OF_RANGE } from "../../../runtime/assembly/codes.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import { Random } from "./random.ts";

type ExtractField = (typeof EXTRACT_FIELDS)[number];
type TruncField = (typeof TRUNC_FIELDS)[number];
type Fields = { readonly [F in ExtractField as `extract_${F}`]: (ts: bigint) => bigint } & {
  readonly [F in TruncField as `trunc_${F}`]: (ts: bigint) => bigint;
};
interface DateTime extends Fields {
  readonly addInterval: (ts: bigint, months: number, days: number, us: bigint) => bigint;
  readonly addDays: (date: number, days: bigint) => number;
  readonly dateOf: (ts: bigint) => number;
  readonly timestampOf: (date: number) => bigint;
  readonly roundTo: (ts: bigint, step: bigint) => bigint;
  readonly civil: (days: number) => number;
  readonly days: (year: number, month: number, day: number) => number;
}

const method = (kind: string, field: string) => `DateTime.${kind}${field[0]!.toUpperCase()}${field.slice(1)}`;

let kernel: Kernel<DateTime>;
beforeAll(async () => {
  const fields = [
    ...EXTRACT_FIELDS.map((f) => `export function extract_${f}(ts: i64): i64 { return ${method("extract", f)}(ts); }`),
    ...TRUNC_FIELDS.map((f) => `export function trunc_${f}(ts: i64): i64 { return ${method("trunc", f)}(ts); }`),
  ];
  kernel = await loadKernel<DateTime>(`
    import { Calendar } from "kernel/calendar";
    import { DateTime } from "kernel/datetime";
    ${fields.join("\n")}
    export function addInterval(ts: i64, months: i32, days: i32, us: i64): i64 {
      return DateTime.addInterval(ts, months, days, us);
    }
    export function addDays(date: i32, days: i64): i32 { return DateTime.addDays(date, days); }
    export function dateOf(ts: i64): i32 { return DateTime.dateOf(ts); }
    export function timestampOf(date: i32): i64 { return DateTime.timestampOf(date); }
    export function roundTo(ts: i64, step: i64): i64 { return DateTime.roundTo(ts, step); }
    export function civil(days: i32): i32 { return Calendar.civil(days); }
    export function days(year: i32, month: i32, day: i32): i32 { return Calendar.days(year, month, day); }
  `);
});

const DAY_US = 86_400_000_000n;
const LIMIT = 2n ** 62n;
const MAX_DATE = Number(LIMIT / DAY_US);

/** The value, or the failure's code as a string. */
function outcome<T>(value: T): T | string {
  const code = kernel.failure();
  return code ? `MR${code}` : value;
}
const OUT_OF_RANGE = `MR${DATETIME_OUT_OF_RANGE}`;

/** JavaScript's dates reach beyond ours; their milliseconds are exact. */
function dateAt(ts: bigint): Date {
  return new Date(Number((ts - floorModulo(ts, 1000n)) / 1000n));
}

function floorModulo(value: bigint, unit: bigint): bigint {
  return ((value % unit) + unit) % unit;
}

function instantOf(year: number, month: number, day: number, timeUs = 0n): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime()) * 1000n + timeUs;
}

/** Timestamps near now, anywhere in the range, and at edges of days and years. */
function* timestamps(seed: number, count: number): Generator<bigint> {
  const random = new Random(seed);
  yield* [0n, -1n, 1n, LIMIT, -LIMIT, LIMIT - 1n, -LIMIT + 1n, DAY_US - 1n, -DAY_US, -DAY_US - 1n];
  for (let i = 0; i < count; i++) {
    const anywhere = BigInt.asIntN(63, random.u64());
    if (i % 4 === 0) yield anywhere;
    else if (i % 4 === 1) yield instantOf(random.between(1, 9999), 1, 1) + BigInt(random.between(-1, 1));
    else if (i % 4 === 2) yield anywhere - (anywhere % DAY_US) + BigInt(random.between(-1, 1));
    else yield BigInt(random.between(-(2 ** 31), 2 ** 31)) * 1_000_000n + BigInt(random.below(1_000_000));
  }
}

describe("calendar", () => {
  const parts = (civil: number) => [civil >> 9, (civil >> 5) & 15, civil & 31] as const;

  test("each day is followed by the next one, over 800 years and at the ends of the range", () => {
    const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const monthDays = (year: number, month: number) =>
      month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
    for (const [from, count] of [
      [-200_000, 292_194],
      [-MAX_DATE - 1, 3_000],
      [MAX_DATE - 3_000, 3_000],
    ] as const) {
      let [year, month, day] = parts(kernel.call.civil(from));
      for (let days = from; days < from + count; days++) {
        if (kernel.call.civil(days) !== (year << 9) + (month << 5) + day) expect.fail(String(days));
        if (kernel.call.days(year, month, day) !== days) expect.fail(`${year}-${month}-${day}`);
        if (++day <= monthDays(year, month)) continue;
        day = 1;
        if (++month <= 12) continue;
        month = 1;
        year++;
      }
    }
  });

  test("anchors", () => {
    expect(parts(kernel.call.civil(0))).toEqual([1970, 1, 1]);
    expect(parts(kernel.call.civil(-719_528))).toEqual([0, 1, 1]);
    expect(parts(kernel.call.civil(11_016))).toEqual([2000, 2, 29]);
    expect(parts(kernel.call.civil(MAX_DATE))).toEqual([148_108, 7, 6]);
    expect(parts(kernel.call.civil(-MAX_DATE))).toEqual([-144_169, 6, 29]);
  });
});

describe("fields", () => {
  const isoThursday = (date: Date) => new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  const yearStart = (year: number) => instantOf(year, 1, 1) / DAY_US;
  const dayNumber = (date: Date) => BigInt(Math.floor(date.getTime() / 86_400_000));
  const reference: { readonly [F in ExtractField]: (date: Date) => number | bigint } = {
    year: (d) => d.getUTCFullYear(),
    quarter: (d) => Math.floor(d.getUTCMonth() / 3) + 1,
    month: (d) => d.getUTCMonth() + 1,
    week: (d) => {
      const thursday = isoThursday(d);
      return (dayNumber(thursday) - yearStart(thursday.getUTCFullYear())) / 7n + 1n;
    },
    day: (d) => d.getUTCDate(),
    hour: (d) => d.getUTCHours(),
    minute: (d) => d.getUTCMinutes(),
    isoyear: (d) => isoThursday(d).getUTCFullYear(),
    doy: (d) => dayNumber(d) - yearStart(d.getUTCFullYear()) + 1n,
    dow: (d) => d.getUTCDay(),
    isodow: (d) => d.getUTCDay() || 7,
  };

  test.each(EXTRACT_FIELDS)("extract %s", (field) => {
    for (const ts of timestamps(81, 20_000)) {
      const value = kernel.call[`extract_${field}`](ts);
      if (value !== BigInt(reference[field](dateAt(ts)))) expect.fail(`${ts}: ${value}`);
    }
  });

  test.each(TRUNC_FIELDS)("date_trunc %s", (field) => {
    const units: Partial<Record<TruncField, bigint>> = {
      ...{
        day: DAY_US,
        hour: DAY_US / 24n,
        minute: 60_000_000n,
        second: 1_000_000n,
        millisecond: 1000n,
        microsecond: 1n,
      },
    };
    for (const ts of timestamps(82, 20_000)) {
      const date = dateAt(ts);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
      const unit = units[field];
      const today = ts - floorModulo(ts, DAY_US);
      const expected =
        unit !== undefined
          ? ts - floorModulo(ts, unit)
          : field === "week"
            ? today - BigInt((date.getUTCDay() + 6) % 7) * DAY_US
            : instantOf(year, field === "year" ? 1 : field === "quarter" ? month - ((month - 1) % 3) : month, 1);
      const value = kernel.call[`trunc_${field}`](ts);
      if (value !== expected) expect.fail(`${ts}: ${value}, not ${expected}`);
    }
  });

  test("every i64 has fields, without a trap", () => {
    for (const ts of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 62n + 1n, -(2n ** 62n) - 1n]) {
      expect(kernel.call.extract_year(ts)).toBe(BigInt(Math.floor(Number(ts) / 31_556_952_000_000) + 1970));
      for (const field of EXTRACT_FIELDS) kernel.call[`extract_${field}`](ts);
      for (const field of TRUNC_FIELDS) kernel.call[`trunc_${field}`](ts);
      for (let step = 1n; step <= 1_000_000n; step *= 10n) kernel.call.roundTo(ts, step);
      kernel.call.addInterval(ts, 1, 1, 1n);
      kernel.failure();
    }
  });
});

describe("arithmetic", () => {
  const at = (text: string) => BigInt(Date.parse(`${text}Z`)) * 1000n;

  test.each([
    ["2024-01-31T00:00", 1, 0, 0n, "2024-02-29T00:00"],
    ["2023-01-31T00:00", 1, 0, 0n, "2023-02-28T00:00"],
    ["2024-02-29T00:00", 12, 0, 0n, "2025-02-28T00:00"],
    ["2024-03-31T12:30", -1, 0, 0n, "2024-02-29T12:30"],
    ["2024-01-31T00:00", 1, 1, 0n, "2024-03-01T00:00"],
    ["2024-01-01T00:00", 0, 0, -60_000_000n, "2023-12-31T23:59"],
    ["1970-01-01T00:00", -1, 0, 0n, "1969-12-01T00:00"],
    ["2024-02-29T00:00", -48, 0, 0n, "2020-02-29T00:00"],
    ["2024-12-15T00:00", 1, -15, 3_600_000_000n, "2024-12-31T01:00"],
  ])("%s + %i months %i days %i us", (from, months, days, us, to) =>
    expect(outcome(kernel.call.addInterval(at(from), months, days, us))).toBe(at(to)),
  );

  test("intervals by definition, each step within the range", () => {
    const random = new Random(83);
    let failed = 0;
    for (const ts of timestamps(84, 20_000)) {
      const months = random.below(3) ? random.between(-5000, 5000) : (random.u32() | 0) >> random.below(20);
      const days = random.below(3) ? random.between(-5000, 5000) : (random.u32() | 0) >> random.below(20);
      const us = random.i64();
      const expected = addByDefinition(ts, months, days, us);
      failed += Number(expected === OUT_OF_RANGE);
      const value = outcome(kernel.call.addInterval(ts, months, days, us));
      if (value !== expected) expect.fail(`${ts} + ${months} ${days} ${us}: ${value}, not ${expected}`);
    }
    expect(failed).toBeGreaterThan(2_000);
    expect(failed).toBeLessThan(18_000);
  });

  test("the ends of the range", () => {
    const add = kernel.call.addInterval;
    expect(outcome(add(LIMIT, 0, 0, 1n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(LIMIT - 1n, 0, 0, 1n))).toBe(LIMIT);
    expect(outcome(add(-LIMIT, 0, 0, -1n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(-LIMIT, 0, 0, 2n * LIMIT - 1n))).toBe(LIMIT - 1n);
    expect(outcome(add(LIMIT, 0, 0, -2n * LIMIT))).toBe(-LIMIT);
    expect(outcome(add(-LIMIT, 0, 0, -(2n ** 63n)))).toBe(OUT_OF_RANGE);
    expect(outcome(add(LIMIT, 0, 0, 2n ** 63n - 1n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(0n, 2 ** 31 - 1, 0, 0n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(0n, -(2 ** 31), 0, 0n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(0n, 0, 2 ** 31 - 1, 0n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(0n, 0, -(2 ** 31), 0n))).toBe(OUT_OF_RANGE);
    expect(outcome(add(0n, 12 * 140_000, 0, 0n))).toBe(instantOf(141_970, 1, 1));
  });

  test("dates", () => {
    const { addDays, dateOf, timestampOf } = kernel.call;
    expect(outcome(addDays(19_723, 60n))).toBe(19_783);
    expect(outcome(addDays(MAX_DATE, 0n))).toBe(MAX_DATE);
    expect(outcome(addDays(MAX_DATE, 1n))).toBe(OUT_OF_RANGE);
    expect(outcome(addDays(-MAX_DATE, -1n))).toBe(OUT_OF_RANGE);
    expect(outcome(addDays(MAX_DATE, 2n ** 63n - 1n))).toBe(OUT_OF_RANGE);
    expect(outcome(addDays(-MAX_DATE, -(2n ** 63n)))).toBe(OUT_OF_RANGE);
    expect(dateOf(at("1969-12-31T23:59:59.999"))).toBe(-1);
    expect(dateOf(-DAY_US)).toBe(-1);
    expect(dateOf(0n)).toBe(0);
    expect(outcome(timestampOf(-1))).toBe(-DAY_US);
    expect(outcome(timestampOf(MAX_DATE))).toBe(BigInt(MAX_DATE) * DAY_US);
    expect(outcome(timestampOf(MAX_DATE + 1))).toBe(OUT_OF_RANGE);
    expect(outcome(timestampOf(dateOf(-LIMIT)))).toBe(OUT_OF_RANGE);
    for (const ts of timestamps(85, 5_000)) {
      if (dateOf(ts) !== Number((ts - floorModulo(ts, DAY_US)) / DAY_US)) expect.fail(String(ts));
    }
  });

  test("rounding is half away from 1970", () => {
    const roundTo = (ts: bigint, precision: number) => kernel.call.roundTo(ts, 10n ** BigInt(6 - precision));
    expect(roundTo(1_500_000n, 0)).toBe(2_000_000n);
    expect(roundTo(-1_500_000n, 0)).toBe(-2_000_000n);
    expect(roundTo(1_499_999n, 0)).toBe(1_000_000n);
    expect(roundTo(-499_999n, 0)).toBe(0n);
    expect(roundTo(1_234_565n, 5)).toBe(1_234_570n);
    expect(roundTo(-1_234_565n, 5)).toBe(-1_234_570n);
    expect(roundTo(1_234_567n, 6)).toBe(1_234_567n);
    expect(roundTo(1_234_567n, 3)).toBe(1_235_000n);
    // 2^62 ends in 7.387904 seconds.
    expect(outcome(roundTo(LIMIT, 0))).toBe(4_611_686_018_427_000_000n);
    expect(outcome(roundTo(LIMIT, 1))).toBe(OUT_OF_RANGE);
    expect(outcome(roundTo(-LIMIT, 1))).toBe(OUT_OF_RANGE);
  });

  function addByDefinition(ts: bigint, months: number, days: number, us: bigint): bigint | string {
    let sum = ts;
    if (months !== 0) {
      const date = dateAt(ts);
      const count = BigInt(date.getUTCFullYear()) * 12n + BigInt(date.getUTCMonth()) + BigInt(months);
      const month = Number(floorModulo(count, 12n)) + 1;
      const year = Number((count - BigInt(month - 1)) / 12n);
      if (Math.abs(year) > 200_000) return OUT_OF_RANGE;
      const nextMonth = instantOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1);
      const lastDay = Number((nextMonth - instantOf(year, month, 1)) / DAY_US);
      sum = instantOf(year, month, Math.min(date.getUTCDate(), lastDay), floorModulo(ts, DAY_US));
    }
    for (const step of [0n, BigInt(days) * DAY_US, us]) {
      sum += step;
      if (sum < -LIMIT || sum > LIMIT) return OUT_OF_RANGE;
    }
    return sum;
  }
});
