/**
 * What the values of an expression can be: interval arithmetic over `Domain`. The generator guards operands with it,
 * so that the queries compared with batch engines raise no row errors and their sums of DOUBLE never round.
 */
import { overloadOf } from "./function-table.ts";
import type { Domain, SpecType, TypeKind } from "./query-spec.ts";
import { isFloat, isInteger, maxOf, minOf } from "./typing.ts";

type IntegerDomain = Extract<Domain, { kind: "integer" }>;
type FloatDomain = Extract<Domain, { kind: "float" }>;
type TextDomain = Extract<Domain, { kind: "text" }>;

const DAY_US = 86_400_000_000n;
/** 1700-01-01 to 2300-01-01: far from where any judge's calendar ends. */
export const DATE_DOMAIN: IntegerDomain = { kind: "integer", min: -98_615n, max: 120_529n };
export const TIMESTAMP_DOMAIN: IntegerDomain = scale(DATE_DOMAIN, DAY_US);
export const BOOLEAN_DOMAIN: Domain = { kind: "boolean" };

export function integerDomain(min: bigint, max: bigint): IntegerDomain {
  return { kind: "integer", min, max };
}

export function asInteger(domain: Domain): IntegerDomain {
  if (domain.kind !== "integer") throw new Error(`an integer domain is needed, not ${domain.kind}`);
  return domain;
}

export function asFloat(domain: Domain): FloatDomain {
  if (domain.kind !== "float") throw new Error(`a float domain is needed, not ${domain.kind}`);
  return domain;
}

export function asText(domain: Domain): TextDomain {
  if (domain.kind !== "text") throw new Error(`a text domain is needed, not ${domain.kind}`);
  return domain;
}

/** The domain after the value was converted, explicitly or not. The conversion must not fail. */
export function castDomain(domain: Domain, from: SpecType, to: SpecType): Domain {
  if (isFloat(to.kind)) return toFloat(domain, to.kind);
  if (isInteger(to.kind)) return toIntegerDomain(domain, to.kind);
  if (to.kind === "BOOLEAN") return BOOLEAN_DOMAIN;
  if (to.kind === "TEXT") return toText(domain, from.kind, to.maxLength);
  if (from.kind === "TEXT") return to.kind === "DATE" ? DATE_DOMAIN : TIMESTAMP_DOMAIN;
  if (from.kind === to.kind) return domain;
  const { min, max } = asInteger(domain);
  if (to.kind === "TIMESTAMP") return scale({ kind: "integer", min, max }, DAY_US);
  return integerDomain(min / DAY_US - 1n, max / DAY_US + 1n);
}

function toFloat(domain: Domain, kind: "REAL" | "DOUBLE"): Domain {
  const mantissa = kind === "REAL" ? 24 : 53;
  if (domain.kind === "float") return { ...domain, exact: domain.exact && domain.bits - domain.low <= mantissa };
  if (domain.kind === "text") return { kind: "float", low: 0, bits: 7, exact: true, special: false };
  const { min, max } = asInteger(domain);
  const bits = bitLength(larger(max, -min));
  return { kind: "float", low: 0, bits: bits + 1, exact: bits <= mantissa, special: false };
}

function toIntegerDomain(domain: Domain, kind: "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT"): Domain {
  if (domain.kind === "boolean") return integerDomain(0n, 1n);
  if (domain.kind === "text") return integerDomain(-99n, 99n);
  if (domain.kind === "integer") {
    return integerDomain(larger(domain.min, minOf(kind)), smaller(domain.max, maxOf(kind)));
  }
  const limit = domain.bits < 0 ? 1n : 1n << BigInt(Math.min(domain.bits, 63));
  return integerDomain(larger(-limit, minOf(kind)), smaller(limit, maxOf(kind)));
}

function toText(domain: Domain, from: TypeKind, maxLength: number | null): Domain {
  const length = (n: number) => Math.min(n, maxLength ?? n);
  if (domain.kind === "text") {
    const kept = maxLength === null || maxLength >= domain.length;
    return {
      kind: "text",
      words: kept || domain.words === "unicode" ? domain.words : "ascii",
      length: length(domain.length),
    };
  }
  const small =
    domain.kind === "integer" && isInteger(from) && domain.min >= -99n && domain.max <= 99n && maxLength === null;
  return {
    kind: "text",
    words: small ? "digits" : from === "DATE" && maxLength === null ? "dates" : "ascii",
    length: length(32),
  };
}

/** Everything that is in one of them. */
export function union(domains: readonly Domain[]): Domain {
  return domains.reduce((a, b) => {
    if (a.kind === "integer" && b.kind === "integer") {
      return integerDomain(smaller(a.min, b.min), larger(a.max, b.max));
    }
    if (a.kind === "float" && b.kind === "float") {
      return { ...hull(a, b), exact: a.exact && b.exact };
    }
    if (a.kind === "text" && b.kind === "text") {
      return {
        kind: "text",
        words: a.words === b.words ? a.words : loosest([a, b]),
        length: Math.max(a.length, b.length),
      };
    }
    return a;
  });
}

function hull(a: FloatDomain, b: FloatDomain): Omit<FloatDomain, "exact"> {
  return {
    kind: "float",
    low: Math.min(a.low, b.low),
    bits: Math.max(a.bits, b.bits),
    special: a.special || b.special,
  };
}

function loosest(domains: readonly TextDomain[]): "ascii" | "unicode" {
  return domains.some(({ words }) => words === "unicode") ? "unicode" : "ascii";
}

/** The domain of a call whose arguments are already coerced to the overload's parameters. */
export function callDomain(id: string, args: readonly Domain[]): Domain {
  const { name, returns } = overloadOf(id);
  if (returns === "BOOLEAN" && name !== "coalesce") return BOOLEAN_DOMAIN;
  if (name === "coalesce" || name === "greatest" || name === "least") return union(args);
  if (isInteger(returns)) return integerCall(name, args);
  if (isFloat(returns)) return floatCall(name, args, returns === "REAL" ? 24 : 53);
  if (returns === "TEXT")
    return textCall(
      name,
      args.filter((arg): arg is TextDomain => arg.kind === "text"),
      args,
    );
  const { min, max } = asInteger(args[0]!);
  if (returns === "DATE") {
    const days = asInteger(args[1]!);
    return name === "add_days"
      ? integerDomain(min + days.min, max + days.max)
      : integerDomain(min - days.max, max - days.min);
  }
  const slack = name.startsWith("date_trunc") ? 366n : 366n * 12n;
  return integerDomain(min - slack * DAY_US, max + (name.startsWith("date_trunc") ? 0n : slack) * DAY_US);
}

function integerCall(name: string, args: readonly Domain[]): Domain {
  if (args[0]!.kind === "text")
    return integerDomain(0n, BigInt(asText(args[0]!).length) * (name === "octet_length" ? 4n : 1n));
  const a = asInteger(args[0]!);
  if (name.startsWith("extract"))
    return integerDomain(name === "extract_year" || name === "extract_isoyear" ? -10_000n : 0n, 10_000n);
  if (name === "negate") return integerDomain(-a.max, -a.min);
  if (name === "abs") return integerDomain(0n, largest(a));
  const b = asInteger(args[1]!);
  switch (name) {
    case "add":
      return integerDomain(a.min + b.min, a.max + b.max);
    case "subtract":
    case "days_between":
      return integerDomain(a.min - b.max, a.max - b.min);
    case "multiply": {
      const products = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
      return integerDomain(products.reduce(smaller), products.reduce(larger));
    }
    case "divide":
      return integerDomain(-largest(a), largest(a));
    case "mod": {
      const limit = largest(b) - 1n < largest(a) ? largest(b) - 1n : largest(a);
      return integerDomain(a.min < 0n ? -limit : 0n, a.max > 0n ? limit : 0n);
    }
    default:
      throw new Error(`no integer domain for ${name}`);
  }
}

/**
 * Magnitudes by exponents. A sum of rounded numbers can cancel down to one unit in the last place of the smaller
 * operand, an exact one only down to the common grain.
 */
function floatCall(name: string, args: readonly Domain[], mantissa: number): Domain {
  const a = asFloat(args[0]!);
  const of = (low: number, bits: number, exact: boolean, special = a.special): Domain => ({
    kind: "float",
    low,
    bits,
    exact: exact && bits - low <= mantissa,
    special,
  });
  switch (name) {
    case "negate":
    case "abs":
      return a;
    case "sign":
      return of(0, 1, true);
    case "round":
    case "trunc":
    case "floor":
    case "ceil":
      return of(0, Math.max(a.bits, 0) + 1, true);
    case "sqrt":
      return of(Math.floor(a.low / 2), Math.ceil(a.bits / 2) + 1, false);
  }
  const b = asFloat(args[1]!);
  const special = a.special || b.special;
  switch (name) {
    case "add":
    case "subtract": {
      const { low, bits } = hull(a, b);
      const exact = a.exact && b.exact && bits + 1 - low <= mantissa;
      return of(exact ? low : low - mantissa, bits + 1, exact, special);
    }
    case "multiply":
      return of(a.low + b.low, a.bits + b.bits, a.exact && b.exact, special);
    case "divide":
      return of(a.low - b.bits, a.bits - b.low, false, special);
    default:
      throw new Error(`no float domain for ${name}`);
  }
}

function textCall(name: string, texts: readonly TextDomain[], args: readonly Domain[]): Domain {
  const of = (length: number): Domain => ({ kind: "text", words: loosest(texts), length });
  const [first] = texts;
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  if (name === "concat_ws") return of(total + first!.length * args.length);
  if (name === "concat" || name === "concat_op") return of(total);
  if (name === "replace") return of(first!.length * Math.max(1, texts[2]!.length));
  return of(first!.length);
}

/** The largest magnitude. */
export function largest({ min, max }: IntegerDomain): bigint {
  return larger(-min, max);
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function bitLength(n: bigint): number {
  return n === 0n ? 0 : n.toString(2).length;
}

function scale({ min, max }: IntegerDomain, by: bigint): IntegerDomain {
  return { kind: "integer", min: min * by, max: (max + 1n) * by - 1n };
}

/** Whether no result so small or large that PostgreSQL would call it an underflow or overflow. */
export function isModest(domain: Domain, kind: TypeKind): boolean {
  if (domain.kind === "text") return domain.length <= 200;
  if (domain.kind !== "float") return true;
  const limit = kind === "REAL" ? 100 : 900;
  return domain.bits <= limit && domain.low >= -limit;
}

/** Whether `2^rowBits` values can be added in any order without rounding. */
export function sumsExactly(domain: Domain, rowBits: number): boolean {
  return domain.kind === "float" && domain.exact && domain.bits - domain.low + rowBits <= 53;
}
