import { Calendar, DATE_MAX, DAY_US, HOUR_US, MINUTE_US, SECOND_US, TIMESTAMP_MAX } from "./calendar";
import { Checked } from "./checked";
import { DATETIME_OUT_OF_RANGE } from "./codes";
import { parseDate, parseTimestamp } from "./datetime-parse";
import { printDate, printTimestamp } from "./datetime-print";
import { Failure } from "./failure";

/**
 * TIMESTAMP: microseconds since 1970-01-01 00:00:00 UTC, within ±2^62. DATE: days since then. The calendar is the
 * proleptic Gregorian one with astronomical years.
 */
export class DateTime {
  static extractYear(ts: i64): i64 {
    return Calendar.year(civilOf(ts));
  }

  static extractQuarter(ts: i64): i64 {
    return quarter(civilOf(ts));
  }

  static extractMonth(ts: i64): i64 {
    return Calendar.month(civilOf(ts));
  }

  /** ISO 8601: week 1 holds the year's first Thursday. */
  static extractWeek(ts: i64): i64 {
    const thursday = thursdayOf(ts);
    const year = Calendar.year(Calendar.civil(thursday));
    return (thursday - Calendar.days(year, 1, 1)) / 7 + 1;
  }

  static extractDay(ts: i64): i64 {
    return Calendar.dayOfMonth(civilOf(ts));
  }

  static extractHour(ts: i64): i64 {
    return (ts - Calendar.floor(ts, DAY_US)) / HOUR_US;
  }

  static extractMinute(ts: i64): i64 {
    return (ts - Calendar.floor(ts, HOUR_US)) / MINUTE_US;
  }

  /** The year to which the ISO week belongs. */
  static extractIsoyear(ts: i64): i64 {
    return Calendar.year(Calendar.civil(thursdayOf(ts)));
  }

  /** Day of the year, from 1. */
  static extractDoy(ts: i64): i64 {
    const day = Calendar.dayOf(ts);
    return day - Calendar.days(Calendar.year(Calendar.civil(day)), 1, 1) + 1;
  }

  /** Sunday is 0, Saturday 6. */
  static extractDow(ts: i64): i64 {
    return Calendar.isoWeekday(Calendar.dayOf(ts)) % 7;
  }

  /** Monday is 1, Sunday 7. */
  static extractIsodow(ts: i64): i64 {
    return Calendar.isoWeekday(Calendar.dayOf(ts));
  }

  static truncYear(ts: i64): i64 {
    return midnight(Calendar.days(Calendar.year(civilOf(ts)), 1, 1));
  }

  static truncQuarter(ts: i64): i64 {
    const civil = civilOf(ts);
    return midnight(Calendar.days(Calendar.year(civil), 3 * quarter(civil) - 2, 1));
  }

  static truncMonth(ts: i64): i64 {
    const civil = civilOf(ts);
    return midnight(Calendar.days(Calendar.year(civil), Calendar.month(civil), 1));
  }

  /** To Monday. */
  static truncWeek(ts: i64): i64 {
    const day = Calendar.dayOf(ts);
    return midnight(day - Calendar.isoWeekday(day) + 1);
  }

  static truncDay(ts: i64): i64 {
    return Calendar.floor(ts, DAY_US);
  }

  static truncHour(ts: i64): i64 {
    return Calendar.floor(ts, HOUR_US);
  }

  static truncMinute(ts: i64): i64 {
    return Calendar.floor(ts, MINUTE_US);
  }

  static truncSecond(ts: i64): i64 {
    return Calendar.floor(ts, SECOND_US);
  }

  static truncMillisecond(ts: i64): i64 {
    return Calendar.floor(ts, 1000);
  }

  @inline static truncMicrosecond(ts: i64): i64 {
    return ts;
  }

  /**
   * Months first (a day past the month's end is its last), then days, then microseconds. DATETIME_OUT_OF_RANGE if any
   * of the three steps leaves the range.
   */
  static addInterval(ts: i64, months: i32, days: i32, us: i64): i64 {
    if (months) ts = addMonths(ts, months);
    // A day beyond the range is not multiplied: the product could wrap.
    const day = <i64>Calendar.dayOf(ts) + <i64>days;
    if (day < -DATE_MAX - 1 || day > DATE_MAX) return outOfRange();
    ts = inRange(ts + <i64>days * DAY_US);
    const sum = ts + us;
    return Checked.addOverflows64(ts, us, sum) ? outOfRange() : inRange(sum);
  }

  /** DATETIME_OUT_OF_RANGE for a day whose midnight is no timestamp. */
  static addDays(date: i32, days: i64): i32 {
    const sum = <i64>date + days;
    // Wrapped, the sum lies far below the range.
    if (sum < -DATE_MAX || sum > DATE_MAX) Failure.code = DATETIME_OUT_OF_RANGE;
    return <i32>sum;
  }

  /** The day on which a timestamp lies. */
  static dateOf(ts: i64): i32 {
    return Calendar.dayOf(ts);
  }

  /** Midnight; DATETIME_OUT_OF_RANGE if that is no timestamp. */
  static timestampOf(date: i32): i64 {
    return inRange(midnight(date));
  }

  /** To a multiple of `step`, half away from 1970: the cast to a TIMESTAMP whose finest digit is as many microseconds. */
  static roundTo(ts: i64, step: i64): i64 {
    const half = step >> 1;
    return inRange(ts < 0 ? -((half - ts) / step) * step : ((ts + half) / step) * step);
  }

  /**
   * `YYYY-MM-DD`, or that with a blank or `T`, then `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f…`, then perhaps `Z`; years of
   * 4 to 6 digits, perhaps with a minus sign. Cut to a multiple of `step` toward minus infinity. Another shape
   * is INVALID_DATETIME; a day or time that does not exist (24:00 and second 60 do not) or that lies beyond the range
   * is DATETIME_OUT_OF_RANGE.
   */
  @inline static parseTimestamp(start: usize, end: usize, step: u32): i64 {
    return parseTimestamp(start, end, step);
  }

  /** `YYYY-MM-DD`; failures as for timestamps. */
  @inline static parseDate(start: usize, end: usize): i32 {
    return parseDate(start, end);
  }

  /**
   * `YYYY-MM-DD HH:MM:SS` and `digits` fraction digits, 0 to 6; years beyond 9999 have more digits, those before 0 a
   * minus sign. Returns the number of bytes; up to 32 may be written.
   */
  @inline static printTimestamp(ts: i64, digits: i32, at: usize): i32 {
    return printTimestamp(ts, digits, at);
  }

  /** With as many fraction digits as are not trailing zeros. */
  static printTimestampTrimmed(ts: i64, at: usize): i32 {
    let digits = 6;
    for (let unit: i64 = 10; digits && ts % unit == 0; unit *= 10) digits--;
    return printTimestamp(ts, digits, at);
  }

  /** `YYYY-MM-DD` */
  @inline static printDate(days: i32, at: usize): i32 {
    return printDate(days, at);
  }
}

function civilOf(ts: i64): i32 {
  return Calendar.civil(Calendar.dayOf(ts));
}

function quarter(civil: i32): i32 {
  return (Calendar.month(civil) + 2) / 3;
}

/** The Thursday of the ISO week, whose year is the week's. */
function thursdayOf(ts: i64): i32 {
  const day = Calendar.dayOf(ts);
  return day - Calendar.isoWeekday(day) + 4;
}

function midnight(day: i32): i64 {
  return <i64>day * DAY_US;
}

function addMonths(ts: i64, months: i32): i64 {
  const today = Calendar.dayOf(ts);
  const civil = Calendar.civil(today);
  const count = <i64>Calendar.year(civil) * 12 + <i64>(Calendar.month(civil) - 1) + <i64>months;
  const year = Calendar.floor(count, 12) / 12;
  if (year < -200000 || year > 200000) return outOfRange();
  const month = <i32>(count - year * 12) + 1;
  const last = Calendar.monthDays(<i32>year, month);
  const day = Calendar.days(<i32>year, month, min(Calendar.dayOfMonth(civil), last));
  return inRange(ts + <i64>(day - today) * DAY_US);
}

function inRange(ts: i64): i64 {
  return ts >= -TIMESTAMP_MAX && ts <= TIMESTAMP_MAX ? ts : outOfRange();
}

function outOfRange(): i64 {
  Failure.code = DATETIME_OUT_OF_RANGE;
  return 0;
}
