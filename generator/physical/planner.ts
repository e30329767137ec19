/** LogicalPlan in normal form -> PhysicalPlan: which algorithm for each node, and where pipelines begin and end. */
import type {
  Aggregate,
  Output as LogicalOutput,
  LogicalPlan,
  Scan as LogicalScan,
  Window,
} from "../../runtime/plan.ts";
import type { SourceRelation } from "../catalog/relations.ts";
import { planAggregate } from "./aggregates.ts";
import type {
  AggregateSink,
  AggregateSource,
  Output,
  PhysicalPlan,
  Pipeline,
  Scan,
  Step,
  WindowAggregate,
} from "./plan.ts";

export function lower(plan: LogicalOutput, sources: readonly SourceRelation[], queryName: string): PhysicalPlan {
  const nodes = chainOf(plan.input);
  const scanNode = nodes[0];
  if (scanNode?.kind !== "Scan") throw new Error("a plan starts at a scan");
  const scan = lowerScan(scanNode, sources);
  const output: Output = { operator: "Output", fields: plan.schema, changelog: plan.changelog, span: plan.span };

  const pipelines: Pipeline[] = [];
  const aggregates: WindowAggregate[] = [];
  let source: Scan | AggregateSource = scan;
  let steps: Step[] = [];
  let window: Window | null = null;
  for (const node of nodes.slice(1)) {
    switch (node.kind) {
      case "Filter":
        steps.push({ operator: "Filter", predicate: node.predicate, span: node.predicate.span });
        break;
      case "Project":
        steps.push({
          operator: "Project",
          exprs: node.exprs,
          names: node.schema.map(({ name }) => name),
          span: node.span,
        });
        break;
      case "Window":
        window = node;
        break;
      case "Aggregate": {
        if (window === null) throw new Error("an aggregate stands on its window");
        const aggregate = planAggregate(node, window, aggregates.length, scan, queryName);
        aggregates.push(aggregate);
        pipelines.push({ id: pipelines.length, source, steps, sink: sinkOf(aggregate, window) });
        source = sourceOf(aggregate, node);
        steps = [];
        window = null;
        break;
      }
      case "Scan":
      case "Output":
        throw new Error(`${node.kind} inside a plan`);
    }
  }
  pipelines.push({ id: pipelines.length, source, steps, sink: output });
  return { pipelines, aggregates, scan, output };
}

/** The nodes from the scan up. */
function chainOf(plan: LogicalPlan): readonly LogicalPlan[] {
  return plan.kind === "Scan" ? [plan] : [...chainOf(plan.input), plan];
}

function lowerScan(scan: LogicalScan, sources: readonly SourceRelation[]): Scan {
  const relation = sources.find(({ name }) => name === scan.source);
  if (relation === undefined) throw new Error(`no source ${scan.source}`);
  const declared = relation.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  return {
    operator: "Scan",
    source: scan.source,
    format: relation.format,
    declared,
    columns: scan.columns.map((ordinal) => ({ ...declared[ordinal]!, declared: ordinal })),
    watermark: scan.watermark,
    span: relation.watermark?.span ?? scan.span,
  };
}

function sinkOf(aggregate: WindowAggregate, window: Window): AggregateSink {
  const operator = window.window.kind === "tumble" ? "HashAggregateSink" : "SlidingAggregateSink";
  return { operator, aggregate, time: window.time, span: window.span };
}

function sourceOf(aggregate: WindowAggregate, node: Aggregate): AggregateSource {
  const operator = aggregate.window.kind === "tumble" ? "HashAggregateSource" : "SlidingAggregateSource";
  return { operator, aggregate, span: node.span };
}
