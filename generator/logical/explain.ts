/**
 * A plan as a tree for people, one line per node, the result first:
 *
 *     Output revenue [append; key (region, window_start)]                                        3:1
 *       Project region, window_start, COUNT(*) AS n [append; time …]                             3:8
 *
 * Behind each node stand the properties that follow from it and where it was written.
 */
import type { Aggregate, LogicalPlan, Project, Scan, WindowSpec } from "../../runtime/plan.ts";
import { durationText } from "../catalog/literals.ts";
import { assertNever } from "../diagnostics/assert-never.ts";
import type { Span } from "../diagnostics/span.ts";
import { printAggregate, printExpr } from "./print-expr.ts";
import { deriveProperties } from "./properties.ts";
import { children } from "./tree.ts";

/** `place` turns a span into `line:column`; nodes that were not written stand at the place that asked for them. */
export function explainPlan(plan: LogicalPlan, place: (span: Span) => string): string {
  return `${linesOf(plan, place, "").join("\n")}\n`;
}

function linesOf(plan: LogicalPlan, place: (span: Span) => string, indent: string): string[] {
  const line = `${indent}${describe(plan)}  [${describeProperties(plan)}]  ${place(plan.span)}`;
  return [line, ...children(plan).flatMap((child) => linesOf(child, place, `${indent}  `))];
}

function describe(plan: LogicalPlan): string {
  switch (plan.kind) {
    case "Scan":
      return `Scan ${describeScan(plan)}`;
    case "Filter":
      return `Filter ${printExpr(plan.predicate, namesOf(plan.input))}`;
    case "Project":
      return `Project ${describeProject(plan)}`;
    case "Window":
      return `Window ${describeWindow(plan.window, namesOf(plan.input)[plan.time] ?? `#${plan.time}`)}`;
    case "Aggregate":
      return `Aggregate ${describeAggregate(plan)}`;
    case "Output":
      return `Output ${plan.name}: ${plan.schema.map((field) => field.name).join(", ")}`;
    default:
      return assertNever(plan, "plan node");
  }
}

function namesOf(plan: LogicalPlan): string[] {
  return plan.schema.map((field) => field.name);
}

function describeScan(scan: Scan): string {
  const columns = `${scan.source} (${namesOf(scan).join(", ")})`;
  if (scan.watermark === null) return columns;
  const { column, delayUs } = scan.watermark;
  const delay = delayUs === 0n ? "" : ` - INTERVAL ${durationText(delayUs)}`;
  return `${columns} watermark ${namesOf(scan)[column]}${delay}`;
}

function describeProject({ input, exprs, schema }: Project): string {
  const names = namesOf(input);
  return exprs
    .map((expr, i) => {
      const text = printExpr(expr, names);
      return text === schema[i]!.name ? text : `${text} AS ${schema[i]!.name}`;
    })
    .join(", ");
}

function describeWindow(window: WindowSpec, time: string): string {
  const durations = window.kind === "hop" ? [window.slideUs] : window.kind === "cumulate" ? [window.stepUs] : [];
  const all = [...durations, window.sizeUs, ...(window.offsetUs === 0n ? [] : [window.offsetUs])];
  return `${window.kind.toUpperCase()}(${[time, ...all.map((us) => `INTERVAL ${durationText(us)}`)].join(", ")})`;
}

function describeAggregate({ input, keys, aggregates, emit, latenessUs }: Aggregate): string {
  const names = namesOf(input);
  const lateness = latenessUs === 0n ? "" : ` lateness INTERVAL ${durationText(latenessUs)}`;
  const calls = aggregates.map((aggregate) => printAggregate(aggregate, names));
  return `by ${keys.map((key) => printExpr(key, names)).join(", ")}: ${calls.join(", ") || "no aggregates"}; emit ${emit}${lateness}`;
}

function describeProperties(plan: LogicalPlan): string {
  const { changelog, eventTime, keys } = deriveProperties(plan);
  const names = namesOf(plan);
  const list = (ordinals: readonly number[]) => ordinals.map((ordinal) => names[ordinal]).join(", ");
  const parts: string[] = [changelog];
  if (eventTime !== null) {
    const late = eventTime.latenessUs === 0n ? "" : ` - INTERVAL ${durationText(eventTime.latenessUs)}`;
    parts.push(`time ${list(eventTime.columns)}${late}`);
  }
  for (const key of keys) parts.push(`key (${list(key)})`);
  return parts.join("; ");
}
