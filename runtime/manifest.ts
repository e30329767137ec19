/** The contract between a build and the runtime: what a generated module says of its query. Types only. */
import type { Field, Span, SqlType, WindowSpec } from "./plan.ts";

/** "sha256:" and 64 hexadecimal digits. */
export type Sha = `sha256:${string}`;

export interface Fingerprints {
  /** What is computed. */
  readonly plan: Sha;
  /** What runs. */
  readonly code: Sha;
  /** What is remembered. */
  readonly state: Sha;
  /** Which inputs were meant. */
  readonly source: Sha;
}

/** A column as values cross the border: its SQL type and how the query and the source call it. */
export interface ColumnInfo extends Field {
  /** Ordinal in the source's declaration. */
  readonly ordinal: number;
}

export interface InputInfo {
  readonly name: string;
  readonly format: "jsonl" | "arrow";
  /** All declared columns. */
  readonly declared: readonly Field[];
  /** Those that the query reads, in the order of the input batch. */
  readonly columns: readonly ColumnInfo[];
  /** `column` is an index into `columns`; the delay is in microseconds. */
  readonly watermark: { readonly column: number; readonly delayUs: bigint } | null;
}

export interface OutputInfo {
  readonly columns: readonly Field[];
  readonly changelog: "append" | "retract";
}

/** One stateful operator: equal `opId`, `layout` and `meaning` let state carry over. */
export interface StateInfo {
  readonly opId: string;
  readonly layout: Sha;
  readonly meaning: Sha;
  readonly window: WindowSpec;
  readonly fields: readonly Field[];
}

/** Where groups go whose result row fails: the columns of that batch, the group's keys first. */
export interface OutputErrorInfo {
  readonly sink: number;
  readonly columns: readonly Field[];
}

/** What `index.js` hands to `defineQuery`: the part of `manifest.json` that running needs. */
export interface QueryInfo {
  readonly name: string;
  readonly fingerprints: Fingerprints;
  readonly inputs: readonly InputInfo[];
  readonly output: OutputInfo;
  readonly states: readonly StateInfo[];
  readonly outputErrors: readonly OutputErrorInfo[];
  /** Places in the SQL where a row can fail, by number. */
  readonly sites: readonly SiteInfo[];
  readonly limits: LimitsInfo;
  readonly pipelines: number;
}

export interface SiteInfo extends Span {
  readonly line: number;
  readonly column: number;
  /** The SQL text, shortened. */
  readonly text: string;
}

export interface LimitsInfo {
  /** Longest JSON line in bytes. */
  readonly rowBytes: number;
  /** What the module's memory may grow to, in bytes. */
  readonly stateBytes: number;
}

export type { Field, SqlType };
