import { type Fault, outOfRange } from "./fault.ts";

/** One more than the largest value of each integer type that is held as a number. */
export const NARROW_LIMIT = { TINYINT: 2 ** 7, SMALLINT: 2 ** 15, INTEGER: 2 ** 31 } as const;
export type NarrowInteger = keyof typeof NARROW_LIMIT;

/**
 * `value`, if the type can hold it. It may be the rounded image of a product beyond 2^53: still far out of range. An
 * integer has no -0, so that of JavaScript's arithmetic becomes 0.
 */
export function narrowInteger(type: NarrowInteger, value: number): number | Fault {
  const limit = NARROW_LIMIT[type];
  return value >= -limit && value < limit ? value + 0 : outOfRange;
}

export function bigInteger(value: bigint): bigint | Fault {
  return BigInt.asIntN(64, value) === value ? value : outOfRange;
}

/** The nearest integral number, half to even; -0.4 gives -0, as IEEE 754 roundToIntegralTiesToEven does. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const distance = value - below;
  if (distance === 0 || Number.isNaN(distance)) return value;
  const rounded = distance < 0.5 || (distance === 0.5 && below % 2 === 0) ? below : below + 1;
  return rounded === 0 && value < 0 ? -0 : rounded;
}

/** Quotient toward minus infinity; `b` is positive. */
export function floorDivide(a: bigint, b: bigint): bigint {
  return (a - floorModulo(a, b)) / b;
}

/** Remainder in [0, b); `b` is positive. */
export function floorModulo(a: bigint, b: bigint): bigint {
  const remainder = a % b;
  return remainder < 0n ? remainder + b : remainder;
}
