/**
 * Says what is wrong with a plan. Run after the binder, after every rewrite rule and after loading; it derives types,
 * nullability, event time and changelog again, by its own rules and from the top down, and trusts nothing it reads.
 */
import type { Aggregate, Field, LogicalPlan, Output, Project, Scan, Window } from "../../runtime/plan.ts";
import { AGGREGATE_FUNCTIONS, type AggregateOverload } from "../catalog/functions.ts";
import type { SourceRelation } from "../catalog/relations.ts";
import { WINDOW_COLUMNS } from "../catalog/schema.ts";
import { sameType, typeName } from "../catalog/sql-type.ts";
import { checkExpr, checkType, holds } from "./validate-expr.ts";
import { isDuration, windowFault } from "./validate-window.ts";

export type PlanIssueCode =
  /** A node of no known kind, or in a place where it cannot stand. */
  | "PLAN_NODE"
  /** An ordinal that points nowhere. */
  | "PLAN_ORDINAL"
  /** Lists that should go together differ in length. */
  | "PLAN_ARITY"
  /** Two output columns of one name. */
  | "PLAN_DUP_NAME"
  /** The schema of a node is not that of its expressions or its input. */
  | "PLAN_SCHEMA"
  /** A type differs from the one derived. */
  | "PLAN_TYPE"
  /** Said never to be NULL where it can be. */
  | "PLAN_NULLABILITY"
  /** No such overload, or not for these arguments. */
  | "PLAN_OVERLOAD"
  /** No such conversion. */
  | "PLAN_CAST"
  /** A literal that is no value of its type. */
  | "PLAN_LITERAL"
  /** A column of a source that it does not declare so. */
  | "PLAN_SOURCE"
  /** A window over a column that does not carry the watermark. */
  | "PLAN_TIME"
  /** Durations that make no windows. */
  | "PLAN_WINDOW"
  /** An aggregate whose groups no watermark ever closes, or a window that nothing aggregates. */
  | "PLAN_WINDOW_WATERMARK"
  /** Rows that are taken back where that cannot be, or not said to be. */
  | "PLAN_CHANGELOG";

export interface PlanIssue {
  readonly code: PlanIssueCode;
  /** From the root, as in `input.exprs[2].args[0]`. */
  readonly path: string;
  readonly message: string;
}

export type Report = (code: PlanIssueCode, path: string, message: string) => void;

/** Empty: the plan is sound. With `sources`, scans are compared with the declarations. */
export function validatePlan(plan: LogicalPlan, sources: readonly SourceRelation[] | null = null): PlanIssue[] {
  const issues: PlanIssue[] = [];
  const report: Report = (code, path, message) => issues.push({ code, path, message });
  checkNode(plan, "", sources, report);
  return issues;
}

function checkNode(plan: LogicalPlan, path: string, sources: readonly SourceRelation[] | null, report: Report): void {
  for (const [i, { type }] of plan.schema.entries()) checkType(type, `${path}schema[${i}]`, report);
  if (plan.kind === "Output" && path !== "") report("PLAN_NODE", path, "an Output below another node");
  switch (plan.kind) {
    case "Scan":
      checkScan(plan, path, sources, report);
      return;
    case "Filter":
      sameSchema(plan.schema, plan.input.schema, path, report);
      if (checkExpr(plan.predicate, plan.input.schema, `${path}predicate`, report)?.kind !== "BOOLEAN") {
        report("PLAN_TYPE", `${path}predicate`, "a predicate that is not BOOLEAN");
      }
      break;
    case "Project":
      checkProject(plan, path, report);
      break;
    case "Window":
      checkWindow(plan, path, report);
      break;
    case "Aggregate":
      checkAggregate(plan, path, report);
      break;
    case "Output":
      checkOutput(plan, path, report);
      break;
    default:
      report("PLAN_NODE", path, `no such node: ${String((plan as { kind?: unknown }).kind)}`);
      return;
  }
  checkNode(plan.input, `${path}input.`, sources, report);
}

function checkScan(scan: Scan, path: string, sources: readonly SourceRelation[] | null, report: Report): void {
  const { columns, watermark, schema } = scan;
  if (columns.length !== schema.length) report("PLAN_ARITY", `${path}columns`, "not one field per column");
  if (!columns.every((column, i) => Number.isInteger(column) && column > (columns[i - 1] ?? -1))) {
    report("PLAN_ORDINAL", `${path}columns`, "columns are not ascending");
  }
  if (watermark !== null) {
    const time = schema[watermark.column];
    if (time === undefined) report("PLAN_ORDINAL", `${path}watermark`, "no such column");
    else if (time.type.kind !== "TIMESTAMP") report("PLAN_TIME", `${path}watermark`, "event time is no TIMESTAMP");
    if (!isDuration(watermark.delayUs)) report("PLAN_WINDOW", `${path}watermark`, "a delay below zero or out of range");
  }
  if (sources !== null) checkSource(scan, path, sources, report);
}

function checkSource(scan: Scan, path: string, sources: readonly SourceRelation[], report: Report): void {
  const source = sources.find(({ name }) => name === scan.source);
  if (source === undefined) {
    report("PLAN_SOURCE", path, `no source ${scan.source}`);
    return;
  }
  for (const [i, ordinal] of scan.columns.entries()) {
    const declared = source.columns[ordinal];
    const field = scan.schema[i];
    if (declared === undefined) report("PLAN_ORDINAL", `${path}columns[${i}]`, `no column ${ordinal}`);
    if (declared === undefined || field === undefined) continue;
    const isTime = source.watermark?.column === ordinal;
    if (field.name !== declared.name || !sameType(field.type, declared.type)) {
      report("PLAN_SOURCE", `${path}schema[${i}]`, `declared ${declared.name} ${typeName(declared.type)}`);
    }
    if (declared.nullable && !isTime && !field.nullable) {
      report("PLAN_NULLABILITY", `${path}schema[${i}]`, "declared without NOT NULL");
    }
  }
  const declared = source.watermark;
  const time = scan.watermark === null ? undefined : scan.columns[scan.watermark.column];
  if (time !== declared?.column || scan.watermark?.delayUs !== declared?.delayUs) {
    report("PLAN_TIME", `${path}watermark`, "not the declared watermark");
  }
}

function checkProject({ exprs, input, schema }: Project, path: string, report: Report): void {
  if (exprs.length !== schema.length) report("PLAN_ARITY", `${path}exprs`, "not one field per expression");
  for (const [i, expr] of exprs.entries()) {
    checkExpr(expr, input.schema, `${path}exprs[${i}]`, report);
    fits(schema[i], expr, `${path}schema[${i}]`, report);
  }
}

function checkWindow({ input, window, time, schema }: Window, path: string, report: Report): void {
  const width = input.schema.length;
  sameSchema(schema.slice(0, width), input.schema, path, report);
  const added = schema.slice(width);
  if (added.length !== WINDOW_COLUMNS.length) report("PLAN_ARITY", `${path}schema`, "expected three window columns");
  for (const [i, field] of added.entries()) {
    if (field.name !== WINDOW_COLUMNS[i]) report("PLAN_SCHEMA", `${path}schema`, `expected ${WINDOW_COLUMNS[i]}`);
    if (field.type.kind !== "TIMESTAMP") report("PLAN_TYPE", `${path}schema`, `${field.name} is no TIMESTAMP`);
  }
  const fault = windowFault(window, added[0]?.type, input.schema[time]?.type);
  if (fault !== null) report("PLAN_WINDOW", `${path}window`, fault);
  if (added[2]?.type.kind === "TIMESTAMP" && added[2].type.precision !== 6) {
    report("PLAN_TYPE", `${path}schema`, "window_time has six digits");
  }
  if (added[0] !== undefined && added[1] !== undefined && !sameType(added[0].type, added[1].type)) {
    report("PLAN_TYPE", `${path}schema`, "start and end differ in type");
  }
  if (input.schema[time] === undefined) report("PLAN_ORDINAL", `${path}time`, "no such column");
  else if (!carriesWatermark(input, time)) report("PLAN_TIME", `${path}time`, "not the event time");
  if (openWindow(input) !== null) report("PLAN_WINDOW_WATERMARK", path, "a window over rows that are still in another");
}

const AGGREGATES: ReadonlyMap<string, AggregateOverload> = new Map(
  AGGREGATE_FUNCTIONS.flatMap((f) => f.overloads.map((overload) => [overload.id, overload] as const)),
);

function checkAggregate(plan: Aggregate, path: string, report: Report): void {
  const { keys, aggregates, input, schema, latenessUs, emit } = plan;
  if (schema.length !== keys.length + aggregates.length) {
    report("PLAN_ARITY", `${path}schema`, "not one field per key and aggregate");
  }
  for (const [i, key] of keys.entries()) {
    const at = `${path}keys[${i}]`;
    if (checkExpr(key, input.schema, at, report)?.kind === "INTERVAL") report("PLAN_TYPE", at, "an INTERVAL as key");
    fits(schema[i], key, `${path}schema[${i}]`, report);
  }
  for (const [i, call] of aggregates.entries()) {
    checkCall(call, input.schema, `${path}aggregates[${i}]`, report);
    fits(schema[keys.length + i], call, `${path}schema[${keys.length + i}]`, report);
  }
  if (!isDuration(latenessUs)) report("PLAN_WINDOW", `${path}latenessUs`, "lateness below zero or out of range");
  if (emit !== "on-window-close" && emit !== "after-watermark") report("PLAN_NODE", `${path}emit`, "no such mode");
  if (retracts(input)) report("PLAN_CHANGELOG", path, "an aggregate over rows that are taken back");
  if (!keys.some((key) => key.kind === "Column" && tellsWindows(input, key.ordinal))) {
    report("PLAN_WINDOW_WATERMARK", `${path}keys`, "no key tells the windows apart");
  }
}

function checkCall(call: Aggregate["aggregates"][number], input: readonly Field[], path: string, report: Report): void {
  const { overload: id, arg, filter, type, nullable } = call;
  const overload = AGGREGATES.get(id);
  const argType = arg === null ? null : checkExpr(arg, input, `${path}.arg`, report);
  if (overload === undefined) report("PLAN_OVERLOAD", path, `no aggregate ${id}`);
  else if (overload.param !== (argType?.kind ?? null)) report("PLAN_OVERLOAD", path, `${id} over another argument`);
  if (filter !== null && checkExpr(filter, input, `${path}.filter`, report)?.kind !== "BOOLEAN") {
    report("PLAN_TYPE", `${path}.filter`, "a filter that is not BOOLEAN");
  }
  if (overload === undefined) return;
  const digits = argType?.kind === "TIMESTAMP" && type.kind === "TIMESTAMP" && argType.precision !== type.precision;
  const isLimited = type.kind === "TEXT" && type.maxLength !== null;
  if (type.kind !== overload.returns || digits || isLimited) report("PLAN_TYPE", path, `${id} is no ${typeName(type)}`);
  const isCount = id.startsWith("count(");
  if (!nullable && !isCount && (filter !== null || arg?.nullable !== false)) {
    report("PLAN_NULLABILITY", path, "no value where no row counts");
  }
}

function checkOutput({ input, schema, changelog }: Output, path: string, report: Report): void {
  if (schema.length !== input.schema.length) report("PLAN_ARITY", `${path}schema`, "not the columns of the input");
  for (const [i, field] of schema.entries()) isSame(field, input.schema[i], `${path}schema[${i}]`, report);
  const names = new Set(schema.map(({ name }) => name.toLowerCase()));
  if (names.size < schema.length) report("PLAN_DUP_NAME", `${path}schema`, "two columns of one name");
  if (schema.some(({ type }) => type.kind === "INTERVAL")) report("PLAN_TYPE", `${path}schema`, "an INTERVAL column");
  if ((changelog === "retract") !== retracts(input)) report("PLAN_CHANGELOG", path, `rows are not ${changelog} only`);
  if (openWindow(input) !== null) report("PLAN_WINDOW_WATERMARK", path, "rows of a window that nothing aggregates");
}

// ── Fields ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A schema handed on as it is. */
function sameSchema(own: readonly Field[], input: readonly Field[], path: string, report: Report): void {
  if (own.length !== input.length) report("PLAN_ARITY", `${path}schema`, "not the columns of the input");
  for (const [i, field] of own.entries()) {
    const below = input[i];
    if (below === undefined) continue;
    if (field.name !== below.name) report("PLAN_SCHEMA", `${path}schema[${i}]`, `${below.name} became ${field.name}`);
    isSame(field, below, `${path}schema[${i}]`, report);
  }
}

/** A field is that of the input. */
function isSame(field: Field, below: Field | undefined, path: string, report: Report): void {
  if (below === undefined) return;
  if (!sameType(field.type, below.type)) report("PLAN_SCHEMA", path, `${typeName(below.type)} below`);
  if (!field.nullable && below.nullable) report("PLAN_NULLABILITY", path, "NULL in a field that admits none");
}

/** A field holds the values of an expression. */
function fits(field: Field | undefined, value: Pick<Field, "type" | "nullable">, path: string, report: Report): void {
  if (field === undefined) return;
  if (!holds(field.type, value.type)) {
    report("PLAN_SCHEMA", path, `${typeName(value.type)} in a field of type ${typeName(field.type)}`);
  }
  if (!field.nullable && value.nullable) report("PLAN_NULLABILITY", path, "NULL in a field that admits none");
}

// ── Streams, from the top down ────────────────────────────────────────────────────────────────────────────────────

/** Whether the column is the event time of the rows. */
function carriesWatermark(plan: LogicalPlan, ordinal: number): boolean {
  switch (plan.kind) {
    case "Scan":
      return plan.watermark?.column === ordinal;
    case "Filter":
    case "Output":
      return carriesWatermark(plan.input, ordinal);
    case "Project": {
      const expr = plan.exprs[ordinal];
      return expr?.kind === "Column" && carriesWatermark(plan.input, expr.ordinal);
    }
    case "Window":
      return ordinal < plan.input.schema.length && carriesWatermark(plan.input, ordinal);
    case "Aggregate": {
      const key = plan.keys[ordinal];
      return key?.kind === "Column" && windowColumn(plan.input, key.ordinal) === "window_time";
    }
    default:
      return false;
  }
}

/** Which column of the open window stands at `ordinal`. */
function windowColumn(plan: LogicalPlan, ordinal: number): (typeof WINDOW_COLUMNS)[number] | null {
  switch (plan.kind) {
    case "Filter":
      return windowColumn(plan.input, ordinal);
    case "Project": {
      const expr = plan.exprs[ordinal];
      return expr?.kind === "Column" ? windowColumn(plan.input, expr.ordinal) : null;
    }
    case "Window":
      return WINDOW_COLUMNS[ordinal - plan.input.schema.length] ?? null;
    default:
      return null;
  }
}

/** Whether the column differs between any two windows of the open window. */
function tellsWindows(plan: LogicalPlan, ordinal: number): boolean {
  const column = windowColumn(plan, ordinal);
  return column !== null && !(column === "window_start" && openWindow(plan)?.window.kind === "cumulate");
}

/** The window whose rows have not been aggregated yet. */
function openWindow(plan: LogicalPlan): Window | null {
  if (plan.kind === "Window") return plan;
  return plan.kind === "Filter" || plan.kind === "Project" ? openWindow(plan.input) : null;
}

function retracts(plan: LogicalPlan): boolean {
  if (plan.kind === "Aggregate") return plan.emit === "after-watermark";
  return "input" in plan && retracts(plan.input);
}
