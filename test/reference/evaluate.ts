/**
 * Scalar expressions by definition, as far as the R1c profile of the generator draws them: arithmetic, comparison,
 * Kleene logic, conditionals, a little text. Written from sql.md §3; a name it does not know is an error, never NULL.
 */
import { overloadOf } from "../fuzz/function-table.ts";
import {
  assertNever,
  type Expr,
  type IntegerKind,
  type SpecType,
  type TypeKind,
  typeOf,
  type Value,
  type WindowColumn,
} from "../fuzz/query-spec.ts";
import { commonKindOf, isFloat, isInteger, maxOf, minOf } from "../fuzz/typing.ts";

/** What the leaves of an expression stand for. */
export interface Scope {
  readonly column: (name: string) => Value;
  readonly key?: (index: number) => Value;
  readonly aggregate?: (index: number) => Value;
  readonly window?: (column: WindowColumn) => Value;
}

/** A value that cannot be had: the row fails with this SQLSTATE. */
export class RowError extends Error {
  readonly sqlstate: string;

  constructor(sqlstate: string) {
    super(sqlstate);
    this.sqlstate = sqlstate;
  }
}

export function evaluate(expr: Expr, scope: Scope): Value {
  switch (expr.kind) {
    case "literal":
      return expr.value;
    case "column":
      return scope.column(expr.name);
    case "key":
      return scope.key!(expr.index);
    case "aggregate":
      return scope.aggregate!(expr.index);
    case "window":
      return scope.window!(expr.column);
    case "call":
      return call(expr.overload, expr.args, scope);
    case "cast":
      return cast(evaluate(expr.arg, scope), typeOf(expr.arg).kind, expr.type, expr.mode);
    case "case":
      return caseOf(expr, scope);
    case "nullif": {
      const left = evaluate(expr.left, scope);
      const [a, b] = meet([expr.left, expr.right], [left, evaluate(expr.right, scope)]);
      return isTrue(equal(a!, b!)) ? null : left;
    }
    case "in": {
      const exprs = [expr.arg, ...expr.list];
      const [arg, ...list] = meet(
        exprs,
        exprs.map((each) => evaluate(each, scope)),
      );
      const found = list.map((each) => equal(arg!, each)).reduce(or, false);
      return expr.negated ? not(found) : found;
    }
    case "between": {
      const exprs = [expr.arg, expr.low, expr.high];
      const [arg, low, high] = meet(
        exprs,
        exprs.map((each) => evaluate(each, scope)),
      );
      const inside = and(
        ordered(low!, arg!, (order) => order <= 0),
        ordered(arg!, high!, (order) => order <= 0),
      );
      return expr.negated ? not(inside) : inside;
    }
    case "is": {
      const arg = evaluate(expr.arg, scope);
      const holds = expr.what === "NULL" || expr.what === "UNKNOWN" ? arg === null : arg === (expr.what === "TRUE");
      return holds !== expr.negated;
    }
    case "distinct": {
      const exprs = [expr.left, expr.right];
      const [a, b] = meet(
        exprs,
        exprs.map((each) => evaluate(each, scope)),
      );
      const distinct = a === null || b === null ? a !== b : compare(a!, b!) !== 0;
      return distinct !== expr.negated;
    }
    case "like":
    case "interval":
      throw new Error(`the reference evaluator does not know ${expr.kind}`);
    default:
      return assertNever(expr, "Expr");
  }
}

export function isTrue(value: Value): boolean {
  return value === true;
}

/** Less than, equal or greater as negative, 0, positive: NaN equals NaN and is above all, −0 = 0, text by code point. */
export function compare(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (typeof a === "string" && typeof b === "string") return compareText([...a], [...b]);
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareText(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = a[i]!.codePointAt(0)! - b[i]!.codePointAt(0)!;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The values, each converted to the kind in which the expressions meet. */
function meet(exprs: readonly Expr[], values: readonly Value[]): Value[] {
  const kinds = exprs.map((expr) => typeOf(expr).kind);
  const kind = commonKindOf(kinds)!;
  return values.map((value, i) => coerce(value, kinds[i]!, kind));
}

function equal(a: Value, b: Value): Value {
  return ordered(a, b, (order) => order === 0);
}

function ordered(a: Value, b: Value, holds: (order: number) => boolean): Value {
  return a === null || b === null ? null : holds(compare(a, b));
}

function and(a: Value, b: Value): Value {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

function or(a: Value, b: Value): Value {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

function not(a: Value): Value {
  return a === null ? null : !a;
}

function caseOf(expr: Extract<Expr, { kind: "case" }>, scope: Scope): Value {
  const as = (branch: Expr) => coerce(evaluate(branch, scope), typeOf(branch).kind, expr.type.kind);
  const operandKind =
    expr.operand &&
    commonKindOf([expr.operand, ...expr.whens.map(({ when }) => when)].map((each) => typeOf(each).kind))!;
  const of = (each: Expr) => coerce(evaluate(each, scope), typeOf(each).kind, operandKind!);
  for (const { when, result } of expr.whens) {
    const taken = expr.operand === null ? evaluate(when, scope) : equal(of(expr.operand), of(when));
    if (isTrue(taken)) return as(result);
  }
  return expr.otherwise === null ? null : as(expr.otherwise);
}

function call(id: string, args: readonly Expr[], scope: Scope): Value {
  const { name, params, returns } = overloadOf(id);
  const arg = (i: number) => {
    const kind = params[Math.min(i, params.length - 1)] as TypeKind;
    return coerce(evaluate(args[i]!, scope), typeOf(args[i]!).kind, kind);
  };
  // These look at their arguments one by one, left to right, and stop when the answer is known.
  if (name === "and" || name === "or") {
    const first = arg(0);
    if (first === (name === "or")) return first;
    return name === "or" ? or(first, arg(1)) : and(first, arg(1));
  }
  if (name === "coalesce") {
    for (let i = 0; i < args.length; i++) {
      const value = arg(i);
      if (value !== null) return value;
    }
    return null;
  }
  const values = args.map((_, i) => arg(i));
  if (name === "concat") return values.map((value) => value ?? "").join("");
  if (name === "greatest" || name === "least") {
    const present = values.filter((value) => value !== null);
    const sign = name === "least" ? 1 : -1;
    return present.reduce<Value>(
      (best, value) => (best === null || compare(value, best) * sign < 0 ? value : best),
      null,
    );
  }
  if (values.includes(null)) return null;
  return strict(name, returns, values as Exclude<Value, null>[]);
}

/** Functions that are NULL when an argument is. */
function strict(name: string, returns: TypeKind, values: readonly Exclude<Value, null>[]): Value {
  const [a, b] = values as [Exclude<Value, null>, Exclude<Value, null>];
  switch (name) {
    case "eq":
      return compare(a, b) === 0;
    case "ne":
      return compare(a, b) !== 0;
    case "lt":
      return compare(a, b) < 0;
    case "le":
      return compare(a, b) <= 0;
    case "gt":
      return compare(a, b) > 0;
    case "ge":
      return compare(a, b) >= 0;
    case "not":
      return !a;
    case "concat_op":
      return `${a}${b}`;
    case "length":
      return BigInt([...(a as string)].length);
    case "lower":
      return (a as string).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    case "upper":
      return (a as string).replace(/[a-z]/g, (letter) => letter.toUpperCase());
    case "starts_with":
      return (a as string).startsWith(b as string);
    case "round":
      return roundHalfEven(a as number);
    case "trunc":
      return Math.trunc(a as number);
    case "floor":
      return Math.floor(a as number);
    case "ceil":
      return Math.ceil(a as number);
    case "add_days":
      return (a as bigint) + (b as bigint);
    case "subtract_days":
    case "days_between":
      return (a as bigint) - (b as bigint);
  }
  if (isInteger(returns)) return inRange(integer(name, a as bigint, b as bigint), returns);
  if (!isFloat(returns)) throw new Error(`the reference evaluator does not know ${name}`);
  const result = float(name, a as number, b as number);
  return returns === "REAL" ? Math.fround(result) : result;
}

function integer(name: string, a: bigint, b: bigint): bigint {
  if ((name === "divide" || name === "mod") && b === 0n) throw new RowError("22012");
  switch (name) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    case "divide":
      return a / b;
    case "mod":
      return a % b;
    case "negate":
      return -a;
    case "abs":
      return a < 0n ? -a : a;
    default:
      throw new Error(`the reference evaluator does not know ${name} of integers`);
  }
}

function float(name: string, a: number, b: number): number {
  switch (name) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    case "divide":
      return a / b;
    case "negate":
      return -a;
    case "abs":
      return Math.abs(a);
    default:
      throw new Error(`the reference evaluator does not know ${name} of floats`);
  }
}

function inRange(value: bigint, kind: IntegerKind): bigint {
  if (value > maxOf(kind) || value < minOf(kind)) throw new RowError("22003");
  return value;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

const DAY_US = 86_400_000_000n;

/** The conversions that happen without being asked for; none of them fails. */
export function coerce(value: Value, from: TypeKind, to: TypeKind): Value {
  if (value === null || from === to || (isInteger(from) && isInteger(to))) return value;
  if (to === "DOUBLE") return Number(value);
  if (to === "TIMESTAMP" && from === "DATE") return (value as bigint) * DAY_US;
  throw new Error(`the reference evaluator does not coerce ${from} to ${to}`);
}

function cast(value: Value, from: TypeKind, to: SpecType, mode: "strict" | "try"): Value {
  if (value === null) return null;
  try {
    return convert(value, from, to);
  } catch (error) {
    if (mode === "try" && error instanceof RowError) return null;
    throw error;
  }
}

function convert(value: Exclude<Value, null>, from: TypeKind, to: SpecType): Value {
  if (to.kind === "TEXT") {
    const text = String(value);
    return to.maxLength === null ? text : [...text].slice(0, to.maxLength).join("");
  }
  if (isInteger(to.kind)) return inRange(toInteger(value), to.kind);
  if (to.kind === "DOUBLE") return Number(value);
  if (to.kind === "REAL") {
    const real = Math.fround(Number(value));
    if (!Number.isFinite(real) && Number.isFinite(Number(value))) throw new RowError("22003");
    return real;
  }
  if (to.kind === "BOOLEAN") return typeof value === "boolean" ? value : value !== 0n;
  if (to.kind === "TIMESTAMP" && from === "TIMESTAMP") return roundTo(value as bigint, 10n ** BigInt(6 - to.precision));
  if (to.kind === from) return value;
  if (to.kind === "TIMESTAMP") return (value as bigint) * DAY_US;
  if (to.kind === "DATE") return ((value as bigint) - ((((value as bigint) % DAY_US) + DAY_US) % DAY_US)) / DAY_US;
  throw new Error(`the reference evaluator does not convert ${from} to ${to.kind}`);
}

/** Half away from 1970-01-01. */
function roundTo(us: bigint, unit: bigint): bigint {
  const magnitude = us < 0n ? -us : us;
  const rounded = ((magnitude + unit / 2n) / unit) * unit;
  return us < 0n ? -rounded : rounded;
}

function toInteger(value: Exclude<Value, null>): bigint {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "bigint") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RowError("22003");
    return BigInt(roundHalfEven(value));
  }
  const digits = value.trim();
  if (!/^[+-]?\d+$/.test(digits)) throw new RowError("22018");
  return BigInt(digits.replace(/^\+/, ""));
}
