import type { Expr } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { AND, chain } from "../../logical/expr.ts";
import { conjunctsOf, failsIn } from "../../logical/failure.ts";
import { visitExpr } from "../../logical/tree.ts";
import type { OptimizerRule } from "../optimizer.ts";

/**
 * Tests what is cheap first, so that dear tests see fewer rows. Only where nothing can fail: else the order decides
 * which error a row gets.
 *    Filter url LIKE '%item%' AND price > 100   =>   Filter price > 100 AND url LIKE '%item%'
 */
export const orderConjuncts: OptimizerRule = {
  name: "order_conjuncts",
  rewrite(plan) {
    if (plan.kind !== "Filter") return plan;
    const parts = conjunctsOf(plan.predicate);
    if (parts.some(failsIn(plan))) return plan;
    const ordered = parts
      .map((part, i) => ({ part, i, cost: costOf(part) }))
      .sort((a, b) => a.cost - b.cost || a.i - b.i)
      .map(({ part }) => part);
    if (ordered.every((part, i) => part === parts[i])) return plan;
    return { ...plan, predicate: chain(AND, ordered, plan.predicate.span) };
  },
};

/** Roughly: one for what the machine does at once, ten for a walk over a text. */
function costOf(expr: Expr): number {
  let cost = 0;
  visitExpr(expr, (part) => {
    if (part.kind === "Literal" || part.kind === "Column") return;
    const onText =
      part.type.kind === "TEXT" || (part.kind === "Call" && part.args.some((arg) => arg.type.kind === "TEXT"));
    const inKernel = part.kind === "Call" && overloadOf(part.overload).kernel !== null;
    cost += onText ? 10 : inKernel ? 5 : 1;
  });
  return cost;
}
