import { INVALID_SUBSTRING } from "./codes";
import { TextRef } from "./column";
import { Failure } from "./failure";
import { hashBytes } from "./text-hash";
import { Room } from "./text-room";
import { findBytes, sameBytes } from "./text-search";
import { skipBack, skipBackSpaces, skipForward, skipForwardSpaces } from "./text-trim";
import { Utf8 } from "./utf8";

/**
 * SQL text: well-formed UTF-8 as a `TextRef`. Positions and lengths count code points, from 1; order and equality go
 * by bytes, which is the order of code points. A part of a text is a view of it; new text lies in `Scratch` and is
 * empty if memory has ended.
 */
export class Text {
  @inline static of(address: usize, bytes: usize): TextRef {
    return ((<u64>bytes) << 32) | <u64>address;
  }

  @inline static address(t: TextRef): usize {
    return <usize>t;
  }

  @inline static bytes(t: TextRef): i32 {
    return <i32>(t >>> 32);
  }

  /** Address of the byte after the last one. */
  @inline static end(t: TextRef): usize {
    return Text.address(t) + <usize>Text.bytes(t);
  }

  static equals(a: TextRef, b: TextRef): bool {
    return Text.bytes(a) == Text.bytes(b) && sameBytes(Text.address(a), Text.address(b), Text.bytes(a));
  }

  /** -1, 0 or 1. */
  static compare(a: TextRef, b: TextRef): i32 {
    const common: usize = min(Text.bytes(a), Text.bytes(b));
    let p = Text.address(a);
    let q = Text.address(b);
    const end = p + common;
    for (; p + 8 <= end; p += 8, q += 8) {
      const x = load<u64>(p);
      const y = load<u64>(q);
      if (x != y) return orderOf(x, y);
    }
    const mask = ((<u64>1) << ((<u64>(end - p)) << 3)) - 1;
    const x = load<u64>(p) & mask;
    const y = load<u64>(q) & mask;
    if (x != y) return orderOf(x, y);
    return <i32>(Text.bytes(a) > Text.bytes(b)) - <i32>(Text.bytes(a) < Text.bytes(b));
  }

  /** Equal texts have equal hashes; any 32 bits of it are as good as any other. */
  @inline static hash(t: TextRef): u64 {
    return hashBytes(Text.address(t), Text.bytes(t));
  }

  /** Number of code points. */
  static length(t: TextRef): i32 {
    return Utf8.codePoints(Text.address(t), Text.bytes(t));
  }

  static concat(a: TextRef, b: TextRef): TextRef {
    const aBytes: usize = Text.bytes(a);
    const bBytes: usize = Text.bytes(b);
    const room = Room.alloc(<u64>aBytes + <u64>bBytes);
    if (!room) return 0;
    Room.copy(room, Text.address(a), aBytes);
    Room.copy(room + aBytes, Text.address(b), bBytes);
    return Text.of(room, aBytes + bBytes);
  }

  /** From position `from`, or from the start if that lies before it. */
  static substringFrom(t: TextRef, from: i32): TextRef {
    const end = Text.end(t);
    const start = from > 1 ? Utf8.advance(Text.address(t), end, from - 1) : Text.address(t);
    return Text.of(start, end - start);
  }

  /** `count` positions from `from` on; those outside the text are empty. A negative count: INVALID_SUBSTRING. */
  static substring(t: TextRef, from: i32, count: i32): TextRef {
    if (count < 0) Failure.code = INVALID_SUBSTRING;
    const first: i64 = max(from, 1);
    const after = <i64>from + <i64>count;
    if (after <= first) return 0;
    // No text has as many code points as an i32 counts.
    return Text.truncate(Text.substringFrom(t, <i32>first), <i32>min<i64>(after - first, i32.MAX_VALUE));
  }

  /** The first `n` code points; all but the last -n if `n` is negative. */
  static left(t: TextRef, n: i32): TextRef {
    return Text.truncate(t, n >= 0 ? n : Text.length(t) + n);
  }

  /** The last `n` code points; all but the first -n if `n` is negative. */
  static right(t: TextRef, n: i32): TextRef {
    const skipped = n >= 0 ? <i64>Text.length(t) - <i64>n : -(<i64>n);
    return Text.substringFrom(t, <i32>min<i64>(skipped + 1, i32.MAX_VALUE));
  }

  /** The first `n` code points, none if `n` is negative: the cast to VARCHAR(n). */
  static truncate(t: TextRef, n: i32): TextRef {
    const start = Text.address(t);
    return Text.of(start, Utf8.advance(start, Text.end(t), n) - start);
  }

  static trimSpaces(t: TextRef): TextRef {
    return Text.rtrimSpaces(Text.ltrimSpaces(t));
  }

  static ltrimSpaces(t: TextRef): TextRef {
    const end = Text.end(t);
    const start = skipForwardSpaces(Text.address(t), end);
    return Text.of(start, end - start);
  }

  static rtrimSpaces(t: TextRef): TextRef {
    const start = Text.address(t);
    return Text.of(start, skipBackSpaces(start, Text.end(t)) - start);
  }

  /** Without code points of `characters` at both ends. */
  static trim(t: TextRef, characters: TextRef): TextRef {
    return Text.rtrim(Text.ltrim(t, characters), characters);
  }

  static ltrim(t: TextRef, characters: TextRef): TextRef {
    const end = Text.end(t);
    const start = skipForward(Text.address(t), end, Text.address(characters), Text.end(characters));
    return Text.of(start, end - start);
  }

  static rtrim(t: TextRef, characters: TextRef): TextRef {
    const start = Text.address(t);
    const end = skipBack(start, Text.end(t), Text.address(characters), Text.end(characters));
    return Text.of(start, end - start);
  }

  /** Every occurrence of `wanted`, from the left and without overlap, replaced; an empty `wanted` occurs nowhere. */
  static replace(t: TextRef, wanted: TextRef, replacement: TextRef): TextRef {
    const wantedBytes: usize = Text.bytes(wanted);
    const replacementBytes: usize = Text.bytes(replacement);
    const end = Text.end(t);
    let count: u64 = 0;
    if (wantedBytes) {
      let found = findBytes(Text.address(t), end, Text.address(wanted), wantedBytes);
      for (; found; found = findBytes(found + wantedBytes, end, Text.address(wanted), wantedBytes)) count++;
    }
    if (!count) return t;
    const bytes = <u64>Text.bytes(t) - count * <u64>wantedBytes + count * <u64>replacementBytes;
    const room = Room.alloc(bytes);
    if (!room) return 0;
    let from = Text.address(t);
    let to = room;
    for (; count; count--) {
      const found = findBytes(from, end, Text.address(wanted), wantedBytes);
      Room.copy(to, from, found - from);
      to += found - from;
      Room.copy(to, Text.address(replacement), replacementBytes);
      to += replacementBytes;
      from = found + wantedBytes;
    }
    Room.copy(to, from, end - from);
    return Text.of(room, <usize>bytes);
  }

  /** Position of the first `needle` in `hay`; 0 if there is none, 1 for an empty needle. */
  static position(hay: TextRef, needle: TextRef): i32 {
    // Where an empty text lies at address 0, finding nothing in it looks like not finding it.
    if (!Text.bytes(needle)) return 1;
    const start = Text.address(hay);
    const found = findBytes(start, Text.end(hay), Text.address(needle), Text.bytes(needle));
    return found ? Utf8.codePoints(start, found - start) + 1 : 0;
  }

  static startsWith(t: TextRef, prefix: TextRef): bool {
    return Text.bytes(prefix) <= Text.bytes(t) && sameBytes(Text.address(t), Text.address(prefix), Text.bytes(prefix));
  }
}

/** The order of two different words by their first different byte, the lowest. */
function orderOf(x: u64, y: u64): i32 {
  const shift = ctz(x ^ y) & 56;
  return ((x >>> shift) & 0xff) < ((y >>> shift) & 0xff) ? -1 : 1;
}
