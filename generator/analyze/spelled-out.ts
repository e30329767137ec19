import type { Expr, LogicalPlan, Output } from "../../runtime/plan.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import { exprsOf, operands } from "../logical/tree.ts";

/** Parts of one expression when the columns of the views below have been replaced by what computes them. */
const PARTS_MAX = 20_000;

/**
 * Normalization puts the expressions of stacked projections into each other. A view that uses a column of the one below
 * twice doubles it: forty such views would not fit any memory. Says so before it is tried.
 */
export function checkSpelledOut(plan: Output, bag: DiagnosticBag): void {
  columnParts(plan, bag);
}

/** How many parts each output column has; counted without writing it out. */
function columnParts(plan: LogicalPlan, bag: DiagnosticBag): readonly number[] {
  if (plan.kind === "Scan") return plan.schema.map(() => 1);
  const below = columnParts(plan.input, bag);
  if (bag.hasErrors) return below;
  const parts = exprsOf(plan).map((expr) => {
    const count = partsOf(expr, below);
    if (count > PARTS_MAX && !bag.hasErrors) bag.error("MR4018", expr.span, { limit: String(PARTS_MAX) });
    return count;
  });
  if (plan.kind === "Project") return parts;
  return plan.kind === "Aggregate" ? plan.schema.map(() => 1) : plan.schema.map((_, i) => below[i] ?? 1);
}

function partsOf(expr: Expr, below: readonly number[]): number {
  if (expr.kind === "Column") return below[expr.ordinal]!;
  return operands(expr).reduce((sum, operand) => sum + partsOf(operand, below), 1);
}
