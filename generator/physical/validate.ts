/** Says what is wrong with a physical plan: pipelines that do not fit together, expressions over other columns. */
import type { Field } from "../../runtime/plan.ts";
import { WINDOW_COLUMNS } from "../catalog/schema.ts";
import type { PlanIssue, Report } from "../logical/validate.ts";
import { checkExpr, holds } from "../logical/validate-expr.ts";
import type { AggregateSink, Output, PhysicalPlan, Pipeline, Scan, WindowAggregate } from "./plan.ts";

/** Empty: the plan is sound. */
export function validatePhysical(plan: PhysicalPlan): PlanIssue[] {
  const issues: PlanIssue[] = [];
  const report: Report = (code, path, message) => issues.push({ code, path, message });
  plan.pipelines.forEach((pipeline, i) => {
    const path = `pipelines[${i}]`;
    if (pipeline.id !== i) report("PLAN_NODE", path, `numbered ${pipeline.id}`);
    checkSource(plan, i, path, report);
    checkPipeline(pipeline, path, report);
  });
  const last = plan.pipelines.at(-1);
  if (last?.sink !== plan.output) report("PLAN_NODE", "pipelines", "the last one does not end in the output");
  for (const [i, aggregate] of plan.aggregates.entries()) checkAggregate(aggregate, `aggregates[${i}]`, report);
  return issues;
}

/** The first pipeline starts at the scan, each other one at the aggregate that ends the one before. */
function checkSource({ pipelines, scan, aggregates }: PhysicalPlan, i: number, path: string, report: Report): void {
  const { source } = pipelines[i]!;
  if (i === 0) {
    if (source !== scan) report("PLAN_NODE", `${path}.source`, "not the scan");
    return;
  }
  const before = pipelines[i - 1]!.sink;
  const feeds = before.operator === "Output" ? null : before.aggregate;
  if (source.operator === "Scan" || source.aggregate !== feeds || feeds !== aggregates[i - 1]) {
    report("PLAN_NODE", `${path}.source`, "not the aggregate that ends the pipeline before");
  }
}

function checkPipeline({ source, steps, sink }: Pipeline, path: string, report: Report): void {
  let fields: readonly Field[] = source.operator === "Scan" ? scannedFields(source) : source.aggregate.columns;
  for (const [i, step] of steps.entries()) {
    const at = `${path}.steps[${i}]`;
    if (step.operator === "Filter") {
      const type = checkExpr(step.predicate, fields, `${at}.predicate`, report);
      if (type?.kind !== "BOOLEAN") report("PLAN_TYPE", at, "a predicate that is not BOOLEAN");
      continue;
    }
    if (step.names.length !== step.exprs.length) report("PLAN_ARITY", at, "not one name per expression");
    step.exprs.forEach((expr, j) => void checkExpr(expr, fields, `${at}.exprs[${j}]`, report));
    fields = step.exprs.map(({ type, nullable }, j) => ({ name: step.names[j] ?? "", type, nullable }));
  }
  if (sink.operator === "Output") checkOutput(sink, fields, `${path}.sink`, report);
  else checkSink(sink, fields, `${path}.sink`, report);
}

/** A row without event time does not get past the decoder. */
function scannedFields({ columns, watermark }: Scan): readonly Field[] {
  return columns.map(({ name, type, nullable }, i) => ({
    name,
    type,
    nullable: nullable && i !== watermark?.column,
  }));
}

function checkOutput({ fields }: Output, below: readonly Field[], path: string, report: Report): void {
  if (fields.length !== below.length) report("PLAN_ARITY", path, "not the columns of the last step");
  fields.forEach((field, i) => {
    const { type, nullable } = below[i] ?? field;
    if (!holds(field.type, type)) report("PLAN_SCHEMA", `${path}.fields[${i}]`, `${type.kind} below`);
    if (nullable && !field.nullable) report("PLAN_NULLABILITY", `${path}.fields[${i}]`, "the column can be NULL");
  });
}

function checkSink({ aggregate, time }: AggregateSink, fields: readonly Field[], path: string, report: Report): void {
  if (fields[time]?.type.kind !== "TIMESTAMP") report("PLAN_TIME", path, "the event time is no TIMESTAMP");
  aggregate.keys.forEach(({ expr }, i) => void checkExpr(expr, fields, `${path}.keys[${i}]`, report));
  aggregate.accumulators.forEach(({ arg, filter }, i) => {
    if (arg !== null) checkExpr(arg, fields, `${path}.accumulators[${i}].arg`, report);
    if (filter !== null) checkExpr(filter, fields, `${path}.accumulators[${i}].filter`, report);
  });
}

function checkAggregate(aggregate: WindowAggregate, path: string, report: Report): void {
  const { keys, accumulators, results, columns } = aggregate;
  results.forEach(({ value, count }, i) => {
    for (const index of [value, count ?? value]) {
      if (accumulators[index] === undefined) report("PLAN_ORDINAL", `${path}.results[${i}]`, `no accumulator ${index}`);
    }
    if (count !== null && accumulators[count]?.kind !== "count") {
      report("PLAN_ORDINAL", `${path}.results[${i}]`, "counted by something else");
    }
  });
  columns.forEach((column, i) => {
    const at = `${path}.columns[${i}]`;
    if (column.from === "key") {
      const type = keys[column.key]?.expr.type;
      if (type === undefined || !holds(column.type, type)) report("PLAN_SCHEMA", at, `not key ${column.key}`);
    } else if (column.from === "result") {
      const result = results[column.result];
      if (result === undefined || !holds(column.type, result.type)) report("PLAN_SCHEMA", at, "not its result");
      else if (result.nullable && !column.nullable) report("PLAN_NULLABILITY", at, "the result can be NULL");
    } else if (!WINDOW_COLUMNS.includes(column.from)) report("PLAN_SCHEMA", at, "no column of a window");
  });
}
