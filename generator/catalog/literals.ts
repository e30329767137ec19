/**
 * Text of literals -> values, and back: numbers, dates, times and intervals. What the text of a *value* means at run
 * time (CAST of text, JSON input) is the business of the lanes; literals keep to the plain forms.
 */
import type { Interval, SqlType, Value } from "../../runtime/plan.ts";
import { INTEGER_RANGES } from "./sql-type.ts";

/** `why` completes "… is not a valid DATE:". */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

const read = <T>(value: T): Reading<T> => ({ ok: true, value });
const unreadable = (why: string): Reading<never> => ({ ok: false, why });

export const INTERVAL_UNITS = [
  "MICROSECOND",
  "MILLISECOND",
  "SECOND",
  "MINUTE",
  "HOUR",
  "DAY",
  "WEEK",
  "MONTH",
  "YEAR",
] as const;
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

/** Units that count microseconds, from long to short. */
const CLOCK_UNITS_US: ReadonlyMap<IntervalUnit, bigint> = new Map([
  ["HOUR", 3_600_000_000n],
  ["MINUTE", 60_000_000n],
  ["SECOND", 1_000_000n],
  ["MILLISECOND", 1000n],
  ["MICROSECOND", 1n],
]);
const DAY_US = 86_400_000_000n;
const DAYS: ReadonlyMap<IntervalUnit, number> = new Map([
  ["DAY", 1],
  ["WEEK", 7],
]);
const MONTHS: ReadonlyMap<IntervalUnit, number> = new Map([
  ["MONTH", 1],
  ["YEAR", 12],
]);

const INT32_MAX = 2 ** 31 - 1;
const INT64_MAX = 2n ** 63n - 1n;

/**
 * A signed decimal number of `unit`. Fractions are for SECOND and MILLISECOND, down to the microsecond. Months, days
 * and microseconds stay apart, as in PostgreSQL.
 */
export function readInterval(text: string, unit: IntervalUnit): Reading<Interval> {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) return unreadable("expected a number such as 5 or -1.5");
  const [, sign, whole = "", fraction = ""] = match;
  if (whole.length > 20) return unreadable("too large");
  const isNegative = sign === "-";

  const us = CLOCK_UNITS_US.get(unit);
  if (us !== undefined) {
    const digits = unit === "SECOND" ? 6 : unit === "MILLISECOND" ? 3 : 0;
    if (fraction !== "" && digits === 0) return unreadable(`${unit} takes whole numbers`);
    if (/[^0]/.test(fraction.slice(digits))) return unreadable("finer than a microsecond");
    const amount = BigInt(whole) * us + BigInt(fraction.slice(0, digits).padEnd(digits, "0") || "0");
    if (amount > INT64_MAX) return unreadable("too large");
    return read({ months: 0, days: 0, us: isNegative ? -amount : amount });
  }
  if (fraction !== "") return unreadable(`${unit} takes whole numbers`);
  const days = Number(whole) * (DAYS.get(unit) ?? 0);
  const months = Number(whole) * (MONTHS.get(unit) ?? 0);
  if (days > INT32_MAX || months > INT32_MAX) return unreadable("too large");
  const signed = (n: number) => (isNegative && n !== 0 ? -n : n);
  return read({ months: signed(months), days: signed(days), us: 0n });
}

/** Microseconds of an interval without months, a day being 24 hours (sessions are UTC); null if it has months. */
export function intervalUs({ months, days, us }: Interval): bigint | null {
  return months === 0 ? BigInt(days) * DAY_US + us : null;
}

export function negated({ months, days, us }: Interval): Interval {
  return { months: 0 - months, days: 0 - days, us: -us };
}

/** Digits of a second that are needed to write `us` exactly: 0 to 6. */
export function fractionDigits(us: bigint): number {
  let digits = 6;
  while (digits > 0 && us % 10n === 0n) {
    us /= 10n;
    digits--;
  }
  return digits;
}

/** A duration in its largest whole unit, up to weeks: `'90' MINUTE`. */
export function durationText(us: bigint): string {
  if (us !== 0n) {
    if (us % (7n * DAY_US) === 0n) return `'${us / (7n * DAY_US)}' WEEK`;
    if (us % DAY_US === 0n) return `'${us / DAY_US}' DAY`;
    for (const [unit, unitUs] of CLOCK_UNITS_US) if (us % unitUs === 0n) return `'${us / unitUs}' ${unit}`;
  }
  return `'${us / 1_000_000n}' SECOND`;
}

/** SQL text of an interval; parts of several units are joined by +. */
export function intervalText({ months, days, us }: Interval): string {
  const parts: string[] = [];
  if (months !== 0) parts.push(months % 12 === 0 ? `INTERVAL '${months / 12}' YEAR` : `INTERVAL '${months}' MONTH`);
  if (days !== 0) parts.push(`INTERVAL '${days}' DAY`);
  if (us !== 0n || parts.length === 0) parts.push(`INTERVAL ${durationText(us)}`);
  return parts.join(" + ");
}

/** `YYYY-MM-DD`, years 1 to 9999. Days since 1970-01-01. */
export function readDate(text: string): Reading<number> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (match === null) return unreadable("expected YYYY-MM-DD");
  return daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * `YYYY-MM-DD`, alone or with `HH:MM[:SS[.f…]]` after a space or `T`, and an optional `Z`. Microseconds since
 * 1970-01-01 00:00:00 UTC; digits beyond `precision` are cut off toward minus infinity.
 */
export function readTimestamp(text: string, precision: number): Reading<bigint> {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?Z?)?$/.exec(text.trim());
  if (match === null) return unreadable("expected YYYY-MM-DD HH:MM:SS");
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const days = daysOf(year!, month!, day!);
  if (!days.ok) return days;
  if (hour! > 23 || minute! > 59 || second! > 59) return unreadable("there is no such time of day");
  // The fraction counts upward from the second, so that cutting its digits is flooring, before 1970 too.
  const fraction = (match[7] ?? "").slice(0, precision).padEnd(6, "0");
  const clock = BigInt(hour! * 3600 + minute! * 60 + second!) * 1_000_000n;
  return read(BigInt(days.value) * DAY_US + clock + BigInt(fraction));
}

/** Digits of a second written in the text of a TIMESTAMP literal, at most 6. */
export function writtenDigits(text: string): number {
  return Math.min(6, /\.(\d+)/.exec(text)?.[1]?.length ?? 0);
}

function daysOf(year: number, month: number, day: number): Reading<number> {
  if (year < 1) return unreadable("years run from 1 to 9999");
  if (month < 1 || month > 12) return unreadable("there is no such month");
  const days = daysFromCivil(year, month, day);
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return day >= 1 && days < next ? read(days) : unreadable("there is no such day");
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The inverse of `daysFromCivil`, as `YYYY-MM-DD`; years beyond 9999 get more digits, years before 0 a minus sign. */
export function dateText(days: number): string {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const digits = `${Math.abs(year)}`.padStart(4, "0");
  return `${year < 0 ? "-" : ""}${digits}-${`${month}`.padStart(2, "0")}-${`${day}`.padStart(2, "0")}`;
}

/** `YYYY-MM-DD HH:MM:SS` with `precision` digits of a second. */
export function timestampText(us: bigint, precision: number): string {
  const clock = ((us % DAY_US) + DAY_US) % DAY_US;
  const days = Number((us - clock) / DAY_US);
  const seconds = Number(clock / 1_000_000n);
  const two = (n: number) => `${Math.floor(n)}`.padStart(2, "0");
  const time = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = `${clock % 1_000_000n}`.padStart(6, "0").slice(0, precision);
  return `${dateText(days)} ${time}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * The value that a text literal stands for beside an operand of another type. REAL is read as the nearest DOUBLE:
 * whoever needs the nearest REAL must not round a second time.
 */
export function readText(text: string, type: SqlType): Reading<Value> {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
  switch (type.kind) {
    case "TEXT":
      return read(text);
    case "BOOLEAN":
      return readBoolean(trimmed);
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return readInteger(trimmed, type);
    case "REAL":
    case "DOUBLE":
      return readDouble(trimmed);
    case "DATE":
      return readDate(trimmed);
    case "TIMESTAMP":
      return readTimestamp(trimmed, type.precision);
    case "INTERVAL":
      return unreadable("an interval is written INTERVAL '5' SECOND");
  }
}

/** `t`, `tr` … `true`, `y` … `yes`, `on`, `1` and their opposites, in any case, as PostgreSQL. */
function readBoolean(text: string): Reading<boolean> {
  const word = text.toLowerCase();
  const begins = (...words: string[]) => word !== "" && words.some((w) => w.startsWith(word));
  if (begins("true", "yes") || word === "on" || word === "1") return read(true);
  if (begins("false", "no") || word === "of" || word === "off" || word === "0") return read(false);
  return unreadable("expected true or false");
}

function readInteger(text: string, type: SqlType): Reading<Value> {
  if (!/^[+-]?\d+$/.test(text)) return unreadable("expected a whole number");
  const [min, max] = INTEGER_RANGES.get(type.kind)!;
  const value = text.length > 40 ? null : BigInt(text.replace("+", ""));
  if (value === null || value < min || value > max) return unreadable(`expected ${min} to ${max}`);
  return read(type.kind === "BIGINT" ? value : Number(value));
}

function readDouble(text: string): Reading<number> {
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word !== null) {
    if (word[2]!.toLowerCase() === "nan") return word[1] === "" ? read(Number.NaN) : unreadable("expected a number");
    return read(word[1] === "-" ? -Infinity : Infinity);
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return unreadable("expected a number");
  const value = Number(text);
  return Number.isFinite(value) ? read(value) : unreadable("too large for a DOUBLE");
}
