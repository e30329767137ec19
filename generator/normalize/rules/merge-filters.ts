import { AND, call } from "../../logical/expr.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * One filter in the place of two, the lower one's predicate first: AND is lazy from left to right, so a row that it
 * drops is still not seen by the upper one.
 *    Filter p
 *      Filter q   =>   Filter q AND p
 */
export const mergeFilters: NormalizationRule = {
  name: "merge_filters",
  rewrite(plan) {
    if (plan.kind !== "Filter" || plan.input.kind !== "Filter") return plan;
    const lower = plan.input;
    const predicate = call(AND, [lower.predicate, plan.predicate], lower.predicate.span);
    return { ...lower, predicate };
  },
};
