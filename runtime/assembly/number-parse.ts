import { INVALID_TEXT, OUT_OF_RANGE } from "./codes";
import { DecimalRound } from "./decimal-round";
import { DecimalScan } from "./decimal-scan";
import { Digits } from "./digits";
import { Failure } from "./failure";
import { PowerTable } from "./power-table";

/**
 * Numbers from text in [start, end), without white space. Whatever does not read as a whole is INVALID_TEXT, whatever
 * the type cannot hold OUT_OF_RANGE.
 */
export class NumberParse {
  /** An optional sign and digits. */
  static i64(start: usize, end: usize): i64 {
    let p = start;
    const sign: u32 = p < end ? load<u8>(p) : 0;
    const negative = sign == 0x2d;
    if (negative || sign == 0x2b) p++;
    let length: usize = end - p;
    if (length > 19) {
      for (; length > 19 && load<u8>(p) == 0x30; length--) p++;
      if (length > 19) return tooLong(p, end);
    }
    if (p >= end) return invalid();

    // The digits that do not fill a word come first, behind as many zeros as they lack.
    const head: u64 = length & 7;
    let value: u64 = 0;
    if (head) {
      const word = (load<u64>(p) << (64 - (head << 3))) | (<u64>0x3030303030303030 >>> (head << 3));
      if (!Digits.eight(word)) return invalid();
      value = Digits.value(word);
      p += <usize>head;
    }
    for (; p < end; p += 8) {
      const word = load<u64>(p);
      if (!Digits.eight(word)) return invalid();
      value = value * 100000000 + Digits.value(word);
    }
    if (value > <u64>i64.MAX_VALUE + <u64>negative) Failure.code = OUT_OF_RANGE;
    return negative ? -(<i64>value) : <i64>value;
  }

  /** The nearest double, ties to even: `1`, `.5`, `5.`, `-1e3`, `+5`. */
  static f64(start: usize, end: usize): f64 {
    if (!DecimalScan.scan(start, end)) return <f64>invalid();
    const significand = DecimalScan.significand;
    const exponent = DecimalScan.exponent;
    let value: f64;
    // Both factors exact, so their product or quotient is rounded once (W. Clinger, "How to read floating point
    // numbers accurately").
    if (!DecimalScan.cut && significand <= 1 << 53 && exponent >= -22 && exponent <= 22) {
      const power = powerOfTen(abs(exponent));
      value = exponent < 0 ? <f64>significand / power : <f64>significand * power;
    } else {
      value = reinterpret<f64>(DecimalRound.scanned(52));
      if (!isFinite(value)) Failure.code = OUT_OF_RANGE;
    }
    return DecimalScan.negative ? -value : value;
  }

  /** The nearest f32, rounded once, from the decimal. */
  static f32(start: usize, end: usize): f32 {
    if (!DecimalScan.scan(start, end)) return <f32>invalid();
    const significand = DecimalScan.significand;
    const exponent = DecimalScan.exponent;
    let value: f32;
    if (!DecimalScan.cut && significand <= 1 << 24 && exponent >= -10 && exponent <= 10) {
      const power = <f32>powerOfTen(abs(exponent));
      value = exponent < 0 ? <f32>significand / power : <f32>significand * power;
    } else {
      value = reinterpret<f32>(<u32>DecimalRound.scanned(23));
      if (!isFinite(value)) Failure.code = OUT_OF_RANGE;
    }
    return DecimalScan.negative ? -value : value;
  }
}

/** 10^n for n of 0 … 22, which a double holds exactly. */
function powerOfTen(n: u32): f64 {
  return <f64>PowerTable.five(n) * <f64>((<u64>1) << n);
}

/** More than 19 digits of which the first is no zero: out of range, unless it is no number. */
function tooLong(p: usize, end: usize): i64 {
  for (; p < end; p++) if (<u32>load<u8>(p) - 0x30 > 9) return invalid();
  Failure.code = OUT_OF_RANGE;
  return 0;
}

function invalid(): i64 {
  Failure.code = INVALID_TEXT;
  return 0;
}
