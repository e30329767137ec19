import type { Expr, Literal } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { call } from "../../logical/expr.ts";
import { type Fails, failsIn } from "../../logical/failure.ts";
import { exprKey, mapExprs, mapOperands } from "../../logical/tree.ts";
import type { OptimizerRule } from "../optimizer.ts";

/**
 * Looks one value up in a list in place of comparing it three times or more.
 *    x = 1 OR x = 2 OR x = 3   =>   x IN (1, 2, 3)
 */
export const replaceDisjunctionByIn: OptimizerRule = {
  name: "replace_disjunction_by_in",
  rewrite(plan) {
    const fails = failsIn(plan);
    return mapExprs(plan, (expr) => replace(expr, fails));
  },
};

/** Top-down, so that the outermost OR of a chain is seen first. */
function replace(expr: Expr, fails: Fails): Expr {
  const list = isOr(expr) ? membership(expr, fails) : null;
  return list ?? mapOperands(expr, (operand) => replace(operand, fails));
}

function membership(expr: Expr, fails: Fails): Expr | null {
  const tests = disjuncts(expr);
  if (tests.length < 3) return null;
  const first = equality(tests[0]!);
  if (first === null || fails(first.subject)) return null;
  const values: Literal[] = [];
  for (const test of tests) {
    const found = equality(test);
    if (found === null || exprKey(found.subject) !== exprKey(first.subject)) return null;
    values.push(found.value);
  }
  const kind = first.subject.type.kind;
  return call(`in(${kind},${kind}…)`, [first.subject, ...values], expr.span);
}

function equality(expr: Expr): { subject: Expr; value: Literal } | null {
  if (expr.kind !== "Call" || overloadOf(expr.overload).name !== "eq") return null;
  const [subject, value] = expr.args as [Expr, Expr];
  return value.kind === "Literal" ? { subject, value } : null;
}

function isOr(expr: Expr): boolean {
  return expr.kind === "Call" && overloadOf(expr.overload).name === "or";
}

function disjuncts(expr: Expr): readonly Expr[] {
  return expr.kind === "Call" && isOr(expr) ? expr.args.flatMap(disjuncts) : [expr];
}
