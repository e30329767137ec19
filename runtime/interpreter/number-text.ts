/** Numbers as text, in and out, in PostgreSQL's forms. */
import { type Fault, invalidText, outOfRange } from "./fault.ts";
import { bitsOfDouble, doubleOfBits } from "./float-bits.ts";
import { bigInteger } from "./integers.ts";

/** An optional sign and digits, as a BIGINT. */
export function parseInteger(text: string): bigint | Fault {
  if (!/^[+-]?\d+$/.test(text)) return invalidText;
  const digits = text.replace(/^[+-]?0*/, "");
  if (digits.length > 19) return outOfRange;
  return bigInteger(text.startsWith("-") ? -BigInt(digits) : BigInt(digits));
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** The nearest DOUBLE of a decimal, NaN or infinity; a finite decimal beyond the largest DOUBLE is out of range. */
export function parseDouble(text: string): number | Fault {
  return parseFloating(text, Number);
}

/** As `parseDouble`, rounded once to the nearest REAL. */
export function parseReal(text: string): number | Fault {
  return parseFloating(text, nearestReal);
}

function parseFloating(text: string, nearest: (decimal: string) => number): number | Fault {
  if (!DECIMAL.test(text)) return parseSpecial(text);
  const value = nearest(text);
  return Number.isFinite(value) ? value : outOfRange;
}

function parseSpecial(text: string): number | Fault {
  const match = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i.exec(text);
  if (match === null) return invalidText;
  if (match[2] !== undefined) return Number.NaN;
  return match[1] === "-" ? -Infinity : Infinity;
}

/**
 * The REAL nearest to a decimal, half to even. Rounding the nearest DOUBLE again is right unless that DOUBLE lies half
 * way between two REALs: then the decimal itself decides.
 */
export function nearestReal(decimal: string): number {
  const double = Math.abs(Number(decimal));
  const sign = decimal.startsWith("-") ? -1 : 1;
  const below = Math.fround(neighbour(double, -1n));
  const above = Math.fround(neighbour(double, 1n));
  if (below === above || double === Infinity) return sign * Math.fround(double);
  const side = compareMagnitude(decimal, double);
  return sign * (side < 0 ? below : side > 0 ? above : Math.fround(double));
}

/** The next DOUBLE from a positive one or 0; 0 has none below. */
function neighbour(value: number, step: 1n | -1n): number {
  if (value === 0 && step === -1n) return 0;
  return doubleOfBits(bitsOfDouble(value) + step);
}

/** Sign of |decimal| - double, exactly: digits * 10^e against mantissa * 2^k. */
function compareMagnitude(decimal: string, double: number): number {
  const [, whole = "", fraction = "", exponent = "0"] = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(decimal)!;
  const power10 = Number(exponent) - fraction.length;
  let power2 = 0;
  let mantissa = double;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    power2--;
  }
  const left = BigInt(whole + fraction) * 10n ** nonNegative(power10) * 2n ** nonNegative(-power2);
  const right = BigInt(mantissa) * 10n ** nonNegative(-power10);
  return left < right ? -1 : left > right ? 1 : 0;
}

function nonNegative(exponent: number): bigint {
  return BigInt(Math.max(exponent, 0));
}

/** Shortest digits that read back as the same DOUBLE; scientific below 1e-4 and from 1e15. */
export function formatDouble(value: number): string {
  return formatFloating(value, 15, (magnitude) => magnitude.toExponential());
}

/** Shortest digits that read back as the same REAL; scientific below 1e-4 and from 1e6. */
export function formatReal(value: number): string {
  return formatFloating(value, 6, shortestReal);
}

function formatFloating(value: number, scientificFrom: number, shortest: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return `${sign}Infinity`;
  if (magnitude === 0) return `${sign}0`;
  const [mantissa, power] = shortest(magnitude).split("e");
  return sign + layOut(mantissa!.replace(".", ""), Number(power), scientificFrom);
}

/** `digits` with the point after the first one, times 10^exponent. */
function layOut(digits: string, exponent: number, scientificFrom: number): string {
  if (exponent < -4 || exponent >= scientificFrom) {
    const power = `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
    return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}e${power}`;
  }
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.padEnd(exponent + 1, "0");
  return whole.length === exponent + 1 ? whole : `${whole.slice(0, exponent + 1)}.${whole.slice(exponent + 1)}`;
}

/** `d.ddde±x` with the fewest digits that read back as `value`, of those the nearest to it, of two the even one. */
function shortestReal(value: number): string {
  // More digits than a REAL has.
  const [mantissa, power] = value.toExponential(100).split("e");
  const exact = mantissa!.replace(".", "");
  for (let count = 1; ; count++) {
    const below = BigInt(exact.slice(0, count));
    const rest = exact.slice(count);
    const half = "5".padEnd(rest.length, "0");
    const isNearerAbove = rest > half || (rest === half && below % 2n === 1n);
    for (const digits of isNearerAbove ? [below + 1n, below] : [below, below + 1n]) {
      const decimal = scientific(String(digits), Number(power) + 1 - count);
      if (nearestReal(decimal) === value) return withoutTrailingZeros(decimal);
    }
  }
}

/** `digits` times 10^scale with one digit before the point. */
function scientific(digits: string, scale: number): string {
  return `${digits[0]}.${digits.slice(1)}e${scale + digits.length - 1}`;
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.replace(/\.?0*e/, "e");
}
