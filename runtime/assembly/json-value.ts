import { Batch } from "./batch";
import {
  DATETIME_OUT_OF_RANGE,
  INVALID_TEXT,
  NULL_NOT_ALLOWED,
  OUT_OF_RANGE,
  TEXT_TOO_LONG,
  WRONG_TYPE,
} from "./codes";
import { DateTime } from "./datetime";
import { Digits } from "./digits";
import { Failure } from "./failure";
import { QUOTE } from "./json";
import { JsonText } from "./json-text";
import { OUT_OF_MEMORY } from "./layout";
import { NumberParse } from "./number-parse";
import { Text } from "./text";
import { Utf8 } from "./utf8";

/** Largest distance of a TIMESTAMP from the epoch, in milliseconds. */
const MILLISECONDS_MAX: i64 = (1 << 62) / 1000;

const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;

/**
 * Valid JSON values [at, end) as values of SQL types. A value that cannot be converted sets `Failure.code`:
 * NULL_NOT_ALLOWED for `null` (the caller knows whether it is allowed), WRONG_TYPE, or what the type's own text form
 * says.
 */
export class JsonValue {
  static boolean(at: usize): bool {
    const first = load<u8>(at);
    if (first != 0x74 && first != 0x66) refuse(at);
    return first == 0x74;
  }

  /** Digits, or a string of digits, with or without a minus sign. */
  static i64(at: usize, end: usize): i64 {
    const bytes = <u64>(end - at);
    if (bytes <= 8) {
      // The digits become the upper bytes of a word; a shorter number is as one with zeros in front.
      const values = (load<u64>(at) - 0x3030303030303030) << (64 - (bytes << 3));
      if (!((values | (values + 0x7676767676767676)) & 0x8080808080808080)) return <i64>Digits.value(values + 0x3030303030303030);
    }
    if (isNumber(at)) return digits(at, end);
    if (load<u8>(at) != QUOTE) return <i64>refuse(at);
    const text = JsonText.of(at + 1, end - 1);
    return digits(Text.address(text), Text.end(text));
  }

  static i32(at: usize, end: usize): i32 {
    const value = JsonValue.i64(at, end);
    if (value != <i64>(<i32>value)) Failure.code = OUT_OF_RANGE;
    return <i32>value;
  }

  static i16(at: usize, end: usize): i16 {
    const value = JsonValue.i64(at, end);
    if (value != <i64>(<i16>value)) Failure.code = OUT_OF_RANGE;
    return <i16>value;
  }

  static i8(at: usize, end: usize): i8 {
    const value = JsonValue.i64(at, end);
    if (value != <i64>(<i8>value)) Failure.code = OUT_OF_RANGE;
    return <i8>value;
  }

  /** A number, or "NaN", "Infinity", "-Infinity". */
  static f64(at: usize, end: usize): f64 {
    return isNumber(at) ? NumberParse.f64(at, end) : special(at, end);
  }

  static f32(at: usize, end: usize): f32 {
    return isNumber(at) ? NumberParse.f32(at, end) : <f32>special(at, end);
  }

  /** Days since 1970-01-01 of a string `YYYY-MM-DD`. */
  static date(at: usize, end: usize): i32 {
    if (load<u8>(at) != QUOTE) return refuse(at);
    const text = JsonText.of(at + 1, end - 1);
    return Failure.code ? 0 : DateTime.parseDate(Text.address(text), Text.end(text));
  }

  /** Microseconds since the epoch of a string or of a whole number of milliseconds, cut to `precision` digits. */
  static timestamp(at: usize, end: usize, precision: i32): i64 {
    if (load<u8>(at) != QUOTE) return fromMilliseconds(at, end, precision);
    const us = DateTime.parseTimestamp(at + 1, end - 1, precision);
    // Escapes are looked for only now: no one writes a time with them.
    if (!Failure.code || !JsonText.hasEscape(at + 1, end - 1)) return us;
    Failure.code = 0;
    const text = JsonText.of(at + 1, end - 1);
    return Failure.code ? 0 : DateTime.parseTimestamp(Text.address(text), Text.end(text), precision);
  }

  /** Appends a string to the column; with OUT_OF_MEMORY the row can be written again. */
  static text(batch: usize, column: usize, row: i32, at: usize, end: usize): void {
    if (load<u8>(at) != QUOTE) {
      refuse(at);
      return;
    }
    const text = JsonText.of(at + 1, end - 1);
    if (!Failure.code && !Batch.setText(batch, column, row, text)) Failure.code = OUT_OF_MEMORY;
  }

  /** As `text`, of at most `length` code points. */
  static varchar(batch: usize, column: usize, row: i32, at: usize, end: usize, length: u32): void {
    if (load<u8>(at) != QUOTE) {
      refuse(at);
      return;
    }
    const text = JsonText.of(at + 1, end - 1);
    if (Failure.code) return;
    const bytes = <u32>Text.bytes(text);
    if (bytes > length && <u32>Utf8.codePoints(Text.address(text), bytes) > length) Failure.code = TEXT_TOO_LONG;
    else if (!Batch.setText(batch, column, row, text)) Failure.code = OUT_OF_MEMORY;
  }
}

/** The value at `at` is null, or has a type that the column cannot take. Always 0. */
function refuse(at: usize): i32 {
  Failure.code = load<u8>(at) == 0x6e ? NULL_NOT_ALLOWED : WRONG_TYPE;
  return 0;
}

function isNumber(at: usize): bool {
  const first = load<u8>(at);
  return first == MINUS || <u32>first - 0x30 <= 9;
}

/** What else reads as a number, with a fraction or a plus sign, has another type. */
function digits(start: usize, end: usize): i64 {
  const value = NumberParse.i64(start, end);
  if (Failure.code == INVALID_TEXT || load<u8>(start) == PLUS) Failure.code = WRONG_TYPE;
  return value;
}

function fromMilliseconds(at: usize, end: usize, precision: i32): i64 {
  if (!isNumber(at)) return <i64>refuse(at);
  const ms = digits(at, end);
  if (Failure.code == WRONG_TYPE) return 0;
  if (Failure.code || ms < -MILLISECONDS_MAX || ms > MILLISECONDS_MAX) {
    Failure.code = DATETIME_OUT_OF_RANGE;
    return 0;
  }
  let unit: i64 = 1;
  for (let digits = precision; digits < 3; digits++) unit *= 10;
  return (ms - (((ms % unit) + unit) % unit)) * 1000;
}

/** NaN and the infinities. */
function special(at: usize, end: usize): f64 {
  if (load<u8>(at) != QUOTE) return <f64>refuse(at);
  const text = JsonText.of(at + 1, end - 1);
  const bytes = <u32>Text.bytes(text);
  let start = Text.address(text);
  if (bytes == 3 && (load<u32>(start) & 0xffffff) == 0x4e614e) return NaN;
  const minus = bytes == 9 && load<u8>(start) == MINUS;
  if (bytes == 8 + <u32>minus && load<u64>(start + <usize>minus) == 0x7974696e69666e49) {
    return minus ? -Infinity : Infinity;
  }
  if (!Failure.code) Failure.code = WRONG_TYPE;
  return 0;
}
