import type { Call, Expr } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { INTEGER_RANGES, isInteger } from "../../catalog/sql-type.ts";
import { call, literal } from "../../logical/expr.ts";
import { mapExpr, mapExprs } from "../../logical/tree.ts";
import type { OptimizerRule } from "../optimizer.ts";

/**
 * Compares whole numbers in the type they are stored in, where the literal fits it.
 *    CAST(quantity AS BIGINT) > 100   =>   quantity > 100        (quantity INTEGER)
 */
export const narrowComparisons: OptimizerRule = {
  name: "narrow_comparisons",
  rewrite: (plan) => mapExprs(plan, (expr) => mapExpr(expr, narrow)),
};

const COMPARISONS: ReadonlySet<string> = new Set(["eq", "ne", "lt", "le", "gt", "ge", "is_distinct_from"]);

function narrow(expr: Expr): Expr {
  if (expr.kind !== "Call" || !COMPARISONS.has(overloadOf(expr.overload).name)) return expr;
  return narrowed(expr) ?? expr;
}

function narrowed(comparison: Call): Expr | null {
  const { name } = overloadOf(comparison.overload);
  const [left, right] = comparison.args as [Expr, Expr];
  if (left.kind !== "Cast" || right.kind !== "Literal" || right.value === null) return null;
  const from = left.arg.type;
  if (!isInteger(from.kind) || !isInteger(left.type.kind)) return null;
  const [min, max] = INTEGER_RANGES.get(from.kind)!;
  const [targetMin] = INTEGER_RANGES.get(left.type.kind)!;
  // A narrowing cast can fail and stays.
  if (targetMin > min) return null;
  const value = BigInt(right.value as number | bigint);
  if (value < min || value > max) return null;
  const operand = literal(from.kind === "BIGINT" ? value : Number(value), from, right.span);
  return call(`${name}(${from.kind},${from.kind})`, [left.arg, operand], comparison.span);
}
