import { Digits } from "./digits";

/** Every number of this many digits fits a u64. */
const DIGITS_MAX: usize = 19;
/** Exponents beyond it are cut: the number is 0 or infinite whatever its digits. */
const EXPONENT_MAX: i32 = 1 << 28;

/**
 * A decimal number read from text: ±`significand` × 10^`exponent`. If it has more than 19 significant digits,
 * `significand` holds the first 19 and `cut` is true. The digits stand in [`digits`, `digitsEnd`), leading zeros and
 * point included.
 */
export class DecimalScan {
  static negative: bool = false;
  static significand: u64 = 0;
  static exponent: i32 = 0;
  static cut: bool = false;
  static digits: usize = 0;
  static digitsEnd: usize = 0;

  /**
   * Reads [start, end): sign, digits with or without a point among or around them, exponent; at least one digit.
   * False if that is not what stands there.
   */
  static scan(start: usize, end: usize): bool {
    let p = start;
    const sign: u32 = p < end ? load<u8>(p) : 0;
    DecimalScan.negative = sign == 0x2d;
    if (sign == 0x2d || sign == 0x2b) p++;

    DecimalScan.digits = p;
    const point = DecimalScan.run(p, end, 0);
    let count: usize = point - p;
    let fraction: usize = 0;
    p = point;
    if (p < end && load<u8>(p) == 0x2e) {
      p = DecimalScan.run(p + 1, end, DecimalScan.significand);
      fraction = p - point - 1;
      count += fraction;
    }
    if (!count) return false;
    DecimalScan.digitsEnd = p;
    DecimalScan.cut = false;

    let exponent: i64 = 0;
    if (p < end && (load<u8>(p) | 0x20) == 0x65) {
      const negative = p + 1 < end && load<u8>(p, 1) == 0x2d;
      p += p + 1 < end && (negative || load<u8>(p, 1) == 0x2b) ? 2 : 1;
      if (p == end) return false;
      for (; p < end; p++) {
        const digit: u32 = load<u8>(p) - 0x30;
        if (digit > 9) return false;
        if (exponent < EXPONENT_MAX) exponent = exponent * 10 + digit;
      }
      if (negative) exponent = -exponent;
    }
    if (p != end) return false;
    exponent -= <i64>fraction;
    if (count > DIGITS_MAX) exponent += <i64>firstDigits();
    DecimalScan.exponent = <i32>min<i64>(max<i64>(exponent, -EXPONENT_MAX), EXPONENT_MAX);
    return true;
  }

  /** Appends the digits at `p` to `significand`, modulo 2^64; returns the address after them. */
  @inline static run(p: usize, end: usize, significand: u64): usize {
    for (; p + 8 <= end; p += 8) {
      const word = load<u64>(p);
      if (!Digits.eight(word)) break;
      significand = significand * 100000000 + Digits.value(word);
    }
    for (; p < end; p++) {
      const digit: u32 = load<u8>(p) - 0x30;
      if (digit > 9) break;
      significand = significand * 10 + digit;
    }
    DecimalScan.significand = significand;
    return p;
  }
}

/** Reads the first 19 significant digits again, `significand` having run over; returns how many digits follow. */
function firstDigits(): usize {
  let significand: u64 = 0;
  let count: usize = 0;
  let rest: usize = 0;
  for (let p = DecimalScan.digits; p < DecimalScan.digitsEnd; p++) {
    const digit: u32 = load<u8>(p) - 0x30;
    if (digit > 9) continue; // the point
    if (count == DIGITS_MAX) rest++;
    else significand = significand * 10 + digit;
    if (count < DIGITS_MAX && significand) count++;
  }
  DecimalScan.significand = significand;
  DecimalScan.cut = rest > 0;
  return rest;
}
