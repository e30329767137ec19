/// <reference lib="esnext.disposable" preserve="true" />
/** The public types of @millrace/runtime. */

import type { ArrowBatch } from "./batch/arrow.ts";
import type { ColumnBatch } from "./batch/column-batch.ts";
import type { Code, MillraceError } from "./errors.ts";
import type { Fingerprints } from "./manifest.ts";
import type { SideStream } from "./side-stream.ts";

/** A missing or undefined field takes the default stated at its declaration. */
export type Options<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Ready: linked and restored. Running: takes rows. Paused: keeps state, submit takes 0. Stopped: terminal. */
export type QueryState = "Ready" | "Running" | "Paused" | "Stopped";

/** A bridge hands rows on at `maxRows` (1024, at most 4096) or after `maxLatencyMs` (10), and before each control. */
export interface BatchPolicy {
  readonly maxRows: number;
  readonly maxLatencyMs: number;
}

export interface QueryConfig {
  /** Name in metrics and errors; default the query's. */
  readonly id: string;
  /** 'wasm'. 'interpret' runs the plan in the other lane, which is loaded then. */
  readonly lane: "wasm" | "interpret";
  /** 'never'. 'interpret': where WebAssembly cannot run, the other lane does, and `metadata` says so. */
  readonly fallback: "never" | "interpret";
  /** The module, where the host has compiled it already or must not compile (edge workers); else it is loaded from beside `index.js`. */
  readonly wasm: WebAssembly.Module | BufferSource;
  readonly batchPolicy: Options<BatchPolicy>;
  /** 65536: rows that wait in a bridge before it takes no more; of bytes, 64 count as a row. */
  readonly queueRows: number;
  /** 65536: results not yet taken; beyond, inputs feel backpressure. */
  readonly outputRows: number;
  /** 'fresh'. Bytes: `Checkpoint.data()` of the same query; state that does not fit throws MR5003, what no query wrote MR5201. */
  readonly restore: Uint8Array | "fresh";
  /** Called with each such row, synchronously. */
  readonly onLate: (input: string, late: LateRow<unknown>) => void;
  readonly onMalformed: (input: string, bad: MalformedRow) => void;
}

/** I: row type per input. R: result row. O: what is taken: R, or Change<R> for a query that retracts. */
export interface QueryDefinition<I, R, O = R> {
  readonly name: string;
  /** Links and restores; resolves in Ready. */
  open(config?: Options<QueryConfig>): Promise<StreamingQuery<I, R, O>>;
  /** `open`, then `start`. */
  start(config?: Options<QueryConfig>): Promise<StreamingQuery<I, R, O>>;
}

/** One consumer of the output at a time (MR6203). A call in the wrong state throws MR6201. */
export interface StreamingQuery<I, R, O = R> extends AsyncIterable<O>, AsyncDisposable {
  readonly id: string;
  readonly state: QueryState;
  readonly metadata: QueryMetadata;
  readonly inputs: { readonly [K in keyof I]: Input<I[K]> };
  /** What `open` restored; null: started empty. */
  readonly restored: Checkpoint | null;
  /** Why it paused itself (MR6301) or stopped (MR9001); null while healthy. */
  readonly failure: MillraceError | null;
  start(): void;
  /** Resolves when the bridges are empty. */
  pause(): Promise<void>;
  resume(): void;
  /** Same as `inputs[name].submit`. */
  submit<K extends keyof I>(input: K, rows: I[K] | readonly I[K][], options?: SubmitOptions): SubmitResult;
  /**
   * Runs what waits in the bridges, then takes up to `max` results; never waits. A retraction and the row that replaces
   * it are taken together, which may exceed `max` by one.
   */
  pollOutput(max?: number): O[];
  /** As `pollOutput`, a batch of columns in Arrow layout; null: nothing waits. */
  pollBatch(): ColumnBatch | null;
  /** Results with sign and sequence number, retractions included; one by one, as iteration. */
  changes(): AsyncIterable<Change<R>>;
  /** Groups whose result could not be computed. */
  readonly outputErrors: SideStream<OutputError>;
  /** Hands partly filled batches on and runs them. */
  flush(): void;
  /** Holds state, watermarks, offsets, counters and results not taken. Keep `data()`: there is no store in this version. */
  checkpoint(): Promise<Checkpoint>;
  metrics(): QueryMetrics;
  /** Runs what waits, then frees memory, also where that fails. Open windows are lost unless a checkpoint holds them. asyncDispose does this. */
  stop(): Promise<QueryMetrics>;
  /** Ends every input so that open windows emit, waits until output is taken, stops. Rejects with `failure`. */
  close(): Promise<QueryMetrics>;
}

export interface Input<Row> {
  /**
   * Synchronous; rows are taken in order. What is no object, and a row whose values do not fit, is malformed. MR6206: a
   * getter or proxy of a row threw (`cause`); the `data.taken` rows before it are taken, it and those behind it are not.
   * Of rows that have to wait, such a one is malformed. A getter cannot call the query: MR6201.
   */
  submit(rows: Row | readonly Row[], options?: SubmitOptions): SubmitResult;
  /** JSON lines; chunks may split rows anywhere. The chunk may be reused when the call returns. MR6103: not this source. */
  submitBytes(chunk: Uint8Array, options?: SubmitOptions): SubmitResult;
  /**
   * A record batch, duck-typed (apache-arrow's fits, slices and dictionaries of texts included), copied by column when
   * its turn comes: its buffers are not to change. MR6101: it does not fit; MR6102: it is damaged.
   */
  submitArrow(batch: ArrowBatch, options?: SubmitOptions): SubmitResult;
  /** Nothing before `at` follows (milliseconds, or a bigint of microseconds). Backwards throws MR6204, no instant MR6205. */
  advanceWatermark(at: number | bigint | Date): void;
  /** No more rows; a line that has begun is whole. After the last end windows close and iteration finishes. */
  end(): void;
  readonly late: SideStream<LateRow<Row>>;
  readonly malformed: SideStream<MalformedRow>;
}

/** offset: position after these rows, kept in checkpoints once all of them are taken. last: no bytes follow; a final line without newline is whole. */
export interface SubmitOptions {
  readonly offset?: string;
  readonly last?: boolean;
}

/**
 * taken = forwarded + malformed + dropped rows. forwarded: accepted; what becomes of them is in `metrics()` once their
 * batch has run. rest: rows (submitBytes: bytes) to offer again after `ready`. The same frozen object may be returned
 * again. Rows in bytes and record batches are counted when they are decoded.
 */
export interface SubmitResult {
  readonly taken: number;
  readonly forwarded: number;
  readonly malformed: number;
  readonly dropped: number;
  readonly rest: number;
  readonly ready: Promise<void>;
}

export interface Change<R> {
  readonly op: "+I" | "-U" | "+U" | "-D";
  readonly row: R;
  /** Checkpoints taken before this result. */
  readonly epoch: number;
  readonly seq: number;
}

export interface LateRow<Row> {
  readonly row: Row;
  /** Byte position of the line, or what `submit` was given. */
  readonly offset: string | null;
  /** Milliseconds since the epoch. */
  readonly watermark: number;
  /** How far the row's time lies behind the watermark. */
  readonly lateByMs: number;
}

/** A row that cannot be decoded or evaluated. */
export interface MalformedRow {
  readonly code: Code;
  readonly reason: string;
  readonly sqlstate: string | null;
  readonly column: string | null;
  /** Byte position of the line, or what `submit` was given. */
  readonly offset: string | null;
  /** Number of the line from 1, for bytes. */
  readonly line: number | null;
  /** Where in the SQL it failed: `file:line:column  text`; null: it did not decode. */
  readonly site: string | null;
  /** At most 256 bytes. */
  readonly sample: Uint8Array;
}

export interface OutputError {
  readonly code: Code;
  readonly reason: string;
  readonly sqlstate: string | null;
  readonly site: string | null;
  /** The group's keys by name, and its window as `window_start`, `window_end`. */
  readonly keys: Readonly<Record<string, unknown>>;
}

export interface Checkpoint {
  readonly epoch: number;
  readonly bytes: number;
  readonly durationMs: number;
  readonly stateFingerprint: string;
  readonly offsets: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly watermarks: Readonly<Record<string, number | null>>;
  data(): Promise<Uint8Array>;
}

export interface QueryMetadata {
  readonly linkTimeMs: number;
  readonly lane: "wasm" | "interpret";
  readonly compiledPipelineCount: number;
  readonly fallbackPipelineCount: number;
  /** Why pipelines run in the interpreter although the compiled lane was asked for. */
  readonly fallbacks: readonly { readonly pipeline: number; readonly reason: string }[];
  readonly fingerprints: Fingerprints;
}

/** read = contributed + filtered + late + malformed + dropped + pending, in every snapshot, else MR9002. */
export interface Law {
  readonly read: number;
  readonly contributed: number;
  readonly filtered: number;
  readonly late: number;
  readonly malformed: number;
  readonly dropped: number;
  readonly pending: number;
}

export interface QueryMetrics {
  readonly lane: "wasm" | "interpret";
  readonly law: Law;
  /** Rows that missed some windows and reached others, and the contributions so lost. */
  readonly lateForSomeWindows: number;
  readonly windowsMissed: number;
  readonly inputs: Readonly<Record<string, Law & { readonly watermark: number | null; readonly ended: boolean }>>;
  /** Result rows, retractions included; emitted = delivered + pending. */
  readonly emitted: number;
  readonly delivered: number;
  readonly outputPending: number;
  readonly outputErrors: number;
  readonly batches: number;
  readonly openWindows: number;
  readonly keys: number;
  readonly memoryBytes: number;
  readonly checkpoints: number;
}
