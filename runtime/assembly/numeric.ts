import { OUT_OF_RANGE } from "./codes";
import { Failure } from "./failure";

/** REAL and DOUBLE as SQL sees them: NaN equals NaN and stands above every number, and -0 equals 0. */
export class Numeric {
  /** -1, 0 or 1. */
  @inline static compareF64(a: f64, b: f64): i32 {
    if (a < b) return -1;
    if (a > b) return 1;
    return <i32>isNaN(a) - <i32>isNaN(b);
  }

  @inline static equalF64(a: f64, b: f64): bool {
    return a == b || (isNaN(a) && isNaN(b));
  }

  /** -1, 0 or 1. */
  @inline static compareF32(a: f32, b: f32): i32 {
    if (a < b) return -1;
    if (a > b) return 1;
    return <i32>isNaN(a) - <i32>isNaN(b);
  }

  @inline static equalF32(a: f32, b: f32): bool {
    return a == b || (isNaN(a) && isNaN(b));
  }

  /** -1, 0 (for -0 as well) or 1; NaN for NaN. */
  @inline static sign(v: f64): f64 {
    return v > 0 ? 1 : v < 0 ? -1 : v == 0 ? 0 : v;
  }

  /** The bits by which a group key is compared: equal values have equal bits. */
  @inline static canonicalF64(v: f64): u64 {
    return isNaN(v) ? 0x7ff8000000000000 : reinterpret<u64>(v + 0.0);
  }

  @inline static canonicalF32(v: f32): u32 {
    return isNaN(v) ? 0x7fc00000 : reinterpret<u32>(v + <f32>0.0);
  }

  /** The nearest integer, ties to the even one; OUT_OF_RANGE beyond i64 and for NaN. */
  @inline static f64ToI64(v: f64): i64 {
    const rounded = nearest(v);
    if (!(rounded >= -9223372036854775808.0 && rounded < 9223372036854775808.0)) Failure.code = OUT_OF_RANGE;
    return <i64>rounded;
  }

  /** The nearest integer, ties to the even one; OUT_OF_RANGE beyond i32 and for NaN. */
  @inline static f64ToI32(v: f64): i32 {
    return roundWithin(v, -2147483648.0, 2147483647.0);
  }

  /** The nearest integer, ties to the even one; OUT_OF_RANGE beyond i16 and for NaN. */
  @inline static f64ToI16(v: f64): i32 {
    return roundWithin(v, -32768.0, 32767.0);
  }

  /** The nearest integer, ties to the even one; OUT_OF_RANGE beyond i8 and for NaN. */
  @inline static f64ToI8(v: f64): i32 {
    return roundWithin(v, -128.0, 127.0);
  }

  /** The nearest f32; OUT_OF_RANGE if a finite number becomes infinite. */
  @inline static f64ToF32(v: f64): f32 {
    const narrow = <f32>v;
    if (!isFinite(narrow) && isFinite(v)) Failure.code = OUT_OF_RANGE;
    return narrow;
  }

  @inline static i64ToF64(v: i64): f64 {
    return <f64>v;
  }

  /** The double nearest to the two's complement number of 128 bits `high:low`, ties to even. */
  static sum128ToF64(low: i64, high: i64): f64 {
    if (high == low >> 63) return <f64>low;
    const negative = high < 0;
    let lower: u64 = low;
    let upper: u64 = high;
    if (negative) {
      lower = 0 - lower;
      upper = ~upper + <u64>(lower == 0);
    }
    let magnitude: f64;
    if (upper == 0) {
      magnitude = <f64>lower;
    } else {
      // The top 64 bits, and a last bit that says whether anything is left below: rounding happens once, at bit 53.
      const shift = clz(upper);
      const top = shift ? (upper << shift) | (lower >>> (64 - shift)) : upper;
      const rest = lower << shift;
      magnitude = <f64>(top | <u64>(rest != 0)) * <f64>((<u64>1) << (63 - shift)) * 2.0;
    }
    return negative ? -magnitude : magnitude;
  }
}

function roundWithin(v: f64, lowest: f64, highest: f64): i32 {
  const rounded = nearest(v);
  if (!(rounded >= lowest && rounded <= highest)) Failure.code = OUT_OF_RANGE;
  return <i32>rounded;
}
