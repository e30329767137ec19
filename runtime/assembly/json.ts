import { INVALID_JSON, INVALID_UTF8 } from "./codes";
import { Failure } from "./failure";
import { Utf8 } from "./utf8";

export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const CLOSE_BRACE: u8 = 0x7d;
export const NEWLINE: u8 = 0x0a;
const OPEN_BRACE: u8 = 0x7b;
const OPEN_BRACKET: u8 = 0x5b;
const COLON: u8 = 0x3a;
const BACKSLASH: u8 = 0x5c;
const MINUS: u8 = 0x2d;
const ZERO: u8 = 0x30;

/** Containers that may stand inside one another, the object of the line included. */
const NESTING_MAX: u32 = 1000;

/** The byte that closes each container of the value that is being skipped, outermost first. */
const closers: usize = memory.data(<i32>NESTING_MAX + 1);

/**
 * The syntax of JSON (RFC 8259) within one line. A function takes the address at which something begins and returns
 * the address after it, or 0 for a fault: `Failure.code` then says which and `faultAt` where. The fault is the first
 * byte with which no valid line can go on, INVALID_UTF8 if an ill-formed sequence begins there, else INVALID_JSON.
 *
 * No function looks for the end of its input: a line ends in a newline, which is a fault in every token and no white
 * space. Up to 16 bytes beyond the line are read.
 */
export class Json {
  static faultAt: usize = 0;

  /** Sets the fault at `at`; always 0. */
  static fault(at: usize): usize {
    Json.faultAt = at;
    Failure.code = load<i8>(at) < 0 && !characterBytes(at) ? INVALID_UTF8 : INVALID_JSON;
    return 0;
  }

  /** Skips spaces, tabs and carriage returns; there may be none. */
  @inline static space(at: usize): usize {
    return load<u8>(at) > 0x20 ? at : skipSpace(at);
  }

  /** The first key of the object that is the line, or its closing brace. A blank line is 0 without a failure. */
  static open(line: usize): usize {
    const at = Json.space(line);
    const first = load<u8>(at);
    if (first == OPEN_BRACE) return Json.space(at + 1);
    return first == NEWLINE ? 0 : Json.fault(at);
  }

  /** The closing brace of the line's object at `at` and white space; returns the address of the newline. */
  static close(at: usize): usize {
    if (load<u8>(at) != CLOSE_BRACE) return Json.fault(at);
    const end = Json.space(at + 1);
    return load<u8>(end) == NEWLINE ? end : Json.fault(end);
  }

  static key(at: usize): usize {
    return load<u8>(at) == QUOTE ? Json.string(at + 1) : Json.fault(at);
  }

  /** The colon after a key and the white space around it. */
  static colon(at: usize): usize {
    const colon = Json.space(at);
    return load<u8>(colon) == COLON ? Json.space(colon + 1) : Json.fault(colon);
  }

  /** A value of any type. */
  static value(at: usize): usize {
    const first = load<u8>(at);
    if (first == QUOTE) return Json.string(at + 1);
    return first == OPEN_BRACE || first == OPEN_BRACKET ? skipContainer(at) : skipPlain(at);
  }

  /** The rest of a string after its opening quote; returns the address after the closing one. */
  static string(at: usize): usize {
    while (true) {
      const chunk = v128.load(at);
      // Signed, so that bytes beyond ASCII count as small; 0x02 maps the quote next to the control characters.
      const stops = i8x16.bitmask(
        v128.or(
          i8x16.lt_s(v128.xor(chunk, i8x16.splat(0x02)), i8x16.splat(0x21)),
          i8x16.eq(chunk, i8x16.splat(<i8>BACKSLASH)),
        ),
      );
      if (!stops) {
        at += 16;
        continue;
      }
      at += ctz(stops);
      const stop = load<u8>(at);
      if (stop == QUOTE) return at + 1;
      at = stop == BACKSLASH ? skipEscape(at) : stop < 0x80 ? Json.fault(at) : skipCharacters(at);
      if (!at) return 0;
    }
  }

  /** The unit of UTF-16 written as four hexadecimal digits; negative if they are not. */
  static unit(at: usize): i32 {
    return (hexDigit(at) << 12) | (hexDigit(at + 1) << 8) | (hexDigit(at + 2) << 4) | hexDigit(at + 3);
  }

  /** The next newline at or after `at`; there must be one. */
  static newline(at: usize): usize {
    while (true) {
      const newlines = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(<i8>NEWLINE)));
      if (newlines) return at + ctz(newlines);
      at += 16;
    }
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
    const first = load<u8>(at);
    if (first == OPEN_BRACE || first == OPEN_BRACKET) {
      if (depth == NESTING_MAX) return Json.fault(at);
      depth++;
      // The closing brace and bracket stand two after the opening ones in ASCII.
      store<u8>(closers + depth, first + 2);
      at = Json.space(at + 1);
      if (load<u8>(at) != first + 2) {
        if (first == OPEN_BRACE) at = skipName(at);
        if (!at) return 0;
        continue;
      }
    } else {
      at = first == QUOTE ? Json.string(at + 1) : skipPlain(at);
      if (!at) return 0;
      at = Json.space(at);
    }
    // After a value: some containers end here, then the next value of one that does not.
    while (true) {
      const closer = load<u8>(closers + depth);
      const byte = load<u8>(at);
      if (byte == COMMA) {
        at = Json.space(at + 1);
        if (closer == CLOSE_BRACE) at = skipName(at);
        if (!at) return 0;
        break;
      }
      if (byte != closer) return Json.fault(at);
      if (--depth == 1) return at + 1;
      at = Json.space(at + 1);
    }
  }
}

/** A key, its colon and the white space after that. */
function skipName(at: usize): usize {
  const end = Json.key(at);
  return end ? Json.colon(end) : 0;
}

/** A number, `true`, `false` or `null`. */
function skipPlain(at: usize): usize {
  const first = load<u8>(at);
  if (first == 0x74) return skipWord(at, 0x65757274, 4);
  if (first == 0x66) return skipWord(at, 0x65736c6166, 5);
  if (first == 0x6e) return skipWord(at, 0x6c6c756e, 4);
  return skipNumber(at);
}

/** The `bytes` bytes of `word`, its first letter lowest. */
function skipWord(at: usize, word: u64, bytes: u64): usize {
  const difference = (load<u64>(at) ^ word) << (64 - (bytes << 3));
  if (!difference) return at + <usize>bytes;
  return Json.fault(at + <usize>(ctz(difference) >> 3) - (8 - <usize>bytes));
}

function skipNumber(at: usize): usize {
  if (load<u8>(at) == MINUS) at++;
  const first = load<u8>(at);
  let end = skipDigits(at);
  if (end == at) return Json.fault(at);
  if (first == ZERO && end > at + 1) return Json.fault(at + 1);
  if (load<u8>(end) == 0x2e) {
    at = end + 1;
    end = skipDigits(at);
    if (end == at) return Json.fault(at);
  }
  if ((load<u8>(end) | 0x20) == 0x65) {
    at = end + 1;
    const sign = load<u8>(at);
    if (sign == 0x2b || sign == MINUS) at++;
    end = skipDigits(at);
    if (end == at) return Json.fault(at);
  }
  return end;
}

function skipDigits(at: usize): usize {
  while (true) {
    const digits = i8x16.sub(v128.load(at), i8x16.splat(<i8>ZERO));
    const others = i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
    if (others) return at + ctz(others);
    at += 16;
  }
}

/** An escape sequence. A high surrogate and the low one that must follow are one; half a pair is a fault as a whole. */
function skipEscape(at: usize): usize {
  switch (load<u8>(at, 1)) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 2;
    case 0x75:
      break;
    default:
      return Json.fault(at + 1);
  }
  const unit = Json.unit(at + 2);
  if (unit < 0) return faultInDigits(at + 2);
  if ((unit & 0xf800) != 0xd800) return at + 6;
  if (unit >= 0xdc00 || load<u16>(at, 6) != 0x755c) return Json.fault(at);
  const low = Json.unit(at + 8);
  if (low < 0) return faultInDigits(at + 8);
  return (low & 0xfc00) == 0xdc00 ? at + 12 : Json.fault(at);
}

function faultInDigits(at: usize): usize {
  while (hexDigit(at) >= 0) at++;
  return Json.fault(at);
}

function hexDigit(at: usize): i32 {
  const byte = <i32>load<u8>(at);
  const digit = byte - 0x30;
  if (<u32>digit <= 9) return digit;
  const letter = (byte | 0x20) - 0x61;
  return <u32>letter <= 5 ? letter + 10 : -1;
}

/** Characters beyond ASCII, at least one. */
function skipCharacters(at: usize): usize {
  let end = at;
  while (load<i8>(end) < 0) end++;
  if (Utf8.validate(at, end - at)) return end;
  for (let bytes = characterBytes(at); bytes; bytes = characterBytes(at)) at += bytes;
  return Json.fault(at);
}

/** Length of the well-formed sequence at `at`, which begins with no ASCII byte; 0 if there is none. */
function characterBytes(at: usize): usize {
  const bytes = Utf8.width(load<u8>(at));
  return Utf8.validate(at, bytes) ? bytes : 0;
}
