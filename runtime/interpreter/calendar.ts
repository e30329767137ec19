/** The proleptic Gregorian calendar: days since 1970-01-01 and microseconds since its midnight, UTC. */
import { datetimeOutOfRange, type Fault } from "./fault.ts";
import { floorDivide } from "./integers.ts";

export const SECOND_US = 1_000_000n;
export const MINUTE_US = 60n * SECOND_US;
export const HOUR_US = 60n * MINUTE_US;
export const DAY_US = 24n * HOUR_US;

/** A TIMESTAMP lies within ±2^62 µs (about 146,000 years); a DATE is a day whose midnight does. */
const TIMESTAMP_LIMIT = 1n << 62n;
const DATE_LIMIT = Number(TIMESTAMP_LIMIT / DAY_US);

export interface CivilDate {
  /** Astronomical: year 0 is 1 BC. */
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  /** From 1 */
  readonly day: number;
}

export function timestampInRange(us: bigint): bigint | Fault {
  return us >= -TIMESTAMP_LIMIT && us <= TIMESTAMP_LIMIT ? us : datetimeOutOfRange;
}

export function dateInRange(day: number): number | Fault {
  return day >= -DATE_LIMIT && day <= DATE_LIMIT ? day : datetimeOutOfRange;
}

/** The day on which an instant lies. */
export function dayOf(us: bigint): number {
  return Number(floorDivide(us, DAY_US));
}

/** Microseconds at the start of a day. */
export function midnight(day: number): bigint {
  return BigInt(day) * DAY_US;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** Days from 1970-01-01 to a date that exists. */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return daysToYear(year) + DAYS_BEFORE_MONTH[month - 1]! + leapDay + day - 1;
}

export function civilFromDays(days: number): CivilDate {
  // 400 years have 146,097 days, so the guess is at most a year off.
  let year = 1970 + Math.floor((days * 400) / 146_097);
  while (daysToYear(year) > days) year--;
  while (daysToYear(year + 1) <= days) year++;
  let month = 1;
  let day = days - daysToYear(year) + 1;
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    month++;
  }
  return { year, month, day };
}

/** Days from 1970-01-01 to the first of January. */
function daysToYear(year: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return (year - 1970) * 365 + leapDays - 477;
}

/** Monday is 1, Sunday 7. */
export function isoDayOfWeek(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
