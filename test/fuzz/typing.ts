/** The rules of sql.md §2 and §3 that decide types: the coercion ladder, ranges, and the types a column may show. */
import { INTEGERS } from "./function-table.ts";
import { type IntegerKind, type SpecType, type TypeKind, WINDOW_COLUMNS } from "./query-spec.ts";

/** A type of the kind, without a length and with all six digits. */
export function plainType(kind: TypeKind): SpecType {
  if (kind === "TEXT") return { kind, maxLength: null };
  if (kind === "TIMESTAMP") return { kind, precision: 6 };
  return { kind };
}

export function isInteger(kind: TypeKind): kind is IntegerKind {
  return (INTEGERS as readonly TypeKind[]).includes(kind);
}

export function isFloat(kind: TypeKind): kind is "REAL" | "DOUBLE" {
  return kind === "REAL" || kind === "DOUBLE";
}

/** The kind in which two sides meet; null where sql.md gives none. Integers widen, an integer meets REAL as DOUBLE. */
export function commonKind(a: TypeKind, b: TypeKind): TypeKind | null {
  if (a === b) return a;
  if (isInteger(a) && isInteger(b)) return INTEGERS[Math.max(INTEGERS.indexOf(a), INTEGERS.indexOf(b))]!;
  if ((isInteger(a) || isFloat(a)) && (isInteger(b) || isFloat(b))) return "DOUBLE";
  if ((a === "DATE" && b === "TIMESTAMP") || (a === "TIMESTAMP" && b === "DATE")) return "TIMESTAMP";
  return null;
}

export function commonKindOf(kinds: readonly TypeKind[]): TypeKind | null {
  return kinds.reduce<TypeKind | null>((common, kind) => common && commonKind(common, kind), kinds[0] ?? null);
}

/** Whether a value of `from` is taken where `to` is asked for, without a cast in the text. */
export function coerces(from: TypeKind, to: TypeKind): boolean {
  return commonKind(from, to) === to;
}

const BITS: Readonly<Record<IntegerKind, bigint>> = { TINYINT: 8n, SMALLINT: 16n, INTEGER: 32n, BIGINT: 64n };

export function maxOf(kind: IntegerKind): bigint {
  return (1n << (BITS[kind] - 1n)) - 1n;
}

export function minOf(kind: IntegerKind): bigint {
  return -(1n << (BITS[kind] - 1n));
}

/** The largest event time, in µs, on either side of 1970. */
export const EVENT_TIME_MAX_US = 1n << 62n;

export function sameType(a: SpecType, b: SpecType): boolean {
  if (a.kind === "TEXT" && b.kind === "TEXT") return a.maxLength === b.maxLength;
  if (a.kind === "TIMESTAMP" && b.kind === "TIMESTAMP") return a.precision === b.precision;
  return a.kind === b.kind;
}

export function isWindowColumn(name: string): boolean {
  return (WINDOW_COLUMNS as readonly string[]).includes(name);
}
