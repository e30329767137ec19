export const SECOND_US: i64 = 1000000;
export const MINUTE_US: i64 = 60000000;
export const HOUR_US: i64 = 3600000000;
export const DAY_US: i64 = 86400000000;

/** A TIMESTAMP lies within ±2^62 µs, about 146,000 years. */
export const TIMESTAMP_MAX: i64 = 1 << 62;
/** A DATE is a day whose midnight does. */
export const DATE_MAX: i32 = 53375995;

/** Cycles of 400 years by which days and years are shifted into the positive: enough for every i64 of microseconds. */
const CYCLES = 740;
const CYCLE_DAYS = 146097;
/** From 1 March of the year 0 to 1970-01-01. */
const EPOCH_DAYS = 719468;

/**
 * The proleptic Gregorian calendar: days are counted from 1970-01-01, years are astronomical (0 is 1 BC). By C. Neri
 * and L. Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022), where divisions
 * become products.
 */
export class Calendar {
  /** Year, month and day in one number, for `year`, `month` and `dayOfMonth`. Any day of an i64 of microseconds. */
  static civil(days: i32): i32 {
    const shifted: u32 = days + EPOCH_DAYS + CYCLES * CYCLE_DAYS;
    const n1 = 4 * shifted + 3;
    const century = n1 / CYCLE_DAYS;
    const n2 = ((n1 % CYCLE_DAYS) >>> 2) * 4 + 3;
    const product = <u64>2939745 * <u64>n2;
    const dayOfYear = (<u32>product / 2939745) >>> 2;
    const n3 = 2141 * dayOfYear + 197913;
    // These years begin in March: January and February are months 13 and 14.
    const nextYear = dayOfYear >= 306;
    const year = <i32>(100 * century + <u32>(product >>> 32)) - 400 * CYCLES + <i32>nextYear;
    const month = (n3 >>> 16) - (nextYear ? 12 : 0);
    const day = (n3 & 0xffff) / 2141 + 1;
    return (year << 9) | <i32>((month << 5) | day);
  }

  @inline static year(civil: i32): i32 {
    return civil >> 9;
  }

  /** 1 to 12. */
  @inline static month(civil: i32): i32 {
    return (civil >>> 5) & 15;
  }

  /** From 1. */
  @inline static dayOfMonth(civil: i32): i32 {
    return civil & 31;
  }

  /** Years from -290,000 to 290,000, months 1 to 12; days beyond the month's end go on into the next one. */
  static days(year: i32, month: i32, day: i32): i32 {
    const early = <i32>(month <= 2);
    const y = <u32>(year + 400 * CYCLES - early);
    const century = y / 100;
    const monthDays = (979 * (month + 12 * early) - 2919) >> 5;
    return (
      <i32>(((1461 * y) >>> 2) - century + (century >>> 2)) + monthDays + day - 1 - EPOCH_DAYS - CYCLES * CYCLE_DAYS
    );
  }

  /** Days of the month: 28 to 31. */
  @inline static monthDays(year: i32, month: i32): i32 {
    // July and August, where long months meet, are told apart by bit 3.
    return month == 2 ? 28 + <i32>isLeap(year) : 30 | (month ^ (month >> 3));
  }

  /** The day on which a timestamp lies. */
  @inline static dayOf(ts: i64): i32 {
    const day = ts / DAY_US;
    return <i32>(day - <i64>(day * DAY_US > ts));
  }

  /** Monday is 1, Sunday 7. */
  @inline static isoWeekday(days: i32): i32 {
    // 1970-01-01 was a Thursday; the shift is a whole number of weeks, for a cycle is.
    return <i32>(<u32>(days + 3 + CYCLES * CYCLE_DAYS) % 7) + 1;
  }

  /** The largest multiple of `unit` that is not above `ts`. */
  @inline static floor(ts: i64, unit: i64): i64 {
    const rest = ts % unit;
    return ts - rest - (rest < 0 ? unit : 0);
  }
}

function isLeap(year: i32): bool {
  return (year & 3) == 0 && (year % 100 != 0 || (year & 15) == 0);
}
