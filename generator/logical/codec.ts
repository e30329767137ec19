/**
 * Plans as canonical JSON. Nodes are those of `runtime/plan.ts`, spans left out. Integers up to 2^53 - 1 are numbers;
 * other values carry a tag:
 *
 *     BIGINT and durations  {"$i64":"-5"}
 *     REAL, DOUBLE          {"$f64":"<16 hex digits of the IEEE 754 double, big-endian>"}, NaN as 7ff8000000000000
 *     DATE                  {"$date":"2024-02-29"}
 *     TIMESTAMP             {"$ts":"<microseconds>"}
 *     INTERVAL              {"$iv":[months,days,"<microseconds>"]}
 */
import canonicalize from "canonicalize";
import type {
  AggregateCall,
  Case,
  Expr,
  Field,
  Literal,
  LogicalPlan,
  SqlType,
  WindowSpec,
} from "../../runtime/plan.ts";
import { dateText } from "../catalog/literals.ts";
import { assertNever } from "../diagnostics/assert-never.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** RFC 8785: keys sorted, no white space; equal plans give equal text. */
export function canonicalPlan(plan: LogicalPlan): string {
  return canonicalize(encodePlan(plan)) as string;
}

export function encodePlan(plan: LogicalPlan): Json {
  const { kind } = plan;
  const schema = plan.schema.map(encodeField);
  switch (kind) {
    case "Scan": {
      const { source, columns, watermark } = plan;
      const delay = watermark && { column: watermark.column, delayUs: int64(watermark.delayUs) };
      return { kind, schema, source, columns, watermark: delay };
    }
    case "Filter":
      return { kind, schema, input: encodePlan(plan.input), predicate: encodeExpr(plan.predicate) };
    case "Project":
      return { kind, schema, input: encodePlan(plan.input), exprs: plan.exprs.map(encodeExpr) };
    case "Window":
      return { kind, schema, input: encodePlan(plan.input), window: encodeWindow(plan.window), time: plan.time };
    case "Aggregate":
      return {
        kind,
        schema,
        input: encodePlan(plan.input),
        keys: plan.keys.map(encodeExpr),
        aggregates: plan.aggregates.map(encodeAggregate),
        emit: plan.emit,
        latenessUs: int64(plan.latenessUs),
      };
    case "Output":
      return { kind, schema, input: encodePlan(plan.input), name: plan.name, changelog: plan.changelog };
    default:
      return assertNever(plan, "plan node");
  }
}

function encodeField({ name, type, nullable }: Field): Json {
  return { name, type: encodeType(type), nullable };
}

function encodeType(type: SqlType): Json {
  if (type.kind === "TEXT") return { kind: type.kind, maxLength: type.maxLength };
  if (type.kind === "TIMESTAMP") return { kind: type.kind, precision: type.precision };
  return { kind: type.kind };
}

function encodeWindow(window: WindowSpec): Json {
  const common = { kind: window.kind, sizeUs: int64(window.sizeUs), offsetUs: int64(window.offsetUs) };
  switch (window.kind) {
    case "tumble":
      return common;
    case "hop":
      return { ...common, slideUs: int64(window.slideUs) };
    case "cumulate":
      return { ...common, stepUs: int64(window.stepUs) };
    default:
      return assertNever(window, "window");
  }
}

function encodeAggregate({ overload, arg, filter, type, nullable }: AggregateCall): Json {
  return {
    overload,
    arg: arg && encodeExpr(arg),
    filter: filter && encodeExpr(filter),
    type: encodeType(type),
    nullable,
  };
}

function encodeExpr(expr: Expr): Json {
  const { kind, nullable } = expr;
  const type = encodeType(expr.type);
  switch (kind) {
    case "Literal":
      return { kind, type, nullable, value: encodeValue(expr) };
    case "Column":
      return { kind, type, nullable, ordinal: expr.ordinal };
    case "Call":
      return { kind, type, nullable, overload: expr.overload, args: expr.args.map(encodeExpr) };
    case "Cast":
      return { kind, type, nullable, mode: expr.mode, arg: encodeExpr(expr.arg) };
    case "Case": {
      const whens = expr.whens.map(encodeBranch);
      return { kind, type, nullable, whens, otherwise: encodeExpr(expr.otherwise) };
    }
    default:
      return assertNever(expr, "expression");
  }
}

function encodeBranch(branch: Case["whens"][number]): Json {
  // biome-ignore lint/suspicious/noThenProperty: the plan names the parts as SQL does
  return { when: encodeExpr(branch.when), then: encodeExpr(branch.then) };
}

function encodeValue({ value, type }: Literal): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "object") return { $iv: [value.months, value.days, `${value.us}`] };
  if (typeof value === "bigint") return type.kind === "TIMESTAMP" ? { $ts: `${value}` } : int64(value);
  if (type.kind === "DATE") return { $date: dateText(value) };
  return type.kind === "REAL" || type.kind === "DOUBLE" ? { $f64: floatBits(value) } : value;
}

function int64(value: bigint): Json {
  return { $i64: `${value}` };
}

function floatBits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  if (Number.isNaN(value)) view.setBigUint64(0, 0x7ff8000000000000n);
  else view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}
