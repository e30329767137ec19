import { Digits } from "./digits";
import { ShortestDecimal } from "./shortest-decimal";

/**
 * Numbers as text, in PostgreSQL's forms. Each function returns how many bytes the text has; up to 32 bytes from `at`
 * on may be written.
 */
export class NumberPrint {
  static i64(v: i64, at: usize): i32 {
    if (v >= 0) return printDigits(v, at);
    store<u8>(at, 0x2d);
    return 1 + printDigits(0 - <u64>v, at + 1);
  }

  /** The fewest digits that read back as `v`; scientific below 1e-04 and from 1e+15. */
  static f64(v: f64, at: usize): i32 {
    const bits = reinterpret<u64>(v);
    return printFloating(bits & ~((<u64>1) << 63), bits >>> 63 != 0, 52, 15, at);
  }

  /** The fewest digits that read back as `v`; scientific below 1e-04 and from 1e+06. */
  static f32(v: f32, at: usize): i32 {
    const bits = reinterpret<u32>(v);
    return printFloating(bits & 0x7fffffff, bits >>> 31 != 0, 23, 6, at);
  }
}

/** `bits` is the magnitude; `fractionBits` 52 or 23 says of which format. */
function printFloating(bits: u64, negative: bool, fractionBits: u32, scientificFrom: i32, at: usize): i32 {
  const infinity: u64 = fractionBits == 52 ? 0x7ff0000000000000 : 0x7f800000;
  if (bits > infinity) {
    store<u32>(at, 0x4e614e); // NaN
    return 3;
  }
  let p = at;
  if (negative) store<u8>(p++, 0x2d);
  if (bits == infinity) {
    store<u64>(p, 0x7974696e69666e49); // Infinity
    p += 8;
  } else if (!bits) {
    store<u8>(p++, 0x30);
  } else {
    ShortestDecimal.find(bits, fractionBits);
    p += layOut(ShortestDecimal.significand, ShortestDecimal.exponent, scientificFrom, p);
  }
  return <i32>(p - at);
}

/** `digits` × 10^`power`; there are at most 17 digits, of which the last is no zero. */
function layOut(digits: u64, power: i32, scientificFrom: i32, at: usize): i32 {
  const count = printDigits(digits, at);
  /** Of the first digit. */
  const exponent = power + count - 1;
  if (exponent < -4 || exponent >= scientificFrom) {
    if (count == 1) return 1 + printExponent(exponent, at + 1);
    insertPoint(at + 1, count - 1);
    return 1 + count + printExponent(exponent, at + 1 + <usize>count);
  }
  if (exponent < 0) {
    // At most three zeros stand between the point and the first digit.
    const shift = 1 - exponent;
    const first = v128.load(at);
    const last = load<u8>(at, 16);
    store<u64>(at, 0x3030303030302e30); // 0.000000
    v128.store(at + <usize>shift, first);
    store<u8>(at + <usize>shift, last, 16);
    return shift + count;
  }
  if (power < 0) {
    insertPoint(at + <usize>exponent + 1, -power);
    return count + 1;
  }
  v128.store(at + <usize>count, i8x16.splat(0x30));
  return count + power;
}

/** Moves the `count` bytes at `at`, 16 at most, up by one and puts a point there. */
function insertPoint(at: usize, count: i32): void {
  if (count > 8) v128.store(at, v128.load(at), 1);
  else store<u64>(at, load<u64>(at), 1);
  store<u8>(at, 0x2e);
}

/** `e+15`, `e-07`, `e+300`; at least two digits. */
function printExponent(exponent: i32, at: usize): i32 {
  store<u16>(at, exponent < 0 ? 0x2d65 : 0x2b65);
  const magnitude = abs(exponent);
  if (magnitude >= 100) {
    store<u8>(at, 0x30 + magnitude / 100, 2);
    store<u16>(at, Digits.two(magnitude % 100), 3);
    return 5;
  }
  store<u16>(at, Digits.two(magnitude), 2);
  return 4;
}

/** The digits of `v`, eight to a store. */
function printDigits(v: u64, at: usize): i32 {
  if (v < 100000000) return printFirstDigits(<u32>v, at);
  const upper = v / 100000000;
  const count = printDigits(upper, at);
  store<u64>(at + <usize>count, Digits.text(<u32>(v - upper * 100000000)));
  return count + 8;
}

function printFirstDigits(v: u32, at: usize): i32 {
  const text = Digits.text(v);
  // Leading zeros are shifted out, save the last digit.
  const zeros = <i32>ctz((text & 0x0f0f0f0f0f0f0f0f) | ((<u64>1) << 56)) >>> 3;
  store<u64>(at, text >>> (zeros << 3));
  return 8 - zeros;
}
