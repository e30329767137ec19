/** SQL types: constructors, names, and which conversions exist. */
import type { SqlType, TypeKind } from "../../runtime/plan.ts";

export type { SqlType, TypeKind };

export const BOOLEAN: SqlType = { kind: "BOOLEAN" };
export const INTEGER: SqlType = { kind: "INTEGER" };
export const BIGINT: SqlType = { kind: "BIGINT" };
export const DOUBLE: SqlType = { kind: "DOUBLE" };
export const TEXT: SqlType = { kind: "TEXT", maxLength: null };
export const DATE: SqlType = { kind: "DATE" };
export const INTERVAL: SqlType = { kind: "INTERVAL" };

/** Digits of a second that a TIMESTAMP shows unless it says otherwise. */
export const TIMESTAMP_DIGITS = 6;

export function timestamp(precision: number): SqlType {
  return { kind: "TIMESTAMP", precision };
}

/** Microseconds of the finest digit. */
export function stepOf({ precision }: { readonly precision: number }): number {
  return 10 ** (6 - precision);
}

/** The type of a kind; TEXT has no length, TIMESTAMP six digits. */
export function typeOfKind(kind: TypeKind): SqlType {
  if (kind === "TEXT") return TEXT;
  if (kind === "TIMESTAMP") return timestamp(TIMESTAMP_DIGITS);
  return { kind };
}

/** As SQL writes it: `VARCHAR(20)`, `TIMESTAMP(3)`. */
export function typeName(type: SqlType): string {
  if (type.kind === "TEXT") return type.maxLength === null ? "TEXT" : `VARCHAR(${type.maxLength})`;
  if (type.kind === "TIMESTAMP") return `TIMESTAMP(${type.precision})`;
  return type.kind;
}

export function sameType(a: SqlType, b: SqlType): boolean {
  if (a.kind === "TEXT" && b.kind === "TEXT") return a.maxLength === b.maxLength;
  if (a.kind === "TIMESTAMP" && b.kind === "TIMESTAMP") return a.precision === b.precision;
  return a.kind === b.kind;
}

/** Whole numbers from narrow to wide, with their least and greatest value. */
export const INTEGER_RANGES: ReadonlyMap<TypeKind, readonly [min: bigint, max: bigint]> = new Map([
  ["TINYINT", [-(2n ** 7n), 2n ** 7n - 1n]],
  ["SMALLINT", [-(2n ** 15n), 2n ** 15n - 1n]],
  ["INTEGER", [-(2n ** 31n), 2n ** 31n - 1n]],
  ["BIGINT", [-(2n ** 63n), 2n ** 63n - 1n]],
]);

export function isInteger(kind: TypeKind): boolean {
  return INTEGER_RANGES.has(kind);
}

export function isFloat(kind: TypeKind): boolean {
  return kind === "REAL" || kind === "DOUBLE";
}

export function isNumber(kind: TypeKind): boolean {
  return isInteger(kind) || isFloat(kind);
}

/** Times lie within 2^62 µs of 1970, dates on the days of that range. */
export const TIMESTAMP_US_MAX = 2n ** 62n;
export const DATE_DAYS_MAX = Number(TIMESTAMP_US_MAX / 86_400_000_000n);

/**
 * How far the implicit conversion from one kind to another goes: 0 for none, more for each step; null where a
 * conversion must be written. Integers widen, and meet REAL as DOUBLE; DATE meets TIMESTAMP as TIMESTAMP.
 */
export function wideningSteps(from: TypeKind, to: TypeKind): number | null {
  if (from === to) return 0;
  if (isInteger(from) && isInteger(to)) {
    const steps = INTEGER_ORDER.indexOf(to) - INTEGER_ORDER.indexOf(from);
    return steps > 0 ? steps : null;
  }
  if (to === "DOUBLE" && isNumber(from)) return INTEGER_ORDER.length;
  if (from === "DATE" && to === "TIMESTAMP") return 1;
  return null;
}

const INTEGER_ORDER = [...INTEGER_RANGES.keys()];

/** Whether CAST converts values of one kind to the other; single values may still fail. */
export function isCastable(from: TypeKind, to: TypeKind): boolean {
  if (from === "INTERVAL" || to === "INTERVAL") return false;
  if (from === to || from === "TEXT" || to === "TEXT") return true;
  if (isNumber(from) && isNumber(to)) return true;
  if (from === "BOOLEAN") return isInteger(to);
  if (to === "BOOLEAN") return isInteger(from);
  return (from === "DATE" && to === "TIMESTAMP") || (from === "TIMESTAMP" && to === "DATE");
}
