/** Pipelines, operators and state as text for people. */
import type { Expr, Field, Span } from "../../runtime/plan.ts";
import { durationText } from "../catalog/literals.ts";
import { typeName } from "../catalog/sql-type.ts";
import { assertNever } from "../diagnostics/assert-never.ts";
import { printExpr } from "../logical/print-expr.ts";
import type { PhysicalPlan, Pipeline, WindowAggregate } from "./plan.ts";
import { stateFields } from "./state.ts";

/** One block per pipeline, its operators in order; where one ends the next begins. */
export function explainPhysical(plan: PhysicalPlan, place: (span: Span) => string): string {
  return plan.pipelines.map((pipeline) => explainPipeline(pipeline, place)).join("");
}

function explainPipeline({ id, source, steps, sink }: Pipeline, place: (span: Span) => string): string {
  let columns: readonly Field[] = source.operator === "Scan" ? source.columns : source.aggregate.columns;
  const lines = [`Pipeline ${id}`, `  ${describe(source, columns)}  ${place(source.span)}`];
  for (const step of [...steps, sink]) {
    lines.push(`  ${describe(step, columns)}  ${place(step.span)}`);
    if (step.operator === "Project") {
      columns = step.exprs.map(({ type, nullable }, i) => ({ name: step.names[i]!, type, nullable }));
    }
  }
  return `${lines.join("\n")}\n`;
}

type Operator = Pipeline["source"] | Pipeline["steps"][number] | Pipeline["sink"];

function describe(operator: Operator, columns: readonly Field[]): string {
  const names = columns.map(({ name }) => name);
  const print = (expr: Expr) => printExpr(expr, names);
  switch (operator.operator) {
    case "Scan": {
      const read = operator.columns.map(
        ({ name, type, nullable }) => `${name} ${typeName(type)}${nullable ? "" : " NOT NULL"}`,
      );
      return `Scan ${operator.source} [${operator.format}] reads ${read.length} of ${operator.declared.length} columns: ${read.join(", ")}`;
    }
    case "Filter":
      return `Filter ${print(operator.predicate)}`;
    case "Project":
      return `Project ${operator.exprs.map((expr, i) => `${print(expr)} AS ${operator.names[i]}`).join(", ")}`;
    case "HashAggregateSink":
    case "SlidingAggregateSink":
      return `${operator.operator} ${describeWindow(operator.aggregate)} over ${names[operator.time]} key (${operator.aggregate.keys.map(({ expr }) => print(expr)).join(", ")})`;
    case "HashAggregateSource":
    case "SlidingAggregateSource":
      return `${operator.operator} ${operator.aggregate.opId} [cooperative]`;
    case "Output":
      return `Output ${operator.fields.map(({ name }) => name).join(", ")} [${operator.changelog}]`;
    default:
      return assertNever(operator, "operator");
  }
}

function describeWindow({ window, latenessUs, emit }: WindowAggregate): string {
  const offset = window.offsetUs === 0n ? "" : ` offset ${durationText(window.offsetUs)}`;
  const late = latenessUs === 0n ? "" : ` lateness ${durationText(latenessUs)}`;
  const sizes = [
    ...(window.kind === "hop" ? [durationText(window.slideUs)] : []),
    ...(window.kind === "cumulate" ? [durationText(window.stepUs)] : []),
    durationText(window.sizeUs),
  ];
  return `${window.kind} ${sizes.join(" ")}${offset} ${emit}${late}`;
}

/** What each aggregate remembers, its schema outside the module and its cost. */
export function explainState({ aggregates }: PhysicalPlan): string {
  if (aggregates.length === 0) return "none\n";
  return aggregates
    .map((aggregate) => {
      const fields = stateFields(aggregate).map(
        ({ name, type, nullable }) => `  ${name} ${typeName(type)}${nullable ? "" : " NOT NULL"}\n`,
      );
      return `${aggregate.opId}: ${boundOf(aggregate)}\n${fields.join("")}`;
    })
    .join("");
}

/** Index entries cost 16 to 32 bytes per group, texts their length. */
function boundOf({ layout, window }: WindowAggregate): string {
  if (layout.partial === null)
    return `groups of open ${window.kind} windows, ${layout.bytes} bytes each and up to 32 for the index`;
  return `keys × ${layout.bytes} bytes and up to 32 for the index, and ${layout.partial.nodeBytes} bytes per key and slice`;
}
