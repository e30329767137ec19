import type { Expr, LogicalPlan, Output } from "../../runtime/plan.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import { exprsOf, nodesOf, operands } from "../logical/tree.ts";

/** Parts that an expression may gain when the columns of the views below are replaced by what computes them. */
const GAIN_MAX = 20_000;

/** Levels of such an expression: every phase behind this one, asc's too, survives as many on Node's default stack. */
const LEVELS_MAX = 600;

interface Extent {
  readonly parts: number;
  readonly levels: number;
}

const COLUMN: Extent = { parts: 1, levels: 1 };

/**
 * Normalization puts the expressions of stacked projections into each other. A view that uses a column of the one below
 * twice doubles it: forty such views would not fit any memory. Says so before it is tried.
 */
export function checkSpelledOut(plan: Output, bag: DiagnosticBag): void {
  const written = [...nodesOf(plan)].flatMap(exprsOf).reduce((sum, expr) => sum + extentOf(expr, null).parts, 0);
  columnExtents(plan, written + GAIN_MAX, bag);
}

/** How large each output column is; measured without writing it out. */
function columnExtents(plan: LogicalPlan, partsMax: number, bag: DiagnosticBag): readonly Extent[] {
  if (plan.kind === "Scan") return plan.schema.map(() => COLUMN);
  const below = columnExtents(plan.input, partsMax, bag);
  if (bag.hasErrors) return below;
  const extents = exprsOf(plan).map((expr) => {
    const extent = extentOf(expr, below);
    if (!bag.hasErrors) reportExtent(extent, partsMax, expr, bag);
    return extent;
  });
  if (plan.kind === "Project") return extents;
  return plan.kind === "Aggregate" ? plan.schema.map(() => COLUMN) : plan.schema.map((_, i) => below[i] ?? COLUMN);
}

function reportExtent({ parts, levels }: Extent, partsMax: number, { span }: Expr, bag: DiagnosticBag): void {
  if (parts > partsMax) bag.error("MR4018", span, { limit: `${GAIN_MAX} parts beyond those written` });
  else if (levels > LEVELS_MAX) bag.error("MR4018", span, { limit: `${LEVELS_MAX} levels` });
}

/** `below`: what the columns stand for; null: for themselves. */
function extentOf(expr: Expr, below: readonly Extent[] | null): Extent {
  if (expr.kind === "Column") return below?.[expr.ordinal] ?? COLUMN;
  let parts = 1;
  let levels = 0;
  for (const operand of operands(expr)) {
    const extent = extentOf(operand, below);
    parts += extent.parts;
    levels = Math.max(levels, extent.levels);
  }
  return { parts, levels: levels + 1 };
}
