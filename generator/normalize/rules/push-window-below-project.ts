import type { Expr } from "../../../runtime/plan.ts";
import { column } from "../../logical/expr.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * Assigns windows before projecting; the window's columns pass through the projection.
 *    Window over column t of          Project [x := e, t := #2, window columns]
 *      Project [x := e, t := #2]  =>    Window over #2
 */
export const pushWindowBelowProject: NormalizationRule = {
  name: "push_window_below_project",
  rewrite(plan) {
    if (plan.kind !== "Window" || plan.input.kind !== "Project") return plan;
    const project = plan.input;
    const time = project.exprs[plan.time]!;
    if (time.kind !== "Column") return plan;
    const { input } = project;
    const windowFields = plan.schema.slice(project.schema.length);
    const schema = [...input.schema, ...windowFields];
    const passed = windowFields.map((_, i): Expr => column(input.schema.length + i, schema, plan.span));
    return {
      ...project,
      schema: plan.schema,
      exprs: [...project.exprs, ...passed],
      input: { ...plan, input, time: time.ordinal, schema },
    };
  },
};
