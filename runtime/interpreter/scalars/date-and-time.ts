import type { Interval, Value } from "../../plan.ts";
import {
  type CivilDate,
  civilFromDays,
  DAY_US,
  dateInRange,
  dayOf,
  daysFromCivil,
  daysInMonth,
  HOUR_US,
  isoDayOfWeek,
  MINUTE_US,
  midnight,
  SECOND_US,
  timestampInRange,
} from "../calendar.ts";
import { Fault } from "../fault.ts";
import type { ScalarFunction, ScalarTable } from "../functions.ts";
import { floorDivide, floorModulo } from "../integers.ts";
import { strict } from "./definition.ts";

export const DATE_AND_TIME: ScalarTable = {
  "add_interval(TIMESTAMP,INTERVAL)": strict(addInterval),
  "subtract_interval(TIMESTAMP,INTERVAL)": strict((us: bigint, interval: Interval) =>
    addInterval(us, { months: -interval.months, days: -interval.days, us: -interval.us }),
  ),
  "add_days(DATE,INTEGER)": strict((day: number, count: number) => dateInRange(day + count)),
  "subtract_days(DATE,INTEGER)": strict((day: number, count: number) => dateInRange(day - count)),
  "days_between(DATE,DATE)": strict((a: number, b: number) => a - b),

  "extract_year(TIMESTAMP)": ofDay((day) => civilFromDays(day).year),
  "extract_quarter(TIMESTAMP)": ofDay((day) => quarterOf(civilFromDays(day))),
  "extract_month(TIMESTAMP)": ofDay((day) => civilFromDays(day).month),
  "extract_day(TIMESTAMP)": ofDay((day) => civilFromDays(day).day),
  "extract_doy(TIMESTAMP)": ofDay((day) => day - firstDayOfYear(civilFromDays(day).year) + 1),
  "extract_dow(TIMESTAMP)": ofDay((day) => isoDayOfWeek(day) % 7),
  "extract_isodow(TIMESTAMP)": ofDay(isoDayOfWeek),
  "extract_isoyear(TIMESTAMP)": ofDay((day) => civilFromDays(thursdayOfWeek(day)).year),
  "extract_week(TIMESTAMP)": ofDay(isoWeek),
  "extract_hour(TIMESTAMP)": strict((us: bigint) => floorModulo(us, DAY_US) / HOUR_US),
  "extract_minute(TIMESTAMP)": strict((us: bigint) => floorModulo(us, HOUR_US) / MINUTE_US),

  "date_trunc_year(TIMESTAMP)": toDay((day) => firstDayOfYear(civilFromDays(day).year)),
  "date_trunc_quarter(TIMESTAMP)": toDay((day) => {
    const date = civilFromDays(day);
    return daysFromCivil({ year: date.year, month: quarterOf(date) * 3 - 2, day: 1 });
  }),
  "date_trunc_month(TIMESTAMP)": toDay((day) => daysFromCivil({ ...civilFromDays(day), day: 1 })),
  "date_trunc_week(TIMESTAMP)": toDay((day) => day - isoDayOfWeek(day) + 1),
  "date_trunc_day(TIMESTAMP)": toMultipleOf(DAY_US),
  "date_trunc_hour(TIMESTAMP)": toMultipleOf(HOUR_US),
  "date_trunc_minute(TIMESTAMP)": toMultipleOf(MINUTE_US),
  "date_trunc_second(TIMESTAMP)": toMultipleOf(SECOND_US),
  "date_trunc_millisecond(TIMESTAMP)": toMultipleOf(1000n),
  "date_trunc_microsecond(TIMESTAMP)": toMultipleOf(1n),
};

/** Months first (a day past the month's end is its last), then days, then microseconds; each step stays in range. */
function addInterval(us: bigint, interval: Interval): bigint | Fault {
  const inMonth = timestampInRange(addMonths(us, interval.months));
  if (inMonth instanceof Fault) return inMonth;
  const inDay = timestampInRange(inMonth + BigInt(interval.days) * DAY_US);
  if (inDay instanceof Fault) return inDay;
  return timestampInRange(inDay + interval.us);
}

function addMonths(us: bigint, months: number): bigint {
  if (months === 0) return us;
  const date = civilFromDays(dayOf(us));
  const monthsSinceYear0 = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(monthsSinceYear0 / 12);
  const month = monthsSinceYear0 - year * 12 + 1;
  const day = Math.min(date.day, daysInMonth(year, month));
  return midnight(daysFromCivil({ year, month, day })) + floorModulo(us, DAY_US);
}

function quarterOf({ month }: CivilDate): number {
  return Math.ceil(month / 3);
}

function firstDayOfYear(year: number): number {
  return daysFromCivil({ year, month: 1, day: 1 });
}

/** An ISO week belongs to the year of its Thursday. */
function thursdayOfWeek(day: number): number {
  return day - isoDayOfWeek(day) + 4;
}

function isoWeek(day: number): number {
  const thursday = thursdayOfWeek(day);
  return Math.floor((thursday - firstDayOfYear(civilFromDays(thursday).year)) / 7) + 1;
}

function ofDay(field: (day: number) => number): ScalarFunction {
  return strict((us: bigint): Value => BigInt(field(dayOf(us))));
}

function toDay(first: (day: number) => number): ScalarFunction {
  return strict((us: bigint) => midnight(first(dayOf(us))));
}

function toMultipleOf(unit: bigint): ScalarFunction {
  return strict((us: bigint) => floorDivide(us, unit) * unit);
}
