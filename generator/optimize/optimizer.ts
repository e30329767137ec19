/**
 * Makes a normalized plan cheaper without changing a row or a row error. It can be switched off as a whole; tests run
 * every query both ways.
 */
import type { LogicalPlan, Output } from "../../runtime/plan.ts";
import { type Inspect, rewriteBottomUp } from "../logical/tree.ts";
import { decideNullTests } from "./rules/decide-null-tests.ts";
import { narrowComparisons } from "./rules/narrow-comparisons.ts";
import { orderConjuncts } from "./rules/order-conjuncts.ts";
import { replaceDisjunctionByIn } from "./rules/replace-disjunction-by-in.ts";

/** `rewrite` returns the same object when it has nothing to do. */
export interface OptimizerRule {
  /** As EXPLAIN prints it. */
  readonly name: string;
  readonly rewrite: (plan: LogicalPlan) => LogicalPlan;
}

/** In order of application; each sees what the ones before it have left. */
export const OPTIMIZER_RULES: readonly OptimizerRule[] = [
  decideNullTests,
  narrowComparisons,
  replaceDisjunctionByIn,
  orderConjuncts,
];

export interface Optimized {
  readonly plan: Output;
  /** The rules that changed something, in order. */
  readonly fired: readonly string[];
}

/** `inspect` sees the plan after each rule that changed something. */
export function optimize(
  plan: Output,
  inspect: Inspect = () => {},
  rules: readonly OptimizerRule[] = OPTIMIZER_RULES,
): Optimized {
  const fired: string[] = [];
  let current: LogicalPlan = plan;
  for (const rule of rules) {
    const next = rewriteBottomUp(current, rule.rewrite);
    if (next === current) continue;
    fired.push(rule.name);
    inspect(next, rule.name);
    current = next;
  }
  return { plan: current as Output, fired };
}
