import { Calendar, DATE_MAX, DAY_US, SECOND_US, TIMESTAMP_MAX } from "./calendar";
import { DATETIME_OUT_OF_RANGE, INVALID_DATETIME } from "./codes";
import { Digits } from "./digits";
import { Failure } from "./failure";
import { Word } from "./word";

/** What `usualTimestamp` returns for a text of another shape: no timestamp. */
const OTHER_SHAPE: i64 = i64.MIN_VALUE;

/** As `DateTime.parseTimestamp` says. */
export function parseTimestamp(start: usize, end: usize, precision: i32): i64 {
  const zone = <usize>(end - start > 16 && load<u8>(end - 1) == 0x5a);
  const bytes = end - start - zone;
  if (bytes == 19 || bytes == 23 || bytes == 26) {
    const ts = usualTimestamp(start, bytes, precision);
    if (ts != OTHER_SHAPE) return ts;
  }
  return anyTimestamp(start, end, precision);
}

/** As `DateTime.parseDate` says. */
export function parseDate(start: usize, end: usize): i32 {
  const p = skipYear(start, end);
  if (!p || end - p != 6) return <i32>invalid();
  const month = twoDigitsAfter(p, 0x2d);
  const day = twoDigitsAfter(p + 3, 0x2d);
  if ((month | day) < 0) return <i32>invalid();
  const year = yearIn(start, p);
  if (!dayExists(year, month, day)) return <i32>outOfRange();
  const days = Calendar.days(year, month, day);
  return days >= -DATE_MAX && days <= DATE_MAX ? days : <i32>outOfRange();
}

/**
 * The shapes of 19, 23 and 26 bytes, `YYYY-MM-DD HH:MM:SS` alone and with three or six digits more, by words: a word
 * is compared with its shape by XOR, after which digits are 0 to 9 and separators 0.
 */
function usualTimestamp(start: usize, bytes: usize, precision: i32): i64 {
  const separator = load<u8>(start, 10);
  const date = load<u64>(start) ^ 0x2d30302d30303030; // 0000-00-
  const time = (load<u64>(start, 8) & 0xffffffffff00ffff) ^ 0x30303a3030003030; // 00_00:00
  let rest = (load<u64>(start, 16) ^ 0x303030302e30303a) & Word.lowBytes(<i32>bytes - 16); // :00.0000
  let last = (<u64>load<u16>(start, 24) ^ 0x3030) & Word.lowBytes(<i32>bytes - 24); // 00
  // Adding 76 carries digits above 9 into the upper bit of their byte, adding 7f all separators but the right one.
  const faults =
    (date + 0x7f76767f76767676) |
    (time + 0x76767f76767f7676) |
    (rest + 0x767676767f76767f) |
    (last + 0x7676) |
    date |
    time |
    rest |
    last;
  if ((faults & 0x8080808080808080) != 0 || !isSeparator(separator)) return OTHER_SHAPE;

  rest &= Word.lowBytes(precision + 4);
  last &= Word.lowBytes(precision - 4);
  const dates = Digits.pairs(date);
  const times = Digits.pairs(time);
  const rests = Digits.pairs(rest);
  return instant(
    Word.byte(dates, 0) * 100 + Word.byte(dates, 2),
    Word.byte(dates, 5),
    Word.byte(times, 0),
    Word.byte(times, 3),
    Word.byte(times, 6),
    Word.byte(rests, 1),
    Word.byte(rests, 4) * 10000 + Word.byte(rests, 6) * 100 + Word.byte(Digits.pairs(last), 0),
  );
}

function anyTimestamp(start: usize, end: usize, precision: i32): i64 {
  let p = skipYear(start, end);
  if (!p || end - p < 6) return invalid();
  const year = yearIn(start, p);
  const month = twoDigitsAfter(p, 0x2d);
  const day = twoDigitsAfter(p + 3, 0x2d);
  let hour = 0;
  let minute = 0;
  let second = 0;
  let fraction = 0;
  p += 6;
  if (p < end) {
    if (end - p < 6 || !isSeparator(load<u8>(p))) return invalid();
    hour = twoDigitsAfter(p, load<u8>(p));
    minute = twoDigitsAfter(p + 3, 0x3a);
    p += 6;
    if (end - p >= 3 && load<u8>(p) == 0x3a) {
      second = twoDigitsAfter(p, 0x3a);
      p += 3;
      if (end - p >= 2 && load<u8>(p) == 0x2e && isDigit(p + 1)) {
        const digits = p + 1;
        p = skipDigits(digits, end);
        fraction = microseconds(digits, p);
      }
    }
    if (p < end && load<u8>(p) == 0x5a) p++;
  }
  if (p != end || (month | day | hour | minute | second) < 0) return invalid();
  const ts = instant(year, month, day, hour, minute, second, fraction);
  return precision < 6 ? ts - <i64>(<u32>fraction % Calendar.precisionUs(precision)) : ts;
}

/** The instant with these parts, none of which is negative but the year. `fraction` is microseconds. */
function instant(year: i32, month: i32, day: i32, hour: i32, minute: i32, second: i32, fraction: i32): i64 {
  if (!dayExists(year, month, day) || hour > 23 || minute > 59 || second > 59) return outOfRange();
  const time = <i64>((hour * 60 + minute) * 60 + second) * SECOND_US;
  const ts = <i64>Calendar.days(year, month, day) * DAY_US + time + <i64>fraction;
  return ts >= -TIMESTAMP_MAX && ts <= TIMESTAMP_MAX ? ts : outOfRange();
}

/** Bounds on the year keep what is computed from it within 32 bits; those of a timestamp are narrower. */
function dayExists(year: i32, month: i32, day: i32): bool {
  if (year < -200000 || year > 200000 || <u32>month - 1 > 11 || day < 1) return false;
  return day <= 28 || day <= Calendar.monthDays(year, month);
}

/** The address after an optional minus sign and 4 to 6 digits, 0 if something else stands there. */
function skipYear(start: usize, end: usize): usize {
  const digits = start + <usize>(start < end && load<u8>(start) == 0x2d);
  const p = skipDigits(digits, end);
  return p - digits >= 4 && p - digits <= 6 ? p : 0;
}

/** The year that `skipYear` has found in [start, end). */
function yearIn(start: usize, end: usize): i32 {
  const negative = load<u8>(start) == 0x2d;
  let year = 0;
  for (let p = start + <usize>negative; p < end; p++) year = year * 10 + load<u8>(p) - 0x30;
  return negative ? -year : year;
}

/** The first six of the digits in [start, end), as if they were six. */
function microseconds(start: usize, end: usize): i32 {
  let value = 0;
  for (let p = start; p < start + 6; p++) value = value * 10 + (p < end ? load<u8>(p) - 0x30 : 0);
  return value;
}

/** `separator` and two digits; -1 if something else stands there. */
function twoDigitsAfter(p: usize, separator: u32): i32 {
  if (load<u8>(p) != separator || !isDigit(p + 1) || !isDigit(p + 2)) return -1;
  return (load<u8>(p, 1) - 0x30) * 10 + load<u8>(p, 2) - 0x30;
}

function skipDigits(p: usize, end: usize): usize {
  while (p < end && isDigit(p)) p++;
  return p;
}

function isDigit(p: usize): bool {
  return <u32>load<u8>(p) - 0x30 <= 9;
}

/** A blank or T. */
function isSeparator(byte: u32): bool {
  return byte == 0x20 || byte == 0x54;
}

function invalid(): i64 {
  Failure.code = INVALID_DATETIME;
  return 0;
}

function outOfRange(): i64 {
  Failure.code = DATETIME_OUT_OF_RANGE;
  return 0;
}
