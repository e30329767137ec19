/** Dates and times as text, in and out; white space around them is the caller's business. */
import {
  civilFromDays,
  DAY_US,
  dateInRange,
  dayOf,
  daysFromCivil,
  daysInMonth,
  midnight,
  SECOND_US,
  timestampInRange,
} from "./calendar.ts";
import { datetimeOutOfRange, Fault, invalidDatetime } from "./fault.ts";
import { floorDivide, floorModulo } from "./integers.ts";

const DATE = /^(-?\d{4,6})-(\d\d)-(\d\d)$/;
const TIMESTAMP = /^(-?\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?Z?)?$/;

/** Days of `YYYY-MM-DD`. Another shape is INVALID_DATETIME, a day that does not exist DATETIME_OUT_OF_RANGE. */
export function parseDate(text: string): number | Fault {
  const match = DATE.exec(text);
  if (match === null) return invalidDatetime;
  const day = existingDay(match);
  return day instanceof Fault ? day : dateInRange(day);
}

/**
 * Microseconds of `YYYY-MM-DD[ T]HH:MM[:SS[.f…]][Z]` or a date alone, cut to `precision` digits toward minus
 * infinity. Hour 24 and second 60 do not exist.
 */
export function parseTimestamp(text: string, precision: number): bigint | Fault {
  const match = TIMESTAMP.exec(text);
  if (match === null) return invalidDatetime;
  const day = existingDay(match);
  if (day instanceof Fault) return day;
  const hour = Number(match[4] ?? 0);
  const minute = Number(match[5] ?? 0);
  const second = Number(match[6] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return datetimeOutOfRange;
  const fraction = Number((match[7] ?? "").padEnd(6, "0").slice(0, 6));
  const cut = fraction - (fraction % Number(digitUs(precision)));
  return timestampInRange(midnight(day) + BigInt(((hour * 60 + minute) * 60 + second) * 1_000_000 + cut));
}

/** The latest instant not after `us` that has `precision` fraction digits. */
export function truncateTo(us: bigint, precision: number): bigint {
  const unit = digitUs(precision);
  return floorDivide(us, unit) * unit;
}

const DIGIT_US = [1_000_000n, 100_000n, 10_000n, 1000n, 100n, 10n, 1n] as const;

/** Microseconds of one unit of the last of `precision` fraction digits. */
export function digitUs(precision: number): bigint {
  return DIGIT_US[precision]!;
}

export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${formatYear(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** `YYYY-MM-DD HH:MM:SS[.f]` without trailing zeros, as PostgreSQL's cast to text. */
export function formatTimestamp(us: bigint): string {
  const timeOfDay = floorModulo(us, DAY_US);
  const seconds = Number(timeOfDay / SECOND_US);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(":");
  const fraction = String(timeOfDay % SECOND_US)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return `${formatDate(dayOf(us))} ${clock}${fraction === "" ? "" : `.${fraction}`}`;
}

/** At least four digits; years before 0 (astronomical) with a minus sign. */
function formatYear(year: number): string {
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function existingDay([, y, m, d]: RegExpExecArray): number | Fault {
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return datetimeOutOfRange;
  return daysFromCivil({ year, month, day });
}
