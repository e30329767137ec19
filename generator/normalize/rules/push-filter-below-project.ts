import { inlineColumns } from "../inline-columns.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * Filters before projecting: dropped rows never pay for the projection, nor fail in it.
 *    Filter p(x)              Project [x := e]
 *      Project [x := e]   =>    Filter p(e)
 */
export const pushFilterBelowProject: NormalizationRule = {
  name: "push_filter_below_project",
  rewrite(plan) {
    if (plan.kind !== "Filter" || plan.input.kind !== "Project") return plan;
    const project = plan.input;
    const predicate = inlineColumns(plan.predicate, project.exprs);
    return { ...project, input: { ...plan, input: project.input, schema: project.input.schema, predicate } };
  },
};
