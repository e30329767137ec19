import { Calendar, DAY_US, SECOND_US, TIMESTAMP_MAX } from "./calendar";
import { DATETIME_OUT_OF_RANGE, INVALID_DATETIME } from "./codes";
import { Digits } from "./digits";
import { Failure } from "./failure";
import { Word } from "./word";

/** Bytes after the year: `-MM-DD`, with ` HH:MM`, with `:SS`; more are a point and digits. */
const TO_DAY = 6;
const TO_MINUTE = 12;
const TO_SECOND = 15;
const TO_POINT = 16;
/** Bit i is set where i bytes are one of the first three. */
const SHAPES: u32 = (1 << TO_DAY) | (1 << TO_MINUTE) | (1 << TO_SECOND);

/** As `DateTime.parseDate` says. */
export function parseDate(start: usize, end: usize): i32 {
  const p = skipYear(start, end);
  if (end - p != TO_DAY) return <i32>invalid();
  // A DATE is in range if its midnight is.
  return <i32>(parseTimestamp(start, end, 1) / DAY_US);
}

/** As `DateTime.parseTimestamp` says. */
export function parseTimestamp(start: usize, end: usize, step: u32): i64 {
  const p = skipYear(start, end);
  let bytes = <i32>(end - p);
  if (bytes > TO_MINUTE && load<u8>(end - 1) == 0x5a) bytes--;
  const isKnown = bytes > TO_POINT || ((SHAPES >>> bytes) & 1) != 0;

  // Words are compared with their shape by XOR: digits are 0 to 9 then, and separators and what is left out 0.
  const date = (load<u64>(p) ^ 0x300030302d30302d) & (bytes == TO_DAY ? 0xffffffffffff : 0xff00ffffffffffff); // -00-00_0
  const time = (load<u64>(p, 8) ^ 0x2e30303a30303a30) & Word.lowBytes(bytes - 8); // 0:00:00.
  // Adding 76 carries digits above 9 into the upper bit of their byte, adding 7f all separators but the right one.
  const faults = (date + 0x760076767f76767f) | (time + 0x7f76767f76767f76) | date | time;
  const isSeparated = bytes == TO_DAY || load<u8>(p, 6) == 0x20 || load<u8>(p, 6) == 0x54; // a blank or T
  const fraction = microseconds(p + TO_POINT, p + bytes);
  if (!isKnown || faults & 0x8080808080808080 || !isSeparated || fraction < 0) return invalid();

  const dates = Digits.pairs(date);
  const times = Digits.pairs(time);
  const month = Word.byte(dates, 1);
  const day = Word.byte(dates, 4);
  const hour = Word.byte(date, 7) * 10 + Word.byte(time, 0);
  const minute = Word.byte(times, 2);
  const second = Word.byte(times, 5);
  if (!dayExists(year, month, day) || hour > 23 || minute > 59 || second > 59) return outOfRange();
  const clock = <i64>((hour * 60 + minute) * 60 + second) * SECOND_US;
  const ts = <i64>Calendar.days(year, month, day) * DAY_US + clock + <i64>(fraction - (<u32>fraction % step));
  return ts >= -TIMESTAMP_MAX && ts <= TIMESTAMP_MAX ? ts : outOfRange();
}

/** Bounds on the year keep what is computed from it within 32 bits; those of a timestamp are narrower. */
function dayExists(year: i32, month: i32, day: i32): bool {
  const isMonth = <u32>(year + 200000) <= 400000 && <u32>(month - 1) < 12;
  return isMonth && day > 0 && day <= Calendar.monthDays(year, month);
}

/** The year that `skipYear` read last. */
let year = 0;

/** The address after an optional minus sign and 4 to 6 digits; `end`, or an address beyond it, if something else stands there. */
function skipYear(start: usize, end: usize): usize {
  // Four digits and a minus sign, as nearly always.
  const four = load<u32>(start) ^ 0x30303030;
  if (!((four | (four + 0x76767676)) & 0x80808080) && load<u8>(start, 4) == 0x2d) {
    const pairs = four * 10 + (four >>> 8);
    year = (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
    return start + 4;
  }
  const negative = start < end && load<u8>(start) == 0x2d;
  const digits = start + <usize>negative;
  let p = digits;
  let value = 0;
  for (; p < end && <u32>load<u8>(p) - 0x30 <= 9; p++) value = value * 10 + load<u8>(p) - 0x30;
  year = negative ? -value : value;
  return p - digits - 4 <= 2 ? p : end;
}

/** The first six of the digits in [start, end), as if they were six; negative if other bytes are among them. */
function microseconds(start: usize, end: usize): i32 {
  let value = 0;
  let unit: u32 = 100000;
  for (let p = start; p < end; p++) {
    const digit = <u32>load<u8>(p) - 0x30;
    if (digit > 9) return -1;
    value += digit * unit;
    unit /= 10;
  }
  return value;
}

function invalid(): i64 {
  Failure.code = INVALID_DATETIME;
  return 0;
}

function outOfRange(): i64 {
  Failure.code = DATETIME_OUT_OF_RANGE;
  return 0;
}
