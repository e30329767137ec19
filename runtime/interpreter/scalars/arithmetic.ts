/** Integers are checked: a result outside the type is a fault. REAL and DOUBLE are IEEE 754 and total. */
import { divisionByZero, type Fault, invalidPowerArgument } from "../fault.ts";
import type { ScalarTable } from "../functions.ts";
import { bigInteger, type NarrowInteger, narrowInteger, roundHalfEven } from "../integers.ts";
import { strict } from "./definition.ts";
import { NARROW_INTEGERS } from "./types.ts";

export const ARITHMETIC: ScalarTable = {
  ...Object.assign({}, ...NARROW_INTEGERS.map(onNarrowIntegers)),
  ...onBigIntegers(),
  ...onFloats("REAL", Math.fround),
  ...onFloats("DOUBLE", (value) => value),
  "sign(DOUBLE)": strict((a: number) => (a > 0 ? 1 : a < 0 ? -1 : a + 0)),
  "round(DOUBLE)": strict(roundHalfEven),
  "trunc(DOUBLE)": strict(Math.trunc),
  "floor(DOUBLE)": strict(Math.floor),
  "ceil(DOUBLE)": strict(Math.ceil),
  "sqrt(DOUBLE)": strict((a: number) => (a < 0 ? invalidPowerArgument : Math.sqrt(a))),
};

function onNarrowIntegers(t: NarrowInteger): ScalarTable {
  const checked = (value: number): number | Fault => narrowInteger(t, value);
  return {
    [`add(${t},${t})`]: strict((a: number, b: number) => checked(a + b)),
    [`subtract(${t},${t})`]: strict((a: number, b: number) => checked(a - b)),
    [`multiply(${t},${t})`]: strict((a: number, b: number) => checked(a * b)),
    [`divide(${t},${t})`]: strict((a: number, b: number) => (b === 0 ? divisionByZero : checked(Math.trunc(a / b)))),
    [`mod(${t},${t})`]: strict((a: number, b: number) => (b === 0 ? divisionByZero : checked(a % b))),
    [`negate(${t})`]: strict((a: number) => checked(-a)),
    [`abs(${t})`]: strict((a: number) => checked(Math.abs(a))),
  };
}

function onBigIntegers(): ScalarTable {
  return {
    "add(BIGINT,BIGINT)": strict((a: bigint, b: bigint) => bigInteger(a + b)),
    "subtract(BIGINT,BIGINT)": strict((a: bigint, b: bigint) => bigInteger(a - b)),
    "multiply(BIGINT,BIGINT)": strict((a: bigint, b: bigint) => bigInteger(a * b)),
    "divide(BIGINT,BIGINT)": strict((a: bigint, b: bigint) => (b === 0n ? divisionByZero : bigInteger(a / b))),
    "mod(BIGINT,BIGINT)": strict((a: bigint, b: bigint) => (b === 0n ? divisionByZero : a % b)),
    "negate(BIGINT)": strict((a: bigint) => bigInteger(-a)),
    "abs(BIGINT)": strict((a: bigint) => bigInteger(a < 0n ? -a : a)),
  };
}

/** Rounding the double result once more gives the REAL result for these operations (Figueroa 1995). */
function onFloats(t: "REAL" | "DOUBLE", rounded: (value: number) => number): ScalarTable {
  return {
    [`add(${t},${t})`]: strict((a: number, b: number) => rounded(a + b)),
    [`subtract(${t},${t})`]: strict((a: number, b: number) => rounded(a - b)),
    [`multiply(${t},${t})`]: strict((a: number, b: number) => rounded(a * b)),
    [`divide(${t},${t})`]: strict((a: number, b: number) => rounded(a / b)),
    [`negate(${t})`]: strict((a: number) => -a),
    [`abs(${t})`]: strict(Math.abs),
  };
}
