/** A plan cut at its stateful operators. */
import type { Aggregate, Filter, LogicalPlan, Output, Project, Scan, Window } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { panesPerRow } from "./panes.ts";

/** The output is the last step of a row: it reads every column. */
export type RowNode = Filter | Project | Output;

/** Every list of nodes is in the order in which a row meets them. */
export interface Stages {
  readonly scan: Scan;
  /** From the scan to the first window, or to the end. */
  readonly rowNodes: readonly RowNode[];
  readonly aggregates: readonly AggregateStage[];
}

export interface AggregateStage {
  readonly window: Window;
  /** Between window and aggregate: applied once for each pane of a row. */
  readonly paneNodes: readonly RowNode[];
  readonly aggregate: Aggregate;
  /** From the aggregate to the next window, or to the end. */
  readonly resultNodes: readonly RowNode[];
}

/** Throws for a plan that this lane cannot run, naming the node: it never runs a part of one. */
export function cutIntoStages(plan: Output): Stages {
  return stagesBelow(plan);
}

function stagesBelow(plan: LogicalPlan): Stages {
  const { rowNodes, base } = peelRowNodes(plan);
  switch (base.kind) {
    case "Scan":
      return { scan: base, rowNodes, aggregates: [] };
    case "Aggregate": {
      const { rowNodes: paneNodes, base: window } = peelRowNodes(base.input);
      if (window.kind !== "Window")
        throw new Error("the interpreter cannot run an Aggregate without a Window below it");
      if (panesPerRow(window.window) > PANES_PER_ROW_MAX)
        throw new Error("the interpreter cannot run a Window that puts a row into more than a million panes");
      const below = stagesBelow(window.input);
      if (below.aggregates.some(({ aggregate }) => aggregate.emit === "after-watermark")) {
        throw new Error("the interpreter cannot run an Aggregate over a result that retracts");
      }
      const stage = { window, paneNodes, aggregate: base, resultNodes: rowNodes };
      return { ...below, aggregates: [...below.aggregates, stage] };
    }
    case "Window":
      throw new Error("the interpreter cannot run a Window without an Aggregate above it");
    default:
      return assertNever(base, "node of a plan");
  }
}

/** This lane counts a row once per pane, so that more would hold it for seconds. */
const PANES_PER_ROW_MAX = 1_000_000n;

/** The nodes on top of a plan that take one row at a time, and the first other node below them. */
function peelRowNodes(plan: LogicalPlan): { rowNodes: RowNode[]; base: Exclude<LogicalPlan, RowNode> } {
  const rowNodes: RowNode[] = [];
  let base = plan;
  while (base.kind === "Filter" || base.kind === "Project" || base.kind === "Output") {
    rowNodes.unshift(base);
    base = base.input;
  }
  return { rowNodes, base };
}
