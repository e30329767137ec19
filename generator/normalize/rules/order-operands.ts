import type { Call, Expr } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { call } from "../../logical/expr.ts";
import { type Fails, failsIn } from "../../logical/failure.ts";
import { exprKey, mapExpr, mapExprs } from "../../logical/tree.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * One order for what has none: operands of commutative operators, literals on the right of comparisons, and the
 * operands of AND and OR where none can fail, without repetitions. Nothing is reassociated but AND and OR.
 *    5 < price   =>   price > 5            q AND p AND q   =>   p AND q
 */
export const orderOperands: NormalizationRule = {
  name: "order_operands",
  rewrite(plan) {
    const fails = failsIn(plan);
    return mapExprs(plan, (expr) => mapExpr(expr, (part) => order(part, fails)));
  },
};

const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "multiply", "eq", "ne", "is_distinct_from"]);
const MIRRORED: Readonly<Record<string, string>> = { lt: "gt", gt: "lt", le: "ge", ge: "le" };

function order(expr: Expr, fails: Fails): Expr {
  if (expr.kind !== "Call") return expr;
  const { name } = overloadOf(expr.overload);
  if (name === "and" || name === "or") return orderLogic(expr, name, fails);
  const [left, right] = expr.args as [Expr, Expr];
  if (COMMUTATIVE.has(name)) return comesBefore(right, left, fails) ? { ...expr, args: [right, left] } : expr;
  const mirrored = MIRRORED[name];
  if (mirrored === undefined || !comesBefore(right, left, fails)) return expr;
  return { ...expr, overload: expr.overload.replace(name, mirrored), args: [right, left] };
}

/** Literals last, then by key. Two operands that can fail keep their order: the first to fail names the error. */
function comesBefore(a: Expr, b: Expr, fails: Fails): boolean {
  if (fails(a) && fails(b)) return false;
  const isLiteral = (e: Expr) => e.kind === "Literal";
  if (isLiteral(a) !== isLiteral(b)) return isLiteral(b);
  return exprKey(a) < exprKey(b);
}

function orderLogic(expr: Call, name: "and" | "or", fails: Fails): Expr {
  const operands = flatten(expr, name);
  if (operands.some(fails)) return expr;
  const byKey = new Map(operands.map((operand) => [exprKey(operand), operand]));
  const keys = [...byKey.keys()].sort();
  const ordered = keys.map((key) => byKey.get(key)!);
  const result = ordered.reduce((left, right) => call(expr.overload, [left, right], expr.span));
  return exprKey(result) === exprKey(expr) ? expr : result;
}

function flatten(expr: Expr, name: "and" | "or"): readonly Expr[] {
  if (expr.kind !== "Call" || overloadOf(expr.overload).name !== name) return [expr];
  return expr.args.flatMap((arg) => flatten(arg, name));
}
