/**
 * The normal form of a plan. Always on: it fixes what a query means where several forms would do, so fingerprints, row
 * errors and the order of the law's buckets are defined on it. The rules are those of the table below; changing the
 * list changes NORM_VERSION.
 *
 *     Output ( Project ) Filter* Aggregate Window Filter* … Scan
 */
import type { LogicalPlan, Output } from "../../runtime/plan.ts";
import { type Inspect, rewriteBottomUp } from "../logical/tree.ts";
import { pruneColumns } from "./prune-columns.ts";
import { composeProjects } from "./rules/compose-projects.ts";
import { foldConstants } from "./rules/fold-constants.ts";
import { mergeFilters } from "./rules/merge-filters.ts";
import { orderOperands } from "./rules/order-operands.ts";
import { pushFilterBelowProject } from "./rules/push-filter-below-project.ts";
import { pushFilterBelowWindow } from "./rules/push-filter-below-window.ts";
import { pushWindowBelowProject } from "./rules/push-window-below-project.ts";
import { removeTrueFilter } from "./rules/remove-true-filter.ts";

export const NORM_VERSION = 1;

/** `rewrite` returns the same object when it has nothing to do. */
export interface NormalizationRule {
  readonly name: string;
  readonly rewrite: (plan: LogicalPlan) => LogicalPlan;
}

export const NORMALIZATION_RULES: readonly NormalizationRule[] = [
  foldConstants,
  orderOperands,
  removeTrueFilter,
  pushFilterBelowProject,
  pushFilterBelowWindow,
  pushWindowBelowProject,
  composeProjects,
  mergeFilters,
];

/**
 * Applies the rules bottom-up until none has anything to do, then drops columns nobody reads. `inspect` sees each part
 * that a rule has changed, and the plan after each round.
 */
export function normalize(
  plan: Output,
  inspect: Inspect = () => {},
  rules: readonly NormalizationRule[] = NORMALIZATION_RULES,
): Output {
  const rewrite = (node: LogicalPlan) => rules.reduce((n, rule) => apply(rule, n, inspect), node);
  let current: LogicalPlan = plan;
  // Each round moves something down or makes the plan smaller; the bound only guards against a rule of ours that does not.
  for (let round = 0; round < 1000; round++) {
    const next = rewriteBottomUp(current, rewrite);
    inspect(next, "a round of normalization");
    if (next === current) return pruneColumns(current as Output);
    current = next;
  }
  throw new Error("the normalization rules do not come to rest");
}

function apply(rule: NormalizationRule, node: LogicalPlan, inspect: Inspect): LogicalPlan {
  const next = rule.rewrite(node);
  if (next !== node) inspect(next, rule.name);
  return next;
}
