import { Checked } from "./checked";
import { Numeric } from "./numeric";

/**
 * The upper half of an exact 128-bit sum. A sum is `high * 2^64 + low` with a signed `low`, so that it fits 64 bits
 * exactly when `high` is 0, and the upper half is touched only where the lower one overflows.
 */
export class Sum {
  /** After `low` wrapped when `value` was added. */
  static carry(high: usize, value: i64): void {
    store<i64>(high, load<i64>(high) + (value < 0 ? -1 : 1));
  }

  /** Adds a whole sum to another; all four are addresses. */
  static combine(low: usize, high: usize, otherLow: usize, otherHigh: usize): void {
    const before = load<i64>(low);
    const value = load<i64>(otherLow);
    const after = before + value;
    store<i64>(low, after);
    store<i64>(high, load<i64>(high) + load<i64>(otherHigh));
    if (Checked.addOverflows64(before, value, after)) Sum.carry(high, value);
  }

  /** The sum as the nearest DOUBLE. */
  static toF64(low: i64, high: i64): f64 {
    return high == 0 ? <f64>low : Numeric.sum128ToF64(low, high + (low >> 63));
  }
}
