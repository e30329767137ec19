/**
 * Builds calls and casts that cannot fail: operands are bounded where a result could leave its type, a divisor is NULL
 * instead of 0, a length is not negative. Without guards (R1e) only those failures are kept out in which PostgreSQL is
 * no judge: floats out of range, dates at the end of its calendar.
 */
import { asFloat, asInteger, asText, callDomain, castDomain, integerDomain, isModest, largest } from "./domains.ts";
import { type Overload, overloadOf } from "./function-table.ts";
import { childrenOf, type Domain, type Expr, type IntegerKind, type SpecType, type TypeKind } from "./query-spec.ts";
import type { Random } from "./random.ts";
import { isFloat, isInteger, maxOf, minOf, plainType } from "./typing.ts";

/** An expression with what is known of its values. */
export interface Typed {
  readonly expr: Expr;
  readonly type: SpecType;
  readonly domain: Domain;
}

/** The domain of the operand once it is of that kind. */
export function coerced({ domain, type }: Typed, kind: TypeKind): Domain {
  return type.kind === kind ? domain : castDomain(domain, type, plainType(kind));
}

/** The call; null if its result may leave the type, or become larger or smaller than the judges can follow. */
export function buildCall(random: Random, overload: Overload, args: readonly Typed[], guarded: boolean): Typed | null {
  const { id, params, returns, name, millrace } = overload;
  const domains = args.map((arg, i) => {
    const param = params[Math.min(i, params.length - 1)]!;
    return param === "INTERVAL" ? arg.domain : coerced(arg, param);
  });
  const domain = callDomain(id, domains);
  if (!isModest(domain, returns) || (guarded && !fits(domain, returns))) return null;
  // IFNULL and NVL take two arguments.
  const spellings = name === "coalesce" && args.length !== 2 ? 1 : millrace.length;
  const spelling = random.chance(0.6) ? 0 : random.below(spellings);
  const type = plainType(returns);
  return { expr: { kind: "call", type, overload: id, args: args.map(({ expr }) => expr), spelling }, type, domain };
}

function fits(domain: Domain, kind: TypeKind): boolean {
  if (!isInteger(kind)) return true;
  const { min, max } = asInteger(domain);
  return min >= minOf(kind) && max <= maxOf(kind);
}

/** Operands for which the call cannot fail; null if that cannot be had. */
export function guardArguments(random: Random, overload: Overload, args: Typed[], guarded: boolean): Typed[] | null {
  const { name, params, returns } = overload;
  if (isInteger(returns) && isInteger(params[0] as TypeKind)) {
    return guarded ? guardIntegers(random, name, returns, args) : args;
  }
  if (!guarded && (name === "sqrt" || name === "substring")) return args;
  const [first, second, third] = args as [Typed, Typed, Typed];
  switch (name) {
    case "divide":
      return asFloat(coerced(second, params[0] as TypeKind)).exact ? [first, notZero(second)] : null;
    case "sqrt": {
      const positive = absolute(random, first);
      return positive && [positive];
    }
    case "lower":
    case "upper":
      return asText(first.domain).words === "unicode" ? null : args;
    case "left":
    case "right":
      return [first, within(random, second, 30n)];
    case "substring": {
      const from = within(random, second, 30n);
      if (args.length === 2) return [first, from];
      const length = absolute(random, within(random, third, 30n));
      return length && [first, from, length];
    }
    case "replace":
      return asText(first.domain).length * asText(third.domain).length <= 200 ? args : null;
    case "add_interval":
    case "subtract_interval":
      return inCalendar(coerced(first, "TIMESTAMP")) ? args : null;
    case "add_days":
    case "subtract_days":
      return inCalendar(coerced(first, "TIMESTAMP")) ? [first, within(random, second, 20_000n)] : null;
    default:
      return args;
  }
}

/** The largest magnitude of which the square is in range. */
const PRODUCT_LIMIT = { TINYINT: 11n, SMALLINT: 181n, INTEGER: 46_340n, BIGINT: 3_037_000_499n };

function guardIntegers(random: Random, name: string, kind: IntegerKind, args: Typed[]): Typed[] {
  const all = (limit: bigint) => args.map((arg) => within(random, arg, limit));
  switch (name) {
    case "add":
    case "subtract":
      return all(maxOf(kind) / 2n);
    case "multiply":
      return all(PRODUCT_LIMIT[kind]);
    case "divide":
    case "mod":
      return [within(random, args[0]!, maxOf(kind)), notZero(args[1]!)];
    case "negate":
    case "abs":
      return all(maxOf(kind));
    default:
      return args;
  }
}

/** The operand, or its remainder by a literal, so that its magnitude stays within the limit. */
export function within(random: Random, arg: Typed, limit: bigint): Typed {
  const { kind } = arg.type;
  if (!isInteger(kind) || arg.domain.kind !== "integer" || largest(arg.domain) <= limit) return arg;
  const widest = limit < maxOf(kind) ? limit + 1n : limit;
  const modulus = limit > 1000n && random.chance(0.5) ? random.bigBetween(2n, 1000n) : widest;
  const type = plainType(kind === "BIGINT" && modulus <= maxOf("INTEGER") ? "INTEGER" : kind);
  const literal: Expr = { kind: "literal", type, value: modulus, form: "typed" };
  const divisor: Typed = { expr: literal, type, domain: integerDomain(modulus, modulus) };
  return buildCall(random, overloadOf(`mod(${kind},${kind})`), [arg, divisor], true)!;
}

/** The divisor, NULL where it would be 0. */
function notZero(arg: Typed): Typed {
  const { domain, type, expr } = arg;
  if (domain.kind === "integer" && (domain.min > 0n || domain.max < 0n)) return arg;
  const zeroType = type.kind === "BIGINT" ? plainType("INTEGER") : type;
  const zero: Expr = { kind: "literal", type: zeroType, value: isFloat(type.kind) ? 0 : 0n, form: "typed" };
  return { ...arg, expr: { kind: "nullif", type, left: expr, right: zero } };
}

function absolute(random: Random, arg: Typed): Typed | null {
  const { kind } = arg.type;
  const bounded = isInteger(kind) ? within(random, arg, maxOf(kind)) : arg;
  return buildCall(random, overloadOf(`abs(${kind})`), [bounded], true);
}

/** Between the years 400 and 8300, in µs. */
function inCalendar(domain: Domain): boolean {
  const { min, max } = asInteger(domain);
  return min > -50_000_000_000_000_000n && max < 200_000_000_000_000_000n;
}

/**
 * Whether it reads nothing. In the profile of failing rows a call that can fail must read something: engines fold
 * constants early, and a constant that fails is not a row that fails.
 */
export function isConstant(expr: Expr): boolean {
  switch (expr.kind) {
    case "column":
    case "key":
    case "aggregate":
    case "window":
      return false;
    default:
      return childrenOf(expr).every(isConstant);
  }
}
