/** For `compile` in tests: validates the plan after every phase and every rule, and throws where one is not sound. */

import type { SourceRelation } from "../../generator/catalog/relations.ts";
import type { Inspection } from "../../generator/compile.ts";
import { type PlanIssue, validatePlan } from "../../generator/logical/validate.ts";
import { validatePhysical } from "../../generator/physical/validate.ts";

/** `where` names the query in the error. */
export function soundPlans(where: string): Inspection {
  let sources: readonly SourceRelation[] | null = null;
  const refuse = (after: string, issues: readonly PlanIssue[]) => {
    if (issues.length > 0) throw new Error(`${where}: unsound plan after ${after}: ${listed(issues)}`);
  };
  return {
    bound(query) {
      sources = query.sources;
      refuse("binding", validatePlan(query.plan, sources));
    },
    logical: (plan, after) => refuse(after, validatePlan(plan, sources)),
    physical: (plan) => refuse("lowering", validatePhysical(plan)),
  };
}

function listed(issues: readonly PlanIssue[]): string {
  return issues
    .slice(0, 5)
    .map(({ code, path, message }) => `${code} at ${path || "the root"}: ${message}`)
    .join("; ");
}
