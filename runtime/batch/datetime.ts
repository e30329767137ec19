/** Dates and times as text at the border: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS[.f…]`, also with `T` and a trailing `Z`. */
import { DATETIME_OUT_OF_RANGE, INVALID_DATETIME } from "../assembly/codes.ts";

const DATE = /^(-?\d{4,6})-(\d\d)-(\d\d)$/;
const TIMESTAMP = /^(-?\d{4,6}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?Z?)?$/;

/** Days since 1970-01-01, proleptic Gregorian; `code` is 0 or says why there is no such day. */
export function daysOfText(text: string): { readonly days: number; readonly code: number } {
  const match = DATE.exec(text);
  if (match === null) return { days: 0, code: INVALID_DATETIME };
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? { days: daysOf(year, month, day), code: 0 } : { days: 0, code: DATETIME_OUT_OF_RANGE };
}

/** Microseconds since the epoch; further digits are cut. */
export function microsecondsOfText(text: string): { readonly us: bigint; readonly code: number } {
  const match = TIMESTAMP.exec(text);
  if (match === null) return { us: 0n, code: INVALID_DATETIME };
  const [, date, hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  const { days, code } = daysOfText(date!);
  if (code !== 0) return { us: 0n, code };
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 59) return { us: 0n, code: DATETIME_OUT_OF_RANGE };
  const us =
    BigInt(days) * 86_400_000_000n +
    BigInt(((h * 60 + m) * 60 + s) * 1_000_000 + Number(`${fraction}000000`.slice(0, 6)));
  return { us, code: 0 };
}

/** `YYYY-MM-DD`; years before 0 with a minus, at least four digits. */
export function textOfDays(days: number): string {
  const { year, month, day } = civil(days);
  return `${textOfYear(year)}-${two(month)}-${two(day)}`;
}

/** `YYYY-MM-DD HH:MM:SS` with exactly `digits` fraction digits. */
export function textOfMicroseconds(us: bigint, digits: number): string {
  const perDay = 86_400_000_000n;
  const rest = ((us % perDay) + perDay) % perDay;
  const days = Number((us - rest) / perDay);
  const time = Number(rest);
  const seconds = Math.floor(time / 1_000_000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction =
    digits === 0
      ? ""
      : `.${String(time % 1_000_000)
          .padStart(6, "0")
          .slice(0, digits)}`;
  return `${textOfDays(days)} ${clock}${fraction}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function textOfYear(year: number): string {
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}
