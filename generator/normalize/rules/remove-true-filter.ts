import type { NormalizationRule } from "../normalize.ts";

/** A filter that keeps every row is none. */
export const removeTrueFilter: NormalizationRule = {
  name: "remove_true_filter",
  rewrite(plan) {
    if (plan.kind !== "Filter" || plan.predicate.kind !== "Literal" || plan.predicate.value !== true) return plan;
    return plan.input;
  },
};
