/** Rejects normalized plans that cannot stream, or that this version cannot run. */
import type { LogicalPlan, Output } from "../../runtime/plan.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import { NULLABLE_KEYS_MAX } from "../limits.ts";
import { nodesOf } from "../logical/tree.ts";

/** A late row renews its group in each of its windows at once; more windows than this would not stay bounded work. */
const REVISED_WINDOWS_MAX = 10_000n;

export function analyze(plan: Output, bag: DiagnosticBag): void {
  const nodes = [...nodesOf(plan)];
  nodes.forEach((node, i) => {
    if (node.kind === "Window" && nodes[i - 1]?.kind !== "Aggregate") reportWindowColumns(node, bag);
    if (node.kind === "Aggregate") checkLimits(node, bag);
  });
}

/** Something between the window and its aggregate looks at the window, where a row stands in several. */
function reportWindowColumns(window: LogicalPlan, bag: DiagnosticBag): void {
  bag.error("MR4030", window.span, {}).try("filter on window_start and window_end in HAVING, behind the aggregate", []);
}

function checkLimits(aggregate: Extract<LogicalPlan, { kind: "Aggregate" }>, bag: DiagnosticBag): void {
  const nullable = aggregate.keys.filter((key) => key.nullable).length;
  if (nullable > NULLABLE_KEYS_MAX) {
    bag.error("MR4031", aggregate.span, {
      what: `${nullable} group keys that can be NULL`,
      limit: String(NULLABLE_KEYS_MAX),
    });
  }
  if (aggregate.emit !== "after-watermark" || aggregate.input.kind !== "Window") return;
  const { window } = aggregate.input;
  if (window.kind === "tumble") return;
  const perRow = window.sizeUs / (window.kind === "hop" ? window.slideUs : window.stepUs);
  if (perRow > REVISED_WINDOWS_MAX) {
    bag
      .error("MR4031", aggregate.span, {
        what: `a row in ${perRow} windows that are sent again`,
        limit: String(REVISED_WINDOWS_MAX),
      })
      .try("EMIT ON WINDOW CLOSE", []);
  }
}
