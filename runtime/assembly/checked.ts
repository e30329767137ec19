/**
 * Whether integer arithmetic left the range of its type. BIGINT arithmetic wraps, and the operands tell; arithmetic
 * on narrower types is done in the next wider WebAssembly type, whose value tells.
 */
export class Checked {
  /** `sum` is the wrapped `a + b`: it overflowed if both operands have the sign that the sum has not. */
  @inline static addOverflows64(a: i64, b: i64, sum: i64): bool {
    return ((a ^ sum) & (b ^ sum)) < 0;
  }

  /** `difference` is the wrapped `a - b`. */
  @inline static subtractOverflows64(a: i64, b: i64, difference: i64): bool {
    return ((a ^ b) & (a ^ difference)) < 0;
  }

  /** Whether `a * b` leaves the range of i64. Factors of 32 bits, the common case, are told by two compares. */
  @inline static multiplyOverflows64(a: i64, b: i64): bool {
    return (<i64>(<i32>a) != a || <i64>(<i32>b) != b) && multiplyOverflows(a, b);
  }

  @inline static outOfI32(v: i64): bool {
    return <i64>(<i32>v) != v;
  }

  @inline static outOfI16(v: i32): bool {
    return <i32>(<i16>v) != v;
  }

  @inline static outOfI8(v: i32): bool {
    return <i32>(<i8>v) != v;
  }
}

/** Divides back; 0 and MIN / -1 cannot be divided. */
function multiplyOverflows(a: i64, b: i64): bool {
  if (b == 0) return false;
  if (b == -1) return a == i64.MIN_VALUE;
  return (a * b) / b != a;
}
