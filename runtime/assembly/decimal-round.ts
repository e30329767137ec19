import { DecimalScan } from "./decimal-scan";
import { Natural } from "./natural";
import { PowerTable } from "./power-table";
import { Wide } from "./wide";

/** Digits beyond these can only break a tie: no halfway point between two doubles has more. */
const DIGITS_MAX = 768;

/**
 * A decimal to the nearest binary floating point number, ties to even. A format is given by the bits of its fraction:
 * 52 for DOUBLE, 23 for REAL; answers are bit patterns without sign.
 */
export class DecimalRound {
  /** The number in `DecimalScan`. */
  static scanned(fractionBits: u32): u64 {
    const exponent = DecimalScan.exponent;
    const below = DecimalRound.nearest(DecimalScan.significand, exponent, fractionBits);
    if (!DecimalScan.cut) return below;
    // The value lies between the 19 digits and one more in their last place; mostly that makes no difference.
    const above = DecimalRound.nearest(DecimalScan.significand + 1, exponent, fractionBits);
    return below == above ? below : below + <u64>roundsUp(below, fractionBits);
  }

  /**
   * `significand` × 10^`exponent`, by one product with the power's first 64 bits, or 128 if those leave it open
   * (D. Lemire, "Number parsing at a gigabyte per second", and N. Mushtak, D. Lemire, "Fast number parsing without
   * fallback", which proves that 128 suffice).
   */
  static nearest(significand: u64, exponent: i32, fractionBits: u32): u64 {
    const infinity: i32 = fractionBits == 52 ? 0x7ff : 0xff;
    if (!significand || exponent < -342) return 0;
    if (exponent > 308) return (<u64>infinity) << fractionBits;

    const zeros = <i32>clz(significand);
    const w = significand << zeros;
    PowerTable.find(exponent);
    let powerLow = PowerTable.low;
    // 10^-27 … 10^-1 are rounded up: then a product that should be a whole number is not one too small.
    if (exponent < 0 && exponent >= -27) powerLow++;
    let high = Wide.multiplyHigh(w, PowerTable.high);
    let low = w * PowerTable.high;
    const undecided = <u64>-1 >>> (fractionBits + 3);
    if ((high & undecided) == undecided) {
      const carry = Wide.multiplyHigh(w, powerLow);
      low += carry;
      if (low < carry) high++;
    }

    // The fraction, its leading one and one bit more, which rounds.
    const upperBit = <i32>(high >>> 63);
    const shift = upperBit + 61 - <i32>fractionBits;
    let fraction = high >>> shift;
    // floor(log2(10^exponent)), the position of the leading one, and the format's bias.
    let binary = ((217706 * exponent) >> 16) + 63 + upperBit - zeros + (infinity >> 1);
    if (binary <= 0) {
      if (binary < -62) return 0;
      fraction >>>= 1 - binary;
      fraction = (fraction + (fraction & 1)) >>> 1;
      // A fraction that was rounded up to its leading one carries into the exponent, as it should.
      return fraction;
    }
    // A tie, which only exact products can be, goes to the even one.
    const tiesFrom = fractionBits == 52 ? -4 : -17;
    const tiesTo = fractionBits == 52 ? 23 : 10;
    if (low <= 1 && exponent >= tiesFrom && exponent <= tiesTo && (fraction & 3) == 1 && fraction << shift == high) {
      fraction &= ~1;
    }
    fraction = (fraction + (fraction & 1)) >>> 1;
    // As above, a carry out of the fraction adds one to the exponent; the leading one is taken off.
    const bits = ((<u64>binary) << fractionBits) + (fraction - ((<u64>1) << fractionBits));
    return min(bits, (<u64>infinity) << fractionBits);
  }
}

/**
 * Whether the decimal in `DecimalScan` rounds up from `bits`: it lies above the middle between that number and the
 * next, or on it and the number is odd. Exact: digits × 10^x against (2m + 1) × 2^y as whole numbers. Both have about
 * the same value, so neither needs more bits than 768 digits and 5^1092 have: 2,600.
 */
function roundsUp(bits: u64, fractionBits: u32): bool {
  const left = Natural.left();
  Natural.set(left, 0);
  let digits = 0;
  let rest = false;
  let chunk: u32 = 0;
  let scale: u32 = 1;
  for (let p = DecimalScan.digits; p < DecimalScan.digitsEnd; p++) {
    const digit: u32 = load<u8>(p) - 0x30;
    if (digit > 9) continue; // the point
    if (digits == DIGITS_MAX) {
      rest = rest || digit != 0;
      continue;
    }
    if (digits || digit) digits++;
    chunk = chunk * 10 + digit;
    scale *= 10;
    if (scale == 1000000000) {
      Natural.multiplyAdd(left, scale, chunk);
      chunk = 0;
      scale = 1;
    }
  }
  Natural.multiplyAdd(left, scale, chunk);
  // The scanned exponent belongs to the 19th digit.
  const decimal = DecimalScan.exponent + 19 - digits;

  const one = (<u64>1) << fractionBits;
  const biased = <i32>(bits >>> fractionBits);
  const fraction = biased ? (bits & (one - 1)) | one : bits;
  const binary = max(biased, 1) - (fractionBits == 52 ? 1023 + 53 : 127 + 24);
  const right = Natural.right();
  Natural.set(right, (fraction << 1) | 1);

  Natural.multiplyPowerOfFive(decimal < 0 ? right : left, abs(decimal));
  Natural.shiftLeft(binary > decimal ? right : left, abs(binary - decimal));
  const order = Natural.compare(left, right);
  return order > 0 || (order == 0 && (rest || (bits & 1) != 0));
}
