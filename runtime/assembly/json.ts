import { INVALID_JSON, INVALID_UTF8 } from "./codes";
import { Failure } from "./failure";

export const NEWLINE: u8 = 0x0a;
export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const MINUS: u8 = 0x2d;
export const CLOSE_BRACE: u8 = 0x7d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const NINE: u8 = 0x39;
const COLON: u8 = 0x3a;
const OPEN_BRACKET: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const OPEN_BRACE: u8 = 0x7b;

/** Containers that may stand inside one another, the object of the line included. */
const NESTING_MAX: u32 = 1000;

/** The byte that closes each container of the value that is being skipped, by its depth. */
const closers: usize = memory.data(<i32>NESTING_MAX + 1);

/**
 * The syntax of JSON (RFC 8259) within one line. A function takes the address at which something begins and returns
 * the address after it, or 0 for a fault: `Failure.code` then says which and `faultAt` where. The fault is the first
 * byte with which no valid line can go on, INVALID_UTF8 if an ill-formed sequence begins there, else INVALID_JSON.
 *
 * No function looks for the end of its input: a line ends in a newline, which is a fault in every token and no white
 * space. Up to 80 bytes beyond the line are read.
 */
export class Json {
  static faultAt: usize = 0;
  /** The closing quote of the key that `name` read last. */
  static keyEnd: usize = 0;
  /** Where the last escape sequence in a string of this line began; 0 if there was none. */
  static escapeAt: usize = 0;
  /** The code point that `escape` read last. */
  static codePoint: u32 = 0;

  /** Sets the fault at `at`; always 0. */
  static fault(at: usize): usize {
    Json.faultAt = at;
    Failure.code = load<i8>(at) < 0 && !characterBytes(at) ? INVALID_UTF8 : INVALID_JSON;
    return 0;
  }

  /** Skips spaces, tabs and carriage returns; mostly there are none. */
  @inline static space(at: usize): usize {
    return load<u8>(at) > 0x20 ? at : skipSpace(at);
  }

  /** The first key of the object that is the line, or its closing brace. A blank line is 0 without a failure. */
  static open(line: usize): usize {
    Json.escapeAt = 0;
    const at = Json.space(line);
    const first = load<u8>(at);
    if (first == OPEN_BRACE) return Json.space(at + 1);
    return first == NEWLINE ? 0 : Json.fault(at);
  }

  /** The closing brace of the line's object and white space; returns the address of the newline. */
  static close(at: usize): usize {
    if (load<u8>(at) == CLOSE_BRACE) {
      at = Json.space(at + 1);
      if (load<u8>(at) == NEWLINE) return at;
    }
    return Json.fault(at);
  }

  /** A key, its colon and the white space around that. */
  static name(at: usize): usize {
    if (load<u8>(at) != QUOTE) return Json.fault(at);
    at = Json.string(at + 1);
    if (!at) return 0;
    Json.keyEnd = at - 1;
    at = skipSpace(at);
    return load<u8>(at) == COLON ? skipSpace(at + 1) : Json.fault(at);
  }

  /** A value of any type. */
  static value(at: usize): usize {
    const first = load<u8>(at);
    if (first == QUOTE) return Json.string(at + 1);
    if (first <= NINE) return skipNumber(at);
    return first == OPEN_BRACE || first == OPEN_BRACKET ? skipContainer(at) : skipWord(at);
  }

  /** The rest of a string after its opening quote; returns the address after the closing one. */
  static string(at: usize): usize {
    while (true) {
      // Short strings end in their first block; longer ones are read by four, since where each ends is hard to predict.
      let stops: u64 = Json.stopsIn(at);
      if (!stops) {
        at += 16;
        stops =
          Json.stopsIn(at) |
          (Json.stopsIn(at + 16) << 16) |
          (Json.stopsIn(at + 32) << 32) |
          (Json.stopsIn(at + 48) << 48);
        if (!stops) {
          at += 64;
          continue;
        }
      }
      at += <usize>ctz(stops);
      const stop = load<u8>(at);
      if (stop == QUOTE) return at + 1;
      at = stop == BACKSLASH ? Json.escape(at) : stop < 0x80 ? Json.fault(at) : skipCharacters(at);
      if (!at) return 0;
    }
  }

  /** Bit i is set where byte i of 16 is a quote, a backslash, a control character or none of ASCII. */
  @inline static stopsIn(at: usize): u64 {
    const chunk = v128.load(at);
    // Signed, so that bytes beyond ASCII count as small; 0x02 maps the quote next to the control characters.
    const small = i8x16.lt_s(v128.xor(chunk, i8x16.splat(0x02)), i8x16.splat(0x21));
    return <u64>i8x16.bitmask(v128.or(small, i8x16.eq(chunk, i8x16.splat(<i8>BACKSLASH))));
  }

  /** An escape sequence. Two halves of a surrogate pair are one; half a pair is a fault where it begins. */
  static escape(at: usize): usize {
    Json.escapeAt = at;
    const letter = load<u8>(at, 1);
    if (letter != 0x75) {
      Json.codePoint = shortEscape(letter);
      return Json.codePoint ? at + 2 : Json.fault(at + 1);
    }
    const unit = codeUnit(at + 2);
    if (unit < 0) return 0;
    Json.codePoint = unit;
    if ((unit & 0xf800) != 0xd800) return at + 6;
    if (unit >= 0xdc00 || load<u16>(at, 6) != 0x755c) return Json.fault(at);
    const low = codeUnit(at + 8);
    if (low < 0) return 0;
    Json.codePoint = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
    return (low & 0xfc00) == 0xdc00 ? at + 12 : Json.fault(at);
  }
}

function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x09 && byte != 0x0d) return at;
    at++;
  }
}

/** An object or array, without recursion. */
function skipContainer(at: usize): usize {
  let depth: u32 = 1;
  while (true) {
    // A value begins at `at`.
    const first = load<u8>(at);
    let opened = first == OPEN_BRACE || first == OPEN_BRACKET;
    if (opened) {
      if (depth == NESTING_MAX) return Json.fault(at);
      depth++;
      // Braces and brackets close two after they open in ASCII.
      store<u8>(closers + depth, first + 2);
      at++;
    } else {
      at = first == QUOTE ? Json.string(at + 1) : first <= NINE ? skipNumber(at) : skipWord(at);
      if (!at) return 0;
    }
    at = skipSpace(at);
    let closer = load<u8>(closers + depth);
    while (load<u8>(at) == closer) {
      if (--depth == 1) return at + 1;
      at = skipSpace(at + 1);
      closer = load<u8>(closers + depth);
      opened = false;
    }
    if (!opened) {
      if (load<u8>(at) != COMMA) return Json.fault(at);
      at = skipSpace(at + 1);
    }
    if (closer == CLOSE_BRACE) at = Json.name(at);
    if (!at) return 0;
  }
}

/** `true`, `false` or `null`. */
function skipWord(at: usize): usize {
  const first = load<u8>(at);
  let word: u64 = 0x65757274;
  let bytes: usize = 4;
  if (first == 0x6e) word = 0x6c6c756e;
  else if (first == 0x66) {
    word = 0x65736c6166;
    bytes = 5;
  }
  const same = <usize>(ctz(load<u64>(at) ^ word) >>> 3);
  return same >= bytes ? at + bytes : Json.fault(at + same);
}

/** Digits, and what may stand around them; whatever does not begin with those is a fault. */
function skipNumber(at: usize): usize {
  if (load<u8>(at) == MINUS) at++;
  if (load<u8>(at) == ZERO && isDigit(load<u8>(at, 1))) return Json.fault(at + 1);
  let hasPoint = false;
  let hasExponent = false;
  while (true) {
    let end = skipDigits(at);
    if (end == at) return Json.fault(at);
    const next = load<u8>(end++);
    if (next == POINT && !hasPoint && !hasExponent) hasPoint = true;
    else if ((next | 0x20) == 0x65 && !hasExponent) {
      hasExponent = true;
      const sign = load<u8>(end);
      if (sign == PLUS || sign == MINUS) end++;
    } else return end - 1;
    at = end;
  }
}

function skipDigits(at: usize): usize {
  while (true) {
    const digits = i8x16.sub(v128.load(at), i8x16.splat(<i8>ZERO));
    const others = i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
    if (others) return at + ctz(others);
    at += 16;
  }
}

/** What the letter after a backslash stands for; 0 if it may not stand there. */
function shortEscape(letter: u32): u32 {
  if (letter == QUOTE || letter == BACKSLASH || letter == 0x2f) return letter;
  // b, f, n, r and t stand an even number of letters behind b: half a byte for every second one.
  const place = letter - 0x62;
  return place > 18 || place & 1 ? 0 : <u32>(0x9d0a000c08 >>> ((<u64>place) << 1)) & 15;
}

/** The UTF-16 code unit of four hexadecimal digits; negative after a fault in them. */
function codeUnit(at: usize): i32 {
  let unit = 0;
  for (const end = at + 4; at < end; at++) {
    const digit = hexDigit(load<u8>(at));
    if (digit < 0) {
      Json.fault(at);
      return -1;
    }
    unit = (unit << 4) | digit;
  }
  return unit;
}

function isDigit(byte: u32): bool {
  return byte - 0x30 <= 9;
}

/** Negative if the byte is no hexadecimal digit. */
function hexDigit(byte: u32): i32 {
  if (isDigit(byte)) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter <= 5 ? letter + 10 : -1;
}

/** Characters beyond ASCII, at least one. */
function skipCharacters(at: usize): usize {
  do {
    const bytes = characterBytes(at);
    if (!bytes) return Json.fault(at);
    at += bytes;
  } while (load<i8>(at) < 0);
  return at;
}

/**
 * Length of the well-formed sequence at `at`, which begins with no ASCII byte; 0 if there is none (RFC 3629). Runs of
 * such characters are short in most text: blockwise checks such as `Utf8.validate` begin to pay beyond that.
 */
function characterBytes(at: usize): usize {
  const word = load<u32>(at);
  // The first two bytes in reading order, which bound the code point.
  const lead = ((word & 0xff) << 8) | ((word >>> 8) & 0xff);
  if (lead < 0xe000) return lead >= 0xc200 && (word & 0xc000) == 0x8000 ? 2 : 0;
  if (lead < 0xf000) {
    return (word & 0xc0c000) == 0x808000 && lead >= 0xe0a0 && (lead & 0xffe0) != 0xeda0 ? 3 : 0;
  }
  return (word & 0xc0c0c000) == 0x80808000 && lead >= 0xf090 && lead <= 0xf48f ? 4 : 0;
}
