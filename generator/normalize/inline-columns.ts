/** Replaces columns by the expressions that compute them. */
import type { Expr } from "../../runtime/plan.ts";
import { mapExpr } from "../logical/tree.ts";

/** `expr` over a projection's output, as an expression over its input. */
export function inlineColumns(expr: Expr, exprs: readonly Expr[]): Expr {
  return mapExpr(expr, (part) => (part.kind === "Column" ? exprs[part.ordinal]! : part));
}
