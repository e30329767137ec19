import { Batch } from "./batch";
import { Calendar, TIMESTAMP_MAX } from "./calendar";
import { DATETIME_OUT_OF_RANGE, NULL_NOT_ALLOWED, OUT_OF_RANGE, TEXT_TOO_LONG, WRONG_TYPE } from "./codes";
import { TextRef } from "./column";
import { DateTime } from "./datetime";
import { Digits } from "./digits";
import { Failure } from "./failure";
import { MINUS, QUOTE } from "./json";
import { JsonText } from "./json-text";
import { OUT_OF_MEMORY } from "./layout";
import { NumberParse } from "./number-parse";
import { Text } from "./text";
import { Utf8 } from "./utf8";

const ZERO: u8 = 0x30;

/**
 * Valid JSON values [at, end) as values of SQL types. A value that cannot be converted sets `Failure.code`:
 * NULL_NOT_ALLOWED for `null` (the caller knows whether it is allowed), WRONG_TYPE, or what the type's own text form
 * says.
 */
export class JsonValue {
  /** Whether the value at `at` is a number. */
  @inline static isNumber(at: usize): bool {
    const first = load<u8>(at);
    return first == MINUS || <u32>first - 0x30 <= 9;
  }

  static boolean(at: usize): bool {
    const first = load<u8>(at);
    if (first != 0x74 && first != 0x66) Failure.code = first == 0x6e ? NULL_NOT_ALLOWED : WRONG_TYPE;
    return first == 0x74;
  }

  /** Digits, or a string of digits, with or without a minus sign. */
  static i64(at: usize, end: usize): i64 {
    if (end - at <= 8) {
      const value = digits(at, end - at);
      if (value >= 0) return value;
    }
    if (JsonValue.isNumber(at)) return integer(at, end);
    const text = stringAt(at, end);
    return Failure.code ? 0 : integer(Text.address(text), Text.end(text));
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
    return JsonValue.isNumber(at) ? NumberParse.f64(at, end) : special(at, end);
  }

  static f32(at: usize, end: usize): f32 {
    return JsonValue.isNumber(at) ? NumberParse.f32(at, end) : <f32>special(at, end);
  }

  /** Days since 1970-01-01 of a string `YYYY-MM-DD`. */
  static date(at: usize, end: usize): i32 {
    const text = stringAt(at, end);
    return Failure.code ? 0 : DateTime.parseDate(Text.address(text), Text.end(text));
  }

  /** Microseconds since the epoch of a string or of a whole number of milliseconds, cut to multiples of `step`. */
  static timestamp(at: usize, end: usize, step: u32): i64 {
    if (JsonValue.isNumber(at)) return fromMilliseconds(integer(at, end), step);
    const text = stringAt(at, end);
    return Failure.code ? 0 : DateTime.parseTimestamp(Text.address(text), Text.end(text), step);
  }

  /** Appends a string to the column. After OUT_OF_MEMORY the row can be written again. */
  static text(batch: usize, column: usize, row: i32, at: usize, end: usize): void {
    const text = stringAt(at, end);
    if (!Failure.code && !Batch.setText(batch, column, row, text)) Failure.code = OUT_OF_MEMORY;
  }

  /** As `text`, of at most `length` code points. */
  static varchar(batch: usize, column: usize, row: i32, at: usize, end: usize, length: u32): void {
    const text = stringAt(at, end);
    const bytes = <u32>Text.bytes(text);
    if (bytes > length && <u32>Utf8.codePoints(Text.address(text), bytes) > length) Failure.code = TEXT_TOO_LONG;
    if (!Failure.code && !Batch.setText(batch, column, row, text)) Failure.code = OUT_OF_MEMORY;
  }
}

/** The text of a string; '' and a failure for any other value. */
function stringAt(at: usize, end: usize): TextRef {
  const first = load<u8>(at);
  if (first == QUOTE) return JsonText.of(at + 1, end - 1);
  Failure.code = first == 0x6e ? NULL_NOT_ALLOWED : WRONG_TYPE;
  return 0;
}

/** The number of one to eight digits; negative if other bytes are among them. */
function digits(at: usize, count: usize): i64 {
  // Shifted up, fewer than eight are as eight with zeros in front.
  const values = (load<u64>(at) - 0x3030303030303030) << (64 - ((<u64>count) << 3));
  // A byte above 9 carries into its upper bit, or has that bit already.
  if ((values | (values + 0x7676767676767676)) & 0x8080808080808080) return -1;
  return Digits.value(values + 0x3030303030303030);
}

/** An optional minus sign and digits; the first group of them has as many as those of eight leave over. */
function integer(start: usize, end: usize): i64 {
  const negative = load<u8>(start) == MINUS;
  let at = start + <usize>negative;
  while (end - at > 19 && load<u8>(at) == ZERO) at++;
  let code = at == end ? WRONG_TYPE : end - at > 19 ? OUT_OF_RANGE : 0;
  let value: u64 = 0;
  while (at < end) {
    const count = ((end - at - 1) & 7) + 1;
    const group = digits(at, count);
    if (group < 0) code = WRONG_TYPE;
    value = value * 100000000 + group;
    at += count;
  }
  if (code == 0 && value > <u64>i64.MAX_VALUE + <u64>negative) code = OUT_OF_RANGE;
  Failure.code = code;
  if (code) return 0;
  return negative ? -(<i64>value) : <i64>value;
}

/** `ms` as microseconds; out of range if there is no such BIGINT. */
function fromMilliseconds(ms: i64, step: u32): i64 {
  if (Failure.code == WRONG_TYPE) return 0;
  if (Failure.code || ms < -TIMESTAMP_MAX / 1000 || ms > TIMESTAMP_MAX / 1000) {
    Failure.code = DATETIME_OUT_OF_RANGE;
    return 0;
  }
  if (step <= 1000) return ms * 1000;
  const ts = Calendar.floor(ms * 1000, step);
  if (ts < -TIMESTAMP_MAX) Failure.code = DATETIME_OUT_OF_RANGE;
  return ts;
}

/** NaN and the infinities. */
function special(at: usize, end: usize): f64 {
  const text = stringAt(at, end);
  if (Failure.code) return 0;
  const start = Text.address(text);
  const bytes = Text.bytes(text);
  if (bytes == 3 && (load<u32>(start) & 0xffffff) == 0x4e614e) return NaN;
  const minus = bytes == 9 && load<u8>(start) == MINUS;
  if (bytes == 8 + <i32>minus && load<u64>(start + <usize>minus) == 0x7974696e69666e49) {
    return minus ? -Infinity : Infinity;
  }
  Failure.code = WRONG_TYPE;
  return 0;
}
