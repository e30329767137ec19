/**
 * How a query runs: pipelines of fused operators that hand over at pipeline breakers. An operator's name is the same
 * here, in `emit/operators/`, in `templates/operator/`, in generated comments and in `plan.txt`.
 */
import type { EmitMode, Expr, Field, Span, SqlType, WindowSpec } from "../../runtime/plan.ts";
import type { GroupLayout } from "./state.ts";

/** `pipelines[i].id === i`; each one but the first starts at the breaker that ends the one before. */
export interface PhysicalPlan {
  readonly pipelines: readonly Pipeline[];
  readonly aggregates: readonly WindowAggregate[];
  readonly scan: Scan;
  readonly output: Output;
}

/** One loop: rows from `source` go through `steps` in order into `sink`. */
export interface Pipeline {
  readonly id: number;
  readonly source: Scan | AggregateSource;
  readonly steps: readonly Step[];
  readonly sink: AggregateSink | Output;
}

export type Step = Filter | Project;

/** Reads the input batch. `columns` are the required ones, in batch order. */
export interface Scan {
  readonly operator: "Scan";
  readonly source: string;
  /** How its bytes are read; `arrow` sources take batches only. */
  readonly format: "jsonl" | "arrow";
  /** All columns of the source. */
  readonly declared: readonly Field[];
  readonly columns: readonly ScanColumn[];
  /** `column` is an index into `columns`. */
  readonly watermark: { readonly column: number; readonly delayUs: bigint } | null;
  readonly span: Span;
}

export interface ScanColumn extends Field {
  /** Ordinal in the source's declaration. */
  readonly declared: number;
}

export interface Filter {
  readonly operator: "Filter";
  readonly predicate: Expr;
  readonly span: Span;
}

export interface Project {
  readonly operator: "Project";
  readonly exprs: readonly Expr[];
  readonly names: readonly string[];
  readonly span: Span;
}

/** Adds rows to the groups of their slice. Tumbling windows: HashAggregate; hop and cumulate: SlidingAggregate. */
export interface AggregateSink {
  readonly operator: "HashAggregateSink" | "SlidingAggregateSink";
  readonly aggregate: WindowAggregate;
  /** Ordinal of the event time among the sink's input columns. */
  readonly time: number;
  readonly span: Span;
}

/** Sends the groups of the windows that close. Its columns are `aggregate.columns`. */
export interface AggregateSource {
  readonly operator: "HashAggregateSource" | "SlidingAggregateSource";
  readonly aggregate: WindowAggregate;
  readonly span: Span;
}

/** Writes the result rows to the output batch. */
export interface Output {
  readonly operator: "Output";
  readonly fields: readonly Field[];
  readonly changelog: "append" | "retract";
  readonly span: Span;
}

/** What a window aggregate remembers and sends; shared by its sink and its source. */
export interface WindowAggregate {
  /** Position among the plan's aggregates; the number in names of generated code. */
  readonly id: number;
  /** Stable across unrelated edits, as in `revenue/tumble(orders.ts)/region`. */
  readonly opId: string;
  readonly window: WindowSpec;
  readonly latenessUs: bigint;
  readonly emit: EmitMode;
  readonly keys: readonly GroupKey[];
  readonly accumulators: readonly Accumulator[];
  readonly results: readonly AggregateResult[];
  /** The source's columns: where each comes from. */
  readonly columns: readonly AggregateColumn[];
  readonly layout: GroupLayout;
  readonly span: Span;
}

/** A group key over the sink's input columns. */
export interface GroupKey {
  readonly name: string;
  readonly expr: Expr;
}

/**
 * `count` counts rows whose filter is TRUE and whose `arg` (if any) is not NULL. `sum` is an exact 128-bit integer,
 * `sumDouble` an IEEE sum in order of arrival; `min` and `max` keep the first of equal values. Two aggregates that
 * need the same accumulator share it.
 */
export interface Accumulator {
  readonly kind: "count" | "sum" | "sumDouble" | "min" | "max";
  readonly arg: Expr | null;
  readonly filter: Expr | null;
  readonly type: SqlType;
  /** Means the same in every plan, as in `sum(bid.price)`. */
  readonly name: string;
  readonly span: Span;
}

/**
 * The value of one aggregate call from the accumulators. `count` is the one that counts the values: AVG divides by it,
 * and where it reads 0 a nullable result is NULL.
 */
export interface AggregateResult {
  readonly kind: "count" | "sum" | "sumDouble" | "avg" | "avgDouble" | "min" | "max";
  readonly value: number;
  readonly count: number | null;
  readonly nullable: boolean;
  readonly type: SqlType;
  readonly span: Span;
}

export type AggregateColumn = Field &
  (
    | { readonly from: "window_start" | "window_end" | "window_time" }
    | { readonly from: "key"; readonly key: number }
    | { readonly from: "result"; readonly result: number }
  );
