import { PowerTable } from "./power-table";
import { Wide } from "./wide";

/**
 * The shortest decimal that reads back as a given floating point number, of several that nearest to it: the
 * Schubfach algorithm (R. Giulietti, "The Schubfach way to render doubles", 2020), in the form of A. Bolz.
 * `find` leaves `significand` × 10^`exponent`, whose last digit is no zero.
 */
export class ShortestDecimal {
  static significand: u64 = 0;
  static exponent: i32 = 0;

  /** `bits`: a positive finite number other than 0, with 52 (DOUBLE) or 23 (REAL) bits of fraction. */
  static find(bits: u64, fractionBits: u32): void {
    const one = (<u64>1) << fractionBits;
    const fraction = bits & (one - 1);
    const biased = <i32>(bits >>> fractionBits);
    // The number is c × 2^q.
    const c = biased ? fraction | one : fraction;
    const q = max(biased, 1) - (fractionBits == 52 ? 1023 + 52 : 127 + 23);
    if (q <= 0 && q >= -(<i32>fractionBits) && (c & (((<u64>1) << -q) - 1)) == 0) settle(c >>> -q, 0);
    else search(c, q, !fraction && biased > 1);
  }
}

/** `closer`: at a power of two the number below lies half as far away as the one above. */
function search(c: u64, q: i32, closer: bool): void {
  // Numbers nearer than half the distance to the neighbours read back; at exactly half, those of even numbers do.
  const odd = c & 1;
  // floor(log10(2^q)), or of 3/4 × 2^q
  const k = (q * 1262611 - (closer ? 524031 : 0)) >> 22;
  // q + floor(log2(10^-k)) + 1
  const h = q + ((-k * 1741647) >> 19) + 1;
  PowerTable.find(-k);
  let powerHigh = PowerTable.high;
  let powerLow = PowerTable.low;
  // Powers that 128 bits do not hold exactly are rounded up.
  if (k > 0 || k < -55) {
    powerLow++;
    if (!powerLow) powerHigh++;
  }
  const lower = roundToOdd(powerHigh, powerLow, (4 * c - 2 + <u64>closer) << h) + odd;
  const value = roundToOdd(powerHigh, powerLow, (4 * c) << h);
  const upper = roundToOdd(powerHigh, powerLow, (4 * c + 2) << h) - odd;

  const s = value >>> 2;
  if (s >= 10) {
    // One digit less, if just one of its two neighbours reads back.
    const tens = s / 10;
    const below = lower <= 40 * tens;
    const above = 40 * tens + 40 <= upper;
    if (below != above) return settle(tens + <u64>above, k + 1);
  }
  const below = lower <= 4 * s;
  const above = 4 * s + 4 <= upper;
  if (below != above) return settle(s + <u64>above, k);
  // Both do: the nearer one, or the even one.
  const middle = 4 * s + 2;
  settle(s + <u64>(value > middle || (value == middle && (s & 1) != 0)), k);
}

/** `power` × `factor` / 2^128 cut to a whole number whose last bit also says whether anything was cut off. */
function roundToOdd(powerHigh: u64, powerLow: u64, factor: u64): u64 {
  const middle = powerHigh * factor;
  const low = middle + Wide.multiplyHigh(powerLow, factor);
  const high = Wide.multiplyHigh(powerHigh, factor) + <u64>(low < middle);
  return high | <u64>(low > 1);
}

/**
 * Takes zeros off the end. A multiple of 10^n times the inverse of 5^n modulo 2^64 is a small number with n zero bits
 * below it (H. Warren, "Hacker's Delight", 10-17): one multiplication tests and divides.
 */
function settle(significand: u64, exponent: i32): void {
  const eightLess = rotr<u64>(significand * 0xc767074b22e90e21, 8);
  if (eightLess <= u64.MAX_VALUE / 100000000) {
    significand = eightLess;
    exponent += 8;
  }
  for (;;) {
    const oneLess = rotr<u64>(significand * 0xcccccccccccccccd, 1);
    if (oneLess > u64.MAX_VALUE / 10) break;
    significand = oneLess;
    exponent++;
  }
  ShortestDecimal.significand = significand;
  ShortestDecimal.exponent = exponent;
}
