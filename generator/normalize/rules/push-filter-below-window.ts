import type { Expr } from "../../../runtime/plan.ts";
import { AND, chain } from "../../logical/expr.ts";
import { conjunctsOf } from "../../logical/failure.ts";
import { visitExpr } from "../../logical/tree.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * Filters rows before they are assigned to windows, as far as the predicate does not look at the window.
 *    Filter p AND q(window)         Filter q(window)
 *      Window                 =>      Window
 *                                       Filter p
 */
export const pushFilterBelowWindow: NormalizationRule = {
  name: "push_filter_below_window",
  rewrite(plan) {
    if (plan.kind !== "Filter" || plan.input.kind !== "Window") return plan;
    const window = plan.input;
    const columns = window.input.schema.length;
    const parts = conjunctsOf(plan.predicate);
    // Only what stands in front of the first look at the window: the order of evaluation stays.
    const looks = parts.findIndex((part) => readsFrom(part, columns));
    const below = looks < 0 ? parts : parts.slice(0, looks);
    if (below.length === 0) return plan;
    const pushed = {
      ...window,
      input: {
        ...plan,
        input: window.input,
        schema: window.input.schema,
        predicate: chain(AND, below, plan.predicate.span),
      },
    };
    return below.length === parts.length
      ? pushed
      : { ...plan, input: pushed, predicate: chain(AND, parts.slice(below.length), plan.predicate.span) };
  },
};

function readsFrom(expr: Expr, ordinal: number): boolean {
  let reads = false;
  visitExpr(expr, (part) => {
    if (part.kind === "Column" && part.ordinal >= ordinal) reads = true;
  });
  return reads;
}
