/** The conversions of the language, and which of them cannot fail. */
import { DATE_DOMAIN, integerDomain, isModest, TIMESTAMP_DOMAIN } from "./domains.ts";
import { COMPARABLE, FLOATS, INTEGERS } from "./function-table.ts";
import { type Typed, within } from "./guards.ts";
import type { Domain, TypeKind } from "./query-spec.ts";
import type { Random } from "./random.ts";
import { isFloat, isInteger, maxOf, minOf } from "./typing.ts";

type Pair = readonly [from: TypeKind, to: TypeKind];

/** Conversions between kinds. */
export const CASTS: readonly Pair[] = [
  ...[...INTEGERS, ...FLOATS].flatMap((from) => [...INTEGERS, ...FLOATS].map((to): Pair => [from, to])),
  ...INTEGERS.flatMap((kind): Pair[] => [
    [kind, "BOOLEAN"],
    ["BOOLEAN", kind],
  ]),
  ...COMPARABLE.filter((kind) => kind !== "TEXT").flatMap((kind): Pair[] => [
    ["TEXT", kind],
    [kind, "TEXT"],
  ]),
  ["TEXT", "TEXT"],
  ["DATE", "TIMESTAMP"],
  ["TIMESTAMP", "DATE"],
  ["TIMESTAMP", "TIMESTAMP"],
];

/** The operand of a strict cast that cannot fail; null if there is none. */
export function guardCast(random: Random, arg: Typed, to: TypeKind): Typed | null {
  const { domain } = arg;
  if (isInteger(to) && domain.kind === "integer") return within(random, arg, maxOf(to));
  if (isInteger(to) && domain.kind === "float") {
    const limit = { TINYINT: 6, SMALLINT: 14, INTEGER: 30, BIGINT: 62 }[to];
    return !domain.special && domain.bits <= limit ? arg : null;
  }
  if (to === "REAL" && domain.kind === "float") return isModest(domain, "REAL") ? arg : null;
  if (domain.kind === "text" && to !== "TEXT") {
    const words = to === "DATE" || to === "TIMESTAMP" ? "dates" : "digits";
    return domain.words === words && to !== "BOOLEAN" ? arg : null;
  }
  return arg;
}

/** What TRY_CAST leaves: values that fit, whatever went in. */
export function triedDomain(domain: Domain, arg: Typed, kind: TypeKind): Domain {
  if (arg.domain.kind === "text" && kind !== "TEXT") {
    if (isInteger(kind)) return integerDomain(minOf(kind), maxOf(kind));
    if (kind === "DATE") return DATE_DOMAIN;
    if (kind === "TIMESTAMP") return TIMESTAMP_DOMAIN;
    return isFloat(kind) ? { kind: "float", low: -10, bits: 30, exact: false, special: true } : domain;
  }
  return domain;
}

/** Other texts may be dates to PostgreSQL that are none to us, such as timestamps and parts of dates. */
export function readsAsDate(domain: Domain): boolean {
  return domain.kind !== "text" || domain.words === "dates" || domain.words === "near-dates";
}
