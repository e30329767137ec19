/** Plans made by hand, for tests of the interpreter alone. */
import type {
  Aggregate,
  AggregateCall,
  Call,
  Cast,
  ColumnRef,
  EmitMode,
  Expr,
  Field,
  Filter,
  Interval,
  Literal,
  LogicalPlan,
  Output,
  Project,
  Scan,
  Span,
  SqlType,
  Value,
  Window,
  WindowSpec,
} from "../../../runtime/plan.ts";

export const BOOLEAN: SqlType = { kind: "BOOLEAN" };
export const TINYINT: SqlType = { kind: "TINYINT" };
export const SMALLINT: SqlType = { kind: "SMALLINT" };
export const INTEGER: SqlType = { kind: "INTEGER" };
export const BIGINT: SqlType = { kind: "BIGINT" };
export const REAL: SqlType = { kind: "REAL" };
export const DOUBLE: SqlType = { kind: "DOUBLE" };
export const TEXT: SqlType = { kind: "TEXT", maxLength: null };
export const DATE: SqlType = { kind: "DATE" };
export const INTERVAL: SqlType = { kind: "INTERVAL" };
export const varchar = (maxLength: number): SqlType => ({ kind: "TEXT", maxLength });
export const timestamp = (precision = 6): SqlType => ({ kind: "TIMESTAMP", precision });

/** Every node gets a place of its own, so that a test can tell which one failed. */
export function spanAt(start: number): Span {
  return { file: "test.sql", start, end: start + 1 };
}
const NOWHERE = spanAt(0);

export function literal(value: Value, type: SqlType, span = NOWHERE): Literal {
  return { kind: "Literal", value, type, nullable: value === null, span };
}

export function column(ordinal: number, type: SqlType): ColumnRef {
  return { kind: "Column", ordinal, type, nullable: true, span: NOWHERE };
}

export function call(overload: string, args: readonly Expr[], type: SqlType, span = NOWHERE): Call {
  return { kind: "Call", overload, args, type, nullable: true, span };
}

export function cast(arg: Expr, type: SqlType, mode: "strict" | "try" = "strict", span = NOWHERE): Cast {
  return { kind: "Cast", mode, arg, type, nullable: true, span };
}

export function interval(us: bigint, days = 0, months = 0): Literal {
  const value: Interval = { months, days, us };
  return literal(value, INTERVAL);
}

export function aggregateCall(
  overload: string,
  type: SqlType,
  options: { readonly arg?: Expr; readonly filter?: Expr; readonly span?: Span } = {},
): AggregateCall {
  const { arg = null, filter = null, span = NOWHERE } = options;
  return { overload, arg, filter, type, nullable: true, span };
}

const MS = 1000n;
export const tumble = (size: number, offset = 0): WindowSpec => ({
  kind: "tumble",
  sizeUs: BigInt(size) * MS,
  offsetUs: BigInt(offset) * MS,
});
export const hop = (slide: number, size: number, offset = 0): WindowSpec => ({
  kind: "hop",
  slideUs: BigInt(slide) * MS,
  sizeUs: BigInt(size) * MS,
  offsetUs: BigInt(offset) * MS,
});
export const cumulate = (step: number, size: number, offset = 0): WindowSpec => ({
  kind: "cumulate",
  stepUs: BigInt(step) * MS,
  sizeUs: BigInt(size) * MS,
  offsetUs: BigInt(offset) * MS,
});

export function field(name: string, type: SqlType, nullable = true): Field {
  return { name, type, nullable };
}

/** Event time is the column named `ts`; without one the source has no watermark. */
export function scan(schema: readonly Field[], delayMs = 0): Scan {
  const time = schema.findIndex(({ name }) => name === "ts");
  return {
    kind: "Scan",
    source: "s",
    columns: schema.map((_, i) => i),
    watermark: time < 0 ? null : { column: time, delayUs: BigInt(delayMs) * MS },
    schema,
    span: spanAt(1),
  };
}

export function filter(input: LogicalPlan, predicate: Expr): Filter {
  return { kind: "Filter", input, predicate, schema: input.schema, span: NOWHERE };
}

export function project(input: LogicalPlan, exprs: readonly Expr[]): Project {
  const schema = exprs.map(({ type }, i) => field(`c${i}`, type));
  return { kind: "Project", input, exprs, schema, span: NOWHERE };
}

export function windowed(input: LogicalPlan, window: WindowSpec, time = timeColumn(input)): Window {
  const bounds = ["window_start", "window_end", "window_time"].map((name) => field(name, timestamp(), false));
  return { kind: "Window", input, window, time, schema: [...input.schema, ...bounds], span: NOWHERE };
}

/** Ordinal of the column that carries the event time, by its name. */
function timeColumn({ schema }: LogicalPlan): number {
  return schema.findLastIndex(({ name }) => name === "ts" || name === "window_time");
}

export function aggregate(
  input: LogicalPlan,
  keys: readonly Expr[],
  aggregates: readonly AggregateCall[],
  options: { readonly emit?: EmitMode; readonly latenessMs?: number } = {},
): Aggregate {
  const { emit = "on-window-close", latenessMs = 0 } = options;
  const schema = [
    ...keys.map((key, i) =>
      field(key.kind === "Column" ? input.schema[key.ordinal]!.name : `k${i}`, key.type, key.nullable),
    ),
    ...aggregates.map(({ type }, i) => field(`a${i}`, type)),
  ];
  return {
    kind: "Aggregate",
    input,
    keys,
    aggregates,
    emit,
    latenessUs: BigInt(latenessMs) * MS,
    schema,
    span: NOWHERE,
  };
}

/** References to a window's three own columns, in their order: the first keys of every windowed aggregate. */
export function windowKeys(window: Window): readonly ColumnRef[] {
  const first = window.schema.length - 3;
  return [0, 1, 2].map((i) => column(first + i, timestamp()));
}

export function output(input: LogicalPlan, changelog: Output["changelog"] = "append"): Output {
  return { kind: "Output", input, name: "q", changelog, schema: input.schema, span: NOWHERE };
}
