/**
 * What runs a query behind StreamingQuery: the compiled module, or the interpreter. A lane takes rows, bytes, batches
 * and controls in one order and does them as far as it gets; what it cannot finish at once it goes on with in `work`.
 */

import type { ArrowBatch, MatchedBatch } from "./batch/arrow.ts";
import type { ColumnBatch } from "./batch/column-batch.ts";

/** A row that did not make it into the result, and how to get at what it was. */
export interface RefusedRow {
  /** Number of a code of assembly/codes.ts; 0: the row was late. */
  readonly code: number;
  /** Name of the column at fault, if one is. */
  readonly column?: string | null;
  /** Index of the place in the SQL that failed, or -1. */
  readonly site?: number;
  /** What the host said of the position of the submission, or the byte position of the line. */
  readonly offset: string | null;
  /** Number of the line from 1, for bytes. */
  readonly line?: number | null;
  /** The watermark the row was late for, µs. */
  readonly watermark?: bigint;
  /** The row as it was given: an object, or the bytes of its line, or a row of a batch. */
  readonly source: RowSource;
}

export type RowSource =
  | { readonly kind: "object"; readonly row: object }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "arrow"; readonly batch: ArrowBatch; readonly row: number };

/** Where a lane's results and side streams go. */
export interface LaneHost {
  output(batch: ColumnBatch): void;
  /** Rows (groups) whose result could not be made; `batch` has the columns of OutputErrorInfo. */
  failed(batch: ColumnBatch): void;
  late(input: number, row: RefusedRow): void;
  malformed(input: number, row: RefusedRow): void;
  /** False: results wait to be taken, and no more should be made. */
  readonly hasRoom: boolean;
}

/** Counters of one input; `malformed` counts what was refused at the border too. */
export interface InputCounters {
  readonly read: number;
  readonly contributed: number;
  readonly filtered: number;
  readonly late: number;
  readonly malformed: number;
  /** Taken and not read yet, where the number is known. */
  readonly pending: number;
  readonly lateForSomeWindows: number;
  readonly windowsMissed: number;
  /** µs; null: none yet. */
  readonly watermark: bigint | null;
}

export interface LaneCounters {
  readonly inputs: readonly InputCounters[];
  readonly outputErrors: number;
  readonly openWindows: number;
  readonly keys: number;
  readonly memoryBytes: number;
}

/** State on its way out or in: small facts as text or numbers, bytes, and batches of operators' state in order. */
export interface LaneSnapshot {
  readonly meta: Readonly<Record<string, string | number>>;
  readonly raw: readonly Uint8Array[];
  readonly batches: readonly { readonly operator: number; readonly batch: ColumnBatch }[];
}

export interface Lane {
  readonly kind: "wasm" | "interpret";
  /** Nothing is under way: rows can be appended, state can be taken. */
  readonly isIdle: boolean;
  /** A row is being read, up the stack: the caller is a getter of it, and nothing may change under the row's feet. */
  readonly isReading: boolean;
  /** Rows appended and not yet pushed. */
  readonly openRows: number;
  /** Copies what is still in use of a chunk that the caller may change now. */
  keepChunk(): void;
  /**
   * Appends one row to the open batch, while idle. False: it was malformed, and has been reported. What getters of the
   * row throw passes through, and nothing has happened.
   */
  append(input: number, row: object, offset: string | null): boolean;
  /** Begins to push the open batch. */
  push(): void;
  /** Begins to decode and push bytes; `last`: no more will follow. */
  bytes(input: number, chunk: Uint8Array, last: boolean): void;
  arrow(input: number, batch: MatchedBatch, offset: string | null): void;
  watermark(input: number, us: bigint): void;
  end(input: number): void;
  /** Goes on with what was begun until it is done (true), the deadline passes or the host has no room. */
  work(deadline: number): boolean;
  counters(): LaneCounters;
  /** Only while idle. */
  save(): LaneSnapshot;
  /** Only into a lane that has seen nothing yet. */
  restore(snapshot: LaneSnapshot): void;
  close(): void;
}
