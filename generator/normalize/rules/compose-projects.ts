import type { AggregateCall } from "../../../runtime/plan.ts";
import { inlineColumns } from "../inline-columns.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * One projection in the place of two, and none below an aggregate: its keys and arguments compute what they need.
 *    Aggregate key x, SUM(y)
 *      Project [x := e, y := f]   =>   Aggregate key e, SUM(f)
 */
export const composeProjects: NormalizationRule = {
  name: "compose_projects",
  rewrite(plan) {
    if ((plan.kind !== "Project" && plan.kind !== "Aggregate") || plan.input.kind !== "Project") return plan;
    const { exprs, input } = plan.input;
    const inline = (expr: Parameters<typeof inlineColumns>[0]) => inlineColumns(expr, exprs);
    if (plan.kind === "Project") return { ...plan, input, exprs: plan.exprs.map(inline) };
    const aggregates = plan.aggregates.map(
      (aggregate): AggregateCall => ({
        ...aggregate,
        arg: aggregate.arg === null ? null : inline(aggregate.arg),
        filter: aggregate.filter === null ? null : inline(aggregate.filter),
      }),
    );
    return { ...plan, input, keys: plan.keys.map(inline), aggregates };
  },
};
