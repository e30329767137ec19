/** Floating point formats by their definition, in exact arithmetic; slow, for comparison. */

export interface BinaryFormat {
  readonly fractionBits: number;
  /** Power of two of the last place of the smallest numbers. */
  readonly lowestPower: number;
  /** The pattern of infinity, which is one above that of the largest number. */
  readonly infinity: bigint;
}

export const DOUBLE: BinaryFormat = { fractionBits: 52, lowestPower: -1074, infinity: 0x7ff0000000000000n };
export const REAL: BinaryFormat = { fractionBits: 23, lowestPower: -149, infinity: 0x7f800000n };

export interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  /** The value is ±digits × 10^exponent. */
  readonly exponent: number;
}

export function readDecimal(text: string): Decimal {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)!;
  const [, sign, whole, fraction, exponent] = match;
  return {
    negative: sign === "-",
    digits: BigInt(whole! + fraction!),
    exponent: Number(exponent ?? 0) - fraction!.length,
  };
}

/** Bits of the number nearest to |decimal|, ties to even. */
export function nearestBits({ digits, exponent }: Decimal, format: BinaryFormat): bigint {
  const numerator = digits * 10n ** BigInt(Math.max(exponent, 0));
  const denominator = 10n ** BigInt(Math.max(-exponent, 0));
  if (numerator === 0n) return 0n;
  // The power of the last place: so that the quotient has all bits of a number, or the lowest there is.
  const estimate = bitLength(numerator) - bitLength(denominator) - format.fractionBits;
  for (let power = Math.max(estimate - 1, format.lowestPower); ; power++) {
    const n = power < 0 ? numerator << BigInt(-power) : numerator;
    const d = power > 0 ? denominator << BigInt(power) : denominator;
    let quotient = n / d;
    if (quotient >> BigInt(format.fractionBits + 1)) continue;
    const rest = 2n * (n - quotient * d);
    if (rest > d || (rest === d && quotient & 1n)) quotient++;
    // An exponent of the lowest power is encoded as 0 or 1, by the leading bit, which the sum takes care of.
    const bits = (BigInt(power - format.lowestPower) << BigInt(format.fractionBits)) + quotient;
    return bits < format.infinity ? bits : format.infinity;
  }
}

/** The exact value of a finite pattern without sign, plus half the distance to the next one if `middle`. */
export function exactDecimal(bits: bigint, middle: boolean, format: BinaryFormat): string {
  const one = 1n << BigInt(format.fractionBits);
  const biased = Number(bits >> BigInt(format.fractionBits));
  const fraction = biased ? (bits & (one - 1n)) | one : bits;
  const power = Math.max(biased, 1) - 1 + format.lowestPower - 1;
  const scaled = fraction * 2n + BigInt(middle);
  if (power >= 0) return String(scaled << BigInt(power));
  const digits = String(scaled * 5n ** BigInt(-power)).padStart(1 - power, "0");
  return `${digits.slice(0, power)}.${digits.slice(power)}`;
}

export function doubleBits(value: number): bigint {
  return new BigUint64Array(new Float64Array([value]).buffer)[0]!;
}

export function bitsToDouble(bits: bigint): number {
  return new Float64Array(new BigUint64Array([bits]).buffer)[0]!;
}

export function realBits(value: number): bigint {
  return BigInt(new Uint32Array(new Float32Array([value]).buffer)[0]!);
}

export function bitsToReal(bits: bigint): number {
  return new Float32Array(new Uint32Array([Number(bits)]).buffer)[0]!;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
