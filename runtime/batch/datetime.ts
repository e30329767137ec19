/** Dates and times as text at the border: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS[.f…]`, also with `T` and a trailing `Z`. */
import { DATETIME_OUT_OF_RANGE, INVALID_DATETIME, WRONG_TYPE } from "../assembly/codes.ts";

/** Instants lie within this many microseconds of 1970, dates within the days that come to as much. */
export const TIMESTAMP_LIMIT = 2n ** 62n;
export const DATE_LIMIT = 53_375_995;
const DAY_MS = 86_400_000;

const DATE = /^(-?\d{4,6})-(\d\d)-(\d\d)$/;
const TIMESTAMP = /^(-?\d{4,6}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?Z?)?$/;

/**
 * Days since 1970-01-01, proleptic Gregorian, at most `limit` of them; `code` is 0 or says why there is no such day.
 */
export function daysOfText(text: string, limit = DATE_LIMIT): { readonly days: number; readonly code: number } {
  const match = DATE.exec(text);
  if (match === null) return { days: 0, code: INVALID_DATETIME };
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const days = new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
  // A day that does not exist has become another.
  const exists = Math.abs(days) <= limit && new Date(days * DAY_MS).getUTCDate() === day && month >= 1 && month <= 12;
  return exists ? { days, code: 0 } : { days: 0, code: DATETIME_OUT_OF_RANGE };
}

/** Microseconds since the epoch; further digits are cut. */
export function microsecondsOfText(text: string): { readonly us: bigint; readonly code: number } {
  const match = TIMESTAMP.exec(text);
  if (match === null) return { us: 0n, code: INVALID_DATETIME };
  const [, date, hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  // Part of the day before the earliest DATE is in range.
  const { days, code } = daysOfText(date!, DATE_LIMIT + 1);
  if (code !== 0) return { us: 0n, code };
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 59) return { us: 0n, code: DATETIME_OUT_OF_RANGE };
  const us =
    BigInt(days) * 86_400_000_000n +
    BigInt(((h * 60 + m) * 60 + s) * 1_000_000 + Number(`${fraction}000000`.slice(0, 6)));
  return { us, code: 0 };
}

/**
 * An event time as a host gives it: a bigint of microseconds, milliseconds whose fraction carries microseconds, a Date
 * or a text as JSON has it. A number: the code that says why it is none.
 */
export function instantOf(value: unknown): bigint | number {
  if (typeof value === "bigint") return isInstant(value) ? value : DATETIME_OUT_OF_RANGE;
  if (typeof value === "string") {
    const { us, code } = microsecondsOfText(value);
    return code || instantOf(us);
  }
  const ms = value instanceof Date ? value.getTime() : value;
  if (typeof ms !== "number" || !Number.isFinite(ms)) return WRONG_TYPE;
  const whole = Math.floor(ms);
  return instantOf(BigInt(whole) * 1000n + BigInt(Math.round((ms - whole) * 1000)));
}

export function isInstant(us: bigint): boolean {
  return us >= -TIMESTAMP_LIMIT && us <= TIMESTAMP_LIMIT;
}

/** The largest multiple of `step` up to `value`. */
export function floorTo(value: bigint, step: bigint): bigint {
  return value - (((value % step) + step) % step);
}

/** `YYYY-MM-DD`; years before 0 with a minus, at least four digits. */
export function textOfDays(days: number): string {
  const date = new Date(days * DAY_MS);
  const year = date.getUTCFullYear();
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}${date.toISOString().slice(-20, -14)}`;
}

/** `YYYY-MM-DD HH:MM:SS` with exactly `digits` fraction digits. */
export function textOfMicroseconds(us: bigint, digits: number): string {
  const perDay = 86_400_000_000n;
  const midnight = floorTo(us, perDay);
  const rest = us - midnight;
  const time = new Date(Number(rest / 1000n)).toISOString().slice(11, -1) + String(rest % 1000n).padStart(3, "0");
  return `${textOfDays(Number(midnight / perDay))} ${time.slice(0, digits === 0 ? 8 : 9 + digits)}`;
}

/** Microseconds as milliseconds with a fraction. */
export function milliseconds(us: bigint): number {
  return Number(us / 1000n) + Number(us % 1000n) / 1000;
}
