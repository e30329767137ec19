import type { Expr } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { BOOLEAN } from "../../catalog/sql-type.ts";
import { literal } from "../../logical/expr.ts";
import { type Fails, failsIn } from "../../logical/failure.ts";
import { mapExpr, mapExprs } from "../../logical/tree.ts";
import type { OptimizerRule } from "../optimizer.ts";

/**
 * Answers IS NULL where the operand can be neither NULL nor an error.
 *    price IS NULL   =>   FALSE        (price BIGINT NOT NULL)
 */
export const decideNullTests: OptimizerRule = {
  name: "decide_null_tests",
  rewrite(plan) {
    const fails = failsIn(plan);
    return mapExprs(plan, (expr) => mapExpr(expr, (part) => decide(part, fails)));
  },
};

function decide(expr: Expr, fails: Fails): Expr {
  if (expr.kind !== "Call" || overloadOf(expr.overload).name !== "is_null") return expr;
  const operand = expr.args[0]!;
  return operand.nullable || fails(operand) ? expr : literal(false, BOOLEAN, expr.span);
}
