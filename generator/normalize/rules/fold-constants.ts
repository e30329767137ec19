import type { Call, Case, Cast, Expr, Value } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { INTEGER_RANGES, sameType } from "../../catalog/sql-type.ts";
import { cast, literal } from "../../logical/expr.ts";
import { type Fails, failsIn } from "../../logical/failure.ts";
import { mapExpr, mapExprs } from "../../logical/tree.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * Computes what depends on no row: logic, CASE, and arithmetic and comparison of whole numbers that cannot fail.
 * What would fail is left as it is, because it fails row by row. Functions of text, time and floating point are left
 * to run time, where there is one implementation of each.
 */
export const foldConstants: NormalizationRule = {
  name: "fold_constants",
  rewrite(plan) {
    const fails = failsIn(plan);
    return mapExprs(plan, (expr) => mapExpr(expr, (part) => fold(part, fails)));
  },
};

function fold(expr: Expr, fails: Fails): Expr {
  if (expr.kind === "Call") return foldCall(expr, fails);
  if (expr.kind === "Cast") return foldCast(expr);
  return expr.kind === "Case" ? foldCase(expr) : expr;
}

function foldCall(call: Call, fails: Fails): Expr {
  const { name, nulls } = overloadOf(call.overload);
  if (name === "and" || name === "or") return foldLogic(call, name === "or", fails);
  const values = call.args.map((arg) => (arg.kind === "Literal" ? arg.value : undefined));
  if (nulls === "strict" && values.includes(null) && !call.args.some(fails)) return literal(null, call.type, call.span);
  if (values.some((value) => value === undefined)) return call;
  const value = evaluate(name, values as Value[], call);
  return value === undefined ? call : literal(value, call.type, call.span);
}

/** NULL of any type, and a whole number to a type that holds it. */
function foldCast(cast: Cast): Expr {
  const { arg, type, span } = cast;
  if (arg.kind !== "Literal") return cast;
  if (arg.value === null) return literal(null, type, span);
  if (!INTEGER_RANGES.has(arg.type.kind) || !INTEGER_RANGES.has(type.kind)) return cast;
  const value = inRange(BigInt(arg.value as bigint | number), type.kind);
  return value === undefined ? cast : literal(value, type, span);
}

/** `decides` is the value with which one side settles the result: TRUE for OR, FALSE for AND. */
function foldLogic(call: Call, decides: boolean, fails: Fails): Expr {
  const [left, right] = call.args as [Expr, Expr];
  if (isBoolean(left, decides) || (isBoolean(right, decides) && !fails(left)))
    return literal(decides, call.type, call.span);
  if (isBoolean(left, !decides)) return right;
  return isBoolean(right, !decides) ? left : call;
}

function isBoolean(expr: Expr, value: boolean): boolean {
  return expr.kind === "Literal" && expr.value === value;
}

/** Undefined: not computed here. */
function evaluate(name: string, values: readonly Value[], { type, args }: Call): Value | undefined {
  const [a, b] = values;
  switch (name) {
    case "not":
      return !a;
    case "is_null":
      return a === null;
    case "is_true":
      return a === true;
    case "is_false":
      return a === false;
  }
  if (!INTEGER_RANGES.has(args[0]!.type.kind) || a === null || b === null) return undefined;
  const x = BigInt(a as bigint | number);
  const y = b === undefined ? 0n : BigInt(b as bigint | number);
  switch (name) {
    case "eq":
      return x === y;
    case "ne":
      return x !== y;
    case "lt":
      return x < y;
    case "le":
      return x <= y;
    case "gt":
      return x > y;
    case "ge":
      return x >= y;
    case "add":
      return inRange(x + y, type.kind);
    case "subtract":
      return inRange(x - y, type.kind);
    case "multiply":
      return inRange(x * y, type.kind);
    case "divide":
      return y === 0n ? undefined : inRange(x / y, type.kind);
    case "mod":
      return y === 0n ? undefined : inRange(x % y, type.kind);
    case "negate":
      return inRange(-x, type.kind);
    default:
      return undefined;
  }
}

function inRange(value: bigint, kind: Expr["type"]["kind"]): Value | undefined {
  const [min, max] = INTEGER_RANGES.get(kind)!;
  if (value < min || value > max) return undefined;
  return kind === "BIGINT" ? value : Number(value);
}

/** Branches that are never taken go, and everything behind one that always is. */
function foldCase(expr: Case): Expr {
  const whens: Case["whens"][number][] = [];
  for (const arm of expr.whens) {
    if (arm.when.kind !== "Literal") whens.push(arm);
    else if (arm.when.value === true)
      return whens.length === 0 ? inTypeOf(expr, arm.then) : withBranches(expr, whens, arm.then);
  }
  if (whens.length === expr.whens.length) return expr;
  return whens.length === 0 ? inTypeOf(expr, expr.otherwise) : withBranches(expr, whens, expr.otherwise);
}

/** A branch may be of fewer digits, or shorter, than the whole: what stands above has been bound to the whole's type. */
function inTypeOf({ type, span }: Case, branch: Expr): Expr {
  return sameType(branch.type, type) ? branch : cast(branch, type, "strict", span);
}

/** Type and nullability stay: the columns above have been bound to them. */
function withBranches(expr: Case, whens: Case["whens"], otherwise: Expr): Expr {
  return { ...expr, whens, otherwise };
}
