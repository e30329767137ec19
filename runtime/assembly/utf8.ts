import { validateBlocks } from "./utf8-validate";

/**
 * UTF-8 (RFC 3629). Except for `validate`, functions take well-formed text; other bytes make no sense to them but do
 * no harm. Ranges are read in blocks of 16 bytes, the last of which may reach 15 bytes past the end; what lies there
 * does not matter.
 */
export class Utf8 {
  /**
   * Whether the bytes are UTF-8: no stray, missing or surplus bytes, no overlong forms, no surrogates, nothing above
   * U+10FFFF.
   */
  static validate(start: usize, bytes: usize): bool {
    const end = start + bytes;
    for (let p = start; p < end; p += 16) {
      let beyondAscii: u32 = i8x16.bitmask(v128.load(p));
      if (end - p < 16) beyondAscii &= (1 << (<u32>(end - p))) - 1;
      if (beyondAscii) return validateBlocks(p, end);
    }
    return true;
  }

  /** Number of code points. */
  static codePoints(start: usize, bytes: usize): i32 {
    const end = start + bytes;
    let count = 0;
    let p = start;
    for (; p + 16 <= end; p += 16) count += popcnt(Utf8.firstBytes(p));
    if (p < end) count += popcnt(Utf8.firstBytes(p) & ((1 << (<u32>(end - p))) - 1));
    return count;
  }

  /** Address after the first `n` code points, or `end` if there are no more; `start` for n below 1. */
  static advance(start: usize, end: usize, n: i32): usize {
    if (n <= 0) return start;
    for (let p = start; p < end; p += 16) {
      let firsts: u32 = Utf8.firstBytes(p);
      const count = popcnt(firsts);
      if (n >= <i32>count) {
        n -= count;
        continue;
      }
      // The next code point begins at the first byte that n others precede.
      for (; n > 0; n--) firsts &= firsts - 1;
      return min(p + ctz(firsts), end);
    }
    return end;
  }

  /** Bit i is set where byte i of the 16 at `p` begins a code point: where it is no continuation byte (80 … BF). */
  @inline static firstBytes(p: usize): u32 {
    return i8x16.bitmask(i8x16.gt_s(v128.load(p), i8x16.splat(-65)));
  }

  /** Start of the last code point of [start, end), which is not empty. */
  @inline static last(start: usize, end: usize): usize {
    let p = end - 1;
    while (p > start && load<i8>(p) < -64) p--;
    return p;
  }

  /** Bytes of the code point that begins with `first`. */
  @inline static width(first: u32): u32 {
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  }

  /** The code point at `p`. */
  static decode(p: usize): u32 {
    const first: u32 = load<u8>(p);
    if (first < 0x80) return first;
    const second: u32 = load<u8>(p, 1) & 0x3f;
    if (first < 0xe0) return ((first & 0x1f) << 6) | second;
    const third: u32 = load<u8>(p, 2) & 0x3f;
    if (first < 0xf0) return ((first & 0x0f) << 12) | (second << 6) | third;
    return ((first & 0x07) << 18) | (second << 12) | (third << 6) | (load<u8>(p, 3) & 0x3f);
  }

  /** Writes a code point at `p`; returns the number of bytes, 1 to 4. */
  static encode(codePoint: u32, p: usize): u32 {
    if (codePoint < 0x80) {
      store<u8>(p, codePoint);
      return 1;
    }
    const bytes: u32 = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    for (let i = bytes - 1; i > 0; i--) {
      store<u8>(p + i, 0x80 | (codePoint & 0x3f));
      codePoint >>>= 6;
    }
    // As many leading ones as there are bytes, then a zero.
    store<u8>(p, (0xf00 >>> bytes) | codePoint);
    return bytes;
  }
}
