/**
 * The typed plan of a query: what the binder produces, the optimizer rewrites, the code generator lowers and the
 * interpreter lane runs. Types only. It lives in the runtime because the interpreter must know it and the runtime
 * imports nothing of the generator.
 */

/** Half-open range `[start, end)` of UTF-16 offsets in one source file. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type SqlType =
  | { readonly kind: "BOOLEAN" }
  | { readonly kind: "TINYINT" }
  | { readonly kind: "SMALLINT" }
  | { readonly kind: "INTEGER" }
  | { readonly kind: "BIGINT" }
  | { readonly kind: "REAL" }
  | { readonly kind: "DOUBLE" }
  /** VARCHAR(n) counts code points; `maxLength` null is TEXT. */
  | { readonly kind: "TEXT"; readonly maxLength: number | null }
  /** Days since 1970-01-01. */
  | { readonly kind: "DATE" }
  /** Microseconds since 1970-01-01 00:00:00 UTC; `precision` 0–6 is the number of fraction digits shown. */
  | { readonly kind: "TIMESTAMP"; readonly precision: number }
  /** Literals only in this version. */
  | { readonly kind: "INTERVAL" };

export type TypeKind = SqlType["kind"];

/** Calendar months, days and microseconds are kept apart, as in PostgreSQL. */
export interface Interval {
  readonly months: number;
  readonly days: number;
  readonly us: bigint;
}

/**
 * A value at plan level and in the interpreter. BOOLEAN boolean; TINYINT, SMALLINT, INTEGER, DATE (days), REAL,
 * DOUBLE number; BIGINT, TIMESTAMP (µs) bigint; TEXT a well-formed string; null is SQL NULL.
 */
export type Value = null | boolean | number | bigint | string | Interval;

interface ExprBase {
  readonly type: SqlType;
  /** False only where the value can never be NULL. */
  readonly nullable: boolean;
  readonly span: Span;
}

export interface Literal extends ExprBase {
  readonly kind: "Literal";
  readonly value: Value;
}

/** The column at `ordinal` of the node's input schema. */
export interface ColumnRef extends ExprBase {
  readonly kind: "Column";
  readonly ordinal: number;
}

/** A scalar function or operator. `overload` is its id in the function table, as in `add(BIGINT,BIGINT)`. */
export interface Call extends ExprBase {
  readonly kind: "Call";
  readonly overload: string;
  readonly args: readonly Expr[];
}

/** `try`: a value that cannot be converted is NULL; `strict`: it is a row error. */
export interface Cast extends ExprBase {
  readonly kind: "Cast";
  readonly mode: "strict" | "try";
  readonly arg: Expr;
}

/** Takes the first branch whose condition is TRUE; branches not taken are not evaluated. */
export interface Case extends ExprBase {
  readonly kind: "Case";
  readonly whens: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise: Expr;
}

export type Expr = Literal | ColumnRef | Call | Cast | Case;

export interface Field {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

/** All durations are microseconds. `offsetUs` is normalised into [0, size of a tumble | slide of a hop | max size of a cumulate). */
export type WindowSpec =
  | { readonly kind: "tumble"; readonly sizeUs: bigint; readonly offsetUs: bigint }
  | { readonly kind: "hop"; readonly slideUs: bigint; readonly sizeUs: bigint; readonly offsetUs: bigint }
  | { readonly kind: "cumulate"; readonly stepUs: bigint; readonly sizeUs: bigint; readonly offsetUs: bigint };

/**
 * When an aggregate sends a window. `on-window-close`: once, when watermark >= end + lateness (append).
 * `after-watermark`: when watermark >= end; a row that comes later but within the lateness retracts and re-emits.
 */
export type EmitMode = "on-window-close" | "after-watermark";

interface PlanBase {
  /** Output columns, in order. */
  readonly schema: readonly Field[];
  readonly span: Span;
}

/** Reads the rows of a source in arrival order. `columns` are those the plan needs, by ordinal in the declaration. */
export interface Scan extends PlanBase {
  readonly kind: "Scan";
  readonly source: string;
  /** For each output column its ordinal in the source's declaration; ascending. */
  readonly columns: readonly number[];
  /** Output ordinal of the event time column and the watermark delay; null: the source has no watermark. */
  readonly watermark: { readonly column: number; readonly delayUs: bigint } | null;
}

/** Keeps the rows for which `predicate` is TRUE; FALSE and NULL rows are dropped. */
export interface Filter extends PlanBase {
  readonly kind: "Filter";
  readonly input: LogicalPlan;
  readonly predicate: Expr;
}

/** One output column per expression. */
export interface Project extends PlanBase {
  readonly kind: "Project";
  readonly input: LogicalPlan;
  readonly exprs: readonly Expr[];
}

/**
 * Assigns each row to its windows: the input's columns, then `window_start`, `window_end`, `window_time`
 * (end − 1 µs). `time` is the ordinal of the input's event time column.
 */
export interface Window extends PlanBase {
  readonly kind: "Window";
  readonly input: LogicalPlan;
  readonly window: WindowSpec;
  readonly time: number;
}

/** `overload` is an aggregate's id, as in `sum(BIGINT)` or `count()`. Rows whose filter is not TRUE are left out. */
export interface AggregateCall {
  readonly overload: string;
  readonly arg: Expr | null;
  readonly filter: Expr | null;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly span: Span;
}

/** Groups rows by `keys` (NULLs are equal). Output: the keys in order, then the aggregates in order. */
export interface Aggregate extends PlanBase {
  readonly kind: "Aggregate";
  readonly input: LogicalPlan;
  readonly keys: readonly Expr[];
  readonly aggregates: readonly AggregateCall[];
  readonly emit: EmitMode;
  readonly latenessUs: bigint;
}

/** The query's result: names for outside, and whether rows carry a sign. */
export interface Output extends PlanBase {
  readonly kind: "Output";
  readonly input: LogicalPlan;
  readonly name: string;
  readonly changelog: "append" | "retract";
}

export type LogicalPlan = Scan | Filter | Project | Window | Aggregate | Output;
