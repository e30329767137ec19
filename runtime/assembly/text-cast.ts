import { INVALID_TEXT, OUT_OF_RANGE } from "./codes";
import { TextRef } from "./column";
import { DateTime } from "./datetime";
import { Failure } from "./failure";
import { NumberParse } from "./number-parse";
import { NumberPrint } from "./number-print";
import { Scratch } from "./scratch";
import { Text } from "./text";
import { Room } from "./text-room";

const BLANK: u8 = 0x20;
const LETTER_T: u8 = 0x54;

/**
 * CAST from and to TEXT. White space around a value is let pass: blank, tab, line feed, vertical tab, form feed,
 * carriage return. New texts lie in `Scratch`.
 */
export class TextCast {
  /** A beginning of true, false, yes, no; on, off or of; 1, 0; in any case. Else INVALID_TEXT. */
  static toBoolean(t: TextRef): bool {
    const start = skipSpace(t);
    const bytes = endOfValue(start, t) - start;
    const word = lowerWord(start, bytes);
    const isTrue = begins(word, bytes, 0x65757274) || begins(word, bytes, 0x736579); // true, yes
    if (isTrue || word == 0x31 || word == 0x6e6f) return true; // 1, on
    const isFalse = begins(word, bytes, 0x65736c6166) || begins(word, bytes, 0x6f6e); // false, no
    if (!(isFalse || word == 0x30 || word == 0x666f || word == 0x66666f)) Failure.code = INVALID_TEXT; // 0, of, off
    return false;
  }

  static toI64(t: TextRef): i64 {
    const start = skipSpace(t);
    return NumberParse.i64(start, endOfValue(start, t));
  }

  static toI32(t: TextRef): i32 {
    return within(TextCast.toI64(t), i32.MIN_VALUE, i32.MAX_VALUE);
  }

  static toI16(t: TextRef): i32 {
    return within(TextCast.toI64(t), i16.MIN_VALUE, i16.MAX_VALUE);
  }

  static toI8(t: TextRef): i32 {
    return within(TextCast.toI64(t), i8.MIN_VALUE, i8.MAX_VALUE);
  }

  /** A decimal, or NaN, Infinity, Inf with or without a sign, in any case. */
  static toF64(t: TextRef): f64 {
    const start = skipSpace(t);
    const end = endOfValue(start, t);
    const special = specialF64(start, end);
    return special == 0 ? NumberParse.f64(start, end) : special;
  }

  /** As `toF64`, rounded once. */
  static toF32(t: TextRef): f32 {
    const start = skipSpace(t);
    const end = endOfValue(start, t);
    const special = specialF64(start, end);
    return special == 0 ? NumberParse.f32(start, end) : <f32>special;
  }

  /** A date, or the date of a timestamp. */
  static toDate(t: TextRef): i32 {
    const start = skipSpace(t);
    const end = endOfValue(start, t);
    for (let p = start; p < end; p++) {
      const byte = load<u8>(p);
      if (byte == BLANK || byte == LETTER_T) return DateTime.dateOf(DateTime.parseTimestamp(start, end, 1));
    }
    return DateTime.parseDate(start, end);
  }

  /** Digits beyond the sixth are cut off. */
  static toTimestamp(t: TextRef): i64 {
    const start = skipSpace(t);
    return DateTime.parseTimestamp(start, endOfValue(start, t), 1);
  }

  /** `true` or `false`. */
  static fromBoolean(v: bool): TextRef {
    const room = Room.alloc(5);
    if (!room) return 0;
    store<u64>(room, v ? 0x65757274 : 0x65736c6166);
    return Text.of(room, v ? 4 : 5);
  }

  static fromI64(v: i64): TextRef {
    const room = Room.alloc(PRINTED_MAX);
    return room ? printed(room, NumberPrint.i64(v, room)) : 0;
  }

  static fromF64(v: f64): TextRef {
    const room = Room.alloc(PRINTED_MAX);
    return room ? printed(room, NumberPrint.f64(v, room)) : 0;
  }

  static fromF32(v: f32): TextRef {
    const room = Room.alloc(PRINTED_MAX);
    return room ? printed(room, NumberPrint.f32(v, room)) : 0;
  }

  static fromDate(days: i32): TextRef {
    const room = Room.alloc(PRINTED_MAX);
    return room ? printed(room, DateTime.printDate(days, room)) : 0;
  }

  /** Without trailing zeros of the fraction. */
  static fromTimestamp(ts: i64): TextRef {
    const room = Room.alloc(PRINTED_MAX);
    return room ? printed(room, DateTime.printTimestampTrimmed(ts, room)) : 0;
  }
}

/** Bytes that a printed number, date or time may overwrite. */
const PRINTED_MAX: u64 = 32;

function printed(room: usize, bytes: usize): TextRef {
  Scratch.trim(room, bytes);
  return Text.of(room, bytes);
}

function within(v: i64, lowest: i64, highest: i64): i32 {
  if (v < lowest || v > highest) Failure.code = OUT_OF_RANGE;
  return <i32>v;
}

function skipSpace(t: TextRef): usize {
  let p = Text.address(t);
  while (p < Text.end(t) && isSpace(load<u8>(p))) p++;
  return p;
}

/** The end of `t` without white space; not before `start`. */
function endOfValue(start: usize, t: TextRef): usize {
  let end = Text.end(t);
  while (end > start && isSpace(load<u8>(end - 1))) end--;
  return end;
}

function isSpace(byte: u32): bool {
  return byte == 0x20 || byte - 9 <= 4;
}

/** Up to 8 bytes as a word, letters in lower case; 0 if there are none or more, or a NUL is the last. */
function lowerWord(start: usize, bytes: usize): u64 {
  if (!bytes || bytes > 8 || !load<u8>(start + bytes - 1)) return 0;
  const word = load<u64>(start) & (<u64>-1 >>> <u64>(64 - (bytes << 3)));
  // Bit 5 tells capitals apart; what else it changes becomes no letter of the words looked for.
  return word | ((word & 0x4040404040404040) >>> 1);
}

/** Whether the `bytes` bytes of `word` are where the word `whole` begins. */
function begins(word: u64, bytes: usize, whole: u64): bool {
  return word != 0 && (whole & (<u64>-1 >>> <u64>(64 - (bytes << 3)))) == word;
}

/** NaN or an infinity; 0 if the text is neither. */
function specialF64(start: usize, end: usize): f64 {
  const sign: u32 = start < end ? load<u8>(start) : 0;
  const first = start + <usize>(sign == 0x2d || sign == 0x2b);
  const word = lowerWord(first, end - first);
  if (word == 0x6e616e) return NaN; // nan
  if (word != 0x666e69 && word != 0x7974696e69666e69) return 0; // inf, infinity
  return sign == 0x2d ? -Infinity : Infinity;
}
