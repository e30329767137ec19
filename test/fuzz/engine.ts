/**
 * The engine as the tests see it, whatever is behind: SQL text and input lines in, output lines out. The lines are
 * those of the case folders (quality.md §1); `test/cases-format.ts` reads and writes the files.
 */

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** Values beside JSON's own are tagged: `{"$i64":"-5"}`, `{"$f64":"<16 hex digits>"}`, `{"$ts":"<µs>"}`. */
export type JsonRow = { readonly [column: string]: JsonValue };

/** One line of input.jsonl. */
export type InputLine =
  /** A row. What it does not name is NULL. */
  | { readonly in: string; readonly row: JsonRow }
  /** Raw payload for the decoder, in base64. */
  | { readonly in: string; readonly bytes: string }
  /** An explicit watermark, in epoch milliseconds or `$ts`; without `in` on every input. */
  | { readonly in?: string; readonly watermark: number | { readonly $ts: string } }
  | { readonly in: string; readonly idle: boolean }
  /** The injected clock, in milliseconds. */
  | { readonly clock: number }
  | { readonly do: "checkpoint" | "restore" | "flush" | "swap" }
  /** No more rows; without `in` on any input. A file that does not say so leaves its windows open. */
  | { readonly in?: string; readonly end: true };

/** `+` in an append stream, the others in a changelog. */
export type Op = "+" | "+I" | "-U" | "+U" | "-D";

/** The buckets of quality.md §9 and what stands beside them; a line may give only some. */
export interface LawCounts {
  readonly read?: number;
  readonly contributed?: number;
  readonly filtered?: number;
  readonly late?: number;
  readonly malformed?: number;
  readonly dropped?: number;
  readonly pending?: number;
  readonly lateForSomeWindows?: number;
  readonly windowsMissed?: number;
  readonly outputErrors?: number;
}

/** One line of expected.jsonl. `after` is the input line that caused it, counted from 1; 0 is before any. */
export type ExpectedLine =
  | { readonly after: number; readonly op: Op; readonly row: JsonRow }
  | { readonly after: number; readonly side: "late"; readonly row: JsonRow }
  | { readonly after: number; readonly side: "malformed"; readonly code: string; readonly offset?: number }
  | { readonly after: number; readonly law: LawCounts }
  /** Nothing follows; so many windows are still open. */
  | { readonly end: true; readonly open: number };

export interface RunOptions {
  /** All rows in one batch, one row per batch, or cut before these input lines. Controls keep their place. */
  readonly batches: "one" | "each" | readonly number[];
  /** The optimizer; on unless said. */
  readonly optimize?: boolean;
  /** The artifact's own lane unless said. */
  readonly lane?: "wasm" | "interpret";
}

export type Result =
  /** Every line in the order in which it came about, the final law and `end` last. */
  | { readonly kind: "ran"; readonly lines: readonly ExpectedLine[] }
  /** The text was not accepted: the diagnostics as printed, and their codes. */
  | { readonly kind: "refused"; readonly codes: readonly string[]; readonly text: string };

export interface Engine {
  /** Rejects only where the engine itself breaks. */
  run(sql: string, inputs: readonly InputLine[], options: RunOptions): Promise<Result>;
}
