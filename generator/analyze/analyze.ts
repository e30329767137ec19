/** Rejects normalized plans that cannot stream, or that this version cannot run. */
import type { Aggregate, Expr, Output } from "../../runtime/plan.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import { NULLABLE_KEYS_MAX } from "../limits.ts";
import { nodesOf, operands } from "../logical/tree.ts";

/** A late row renews its group in each of its windows at once; more windows than this would not stay bounded work. */
const REVISED_WINDOWS_MAX = 10_000n;
/** So many results may come of a single row. The interpreter lane, which keeps a group per window, takes no more. */
const WINDOWS_MAX = 1_000_000n;

export function analyze(plan: Output, bag: DiagnosticBag): void {
  const nodes = [...nodesOf(plan)];
  nodes.forEach((node, i) => {
    if (node.kind === "Window" && nodes[i - 1]?.kind !== "Aggregate") {
      // Something between the window and its aggregate looks at the window.
      const advice = "filter on window_start and window_end in HAVING, behind the aggregate";
      bag.error("MR4030", node.span, {}).try(advice, []);
    }
    if (node.kind !== "Aggregate") return;
    checkWindowColumns(node, bag);
    checkLimits(node, bag);
  });
}

/** Rows are counted in slices, of which several windows are made: an aggregate can group by its window, no more. */
function checkWindowColumns({ input, keys, aggregates }: Aggregate, bag: DiagnosticBag): void {
  if (input.kind !== "Window") return;
  const width = input.input.schema.length;
  const computed = [
    ...keys.filter(({ kind }) => kind !== "Column"),
    ...aggregates.flatMap(({ filter, arg }) => [filter, arg]).filter((expr) => expr !== null),
  ];
  for (const expr of computed) {
    if (!readsBeyond(expr, width)) continue;
    bag.error("MR4030", expr.span, {}).try("group by window_start and window_end, and compute with them in SELECT", []);
  }
}

function readsBeyond(expr: Expr, width: number): boolean {
  return expr.kind === "Column" ? expr.ordinal >= width : operands(expr).some((operand) => readsBeyond(operand, width));
}

function checkLimits(aggregate: Aggregate, bag: DiagnosticBag): void {
  const nullable = aggregate.keys.filter((key) => key.nullable).length;
  if (nullable > NULLABLE_KEYS_MAX) {
    bag.error("MR4031", aggregate.span, {
      what: `${nullable} group keys that can be NULL`,
      limit: String(NULLABLE_KEYS_MAX),
    });
  }
  if (aggregate.input.kind !== "Window" || aggregate.input.window.kind === "tumble") return;
  const { window } = aggregate.input;
  const strideUs = window.kind === "hop" ? window.slideUs : window.stepUs;
  const perRow = (window.sizeUs + strideUs - 1n) / strideUs;
  if (perRow > WINDOWS_MAX) {
    bag.error("MR4031", aggregate.span, { what: `a row in ${perRow} windows`, limit: String(WINDOWS_MAX) });
  } else if (aggregate.emit === "after-watermark" && perRow > REVISED_WINDOWS_MAX) {
    bag
      .error("MR4031", aggregate.span, {
        what: `a row in ${perRow} windows that are sent again`,
        limit: String(REVISED_WINDOWS_MAX),
      })
      .try("EMIT ON WINDOW CLOSE", []);
  }
}
