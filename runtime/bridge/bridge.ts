/**
 * The seam between the host and the lane: rows, bytes, record batches and controls in one order. What the lane cannot
 * take at once waits here; a control never overtakes a row, and rows before it are pushed first.
 */
import type { MatchedBatch } from "../batch/arrow.ts";
import { MillraceError } from "../errors.ts";
import type { Lane } from "../lane.ts";
import type { BatchPolicy } from "../types.ts";
import { Fifo } from "./fifo.ts";
import { Signal } from "./signal.ts";

/** What may hold the event loop at most, in milliseconds. */
const TASK_BUDGET_MS = 2;
/** As much of a chunk takes the place of one row in the queue. */
const BYTES_PER_ROW = 64;

/** Something to be done once what came before it is done. */
export type Waiting =
  | {
      readonly kind: "rows";
      readonly input: number;
      readonly rows: readonly object[];
      next: number;
      readonly offset: string | null;
    }
  | { readonly kind: "bytes"; readonly input: number; chunk: Uint8Array; readonly last: boolean }
  | { readonly kind: "arrow"; readonly input: number; readonly batch: MatchedBatch; readonly offset: string | null }
  /** That the rows before it are pushed. */
  | { readonly kind: "push" }
  | { readonly kind: "watermark"; readonly input: number; readonly us: bigint }
  | { readonly kind: "end"; readonly input: number };

/** Who owns the bridge. */
export interface BridgeHost {
  /** False: nothing more is run until it is true again (paused by a failure, stopped). */
  readonly mayRun: boolean;
  /** False: results wait to be taken. */
  readonly hasRoom: boolean;
  /** What the lane threw becomes the query's failure, which is thrown on. */
  fail(error: unknown): never;
}

export class Bridge extends Signal {
  readonly #lane: Lane;
  readonly #host: BridgeHost;
  readonly #policy: BatchPolicy;
  readonly #queueRows: number;
  readonly #queue = new Fifo<Waiting>();
  /** What the queue holds, in rows. */
  #load = 0;
  /** What the lane has been given to push so far. */
  batches = 0;
  /** The lane is at work, up the stack: the caller may be a callback for one of its rows. */
  isRunning = false;
  #latencyTimer: ReturnType<typeof setTimeout> | undefined;
  #workTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(lane: Lane, host: BridgeHost, policy: BatchPolicy, queueRows: number) {
    super();
    this.#lane = lane;
    this.#host = host;
    this.#policy = policy;
    this.#queueRows = queueRows;
  }

  /** Rows that wait, as far as they are known to be rows. */
  get waitingRows(): number {
    let rows = 0;
    for (const waiting of this.#queue) if (waiting.kind !== "bytes") rows += weightOf(waiting);
    return rows;
  }

  get isEmpty(): boolean {
    return !this.isBusy && this.#lane.openRows === 0;
  }

  /** Whether rows would have to wait behind others. */
  get isBusy(): boolean {
    return this.#queue.size > 0 || !this.#lane.isIdle;
  }

  /** Whether whatever comes has to be offered again later. */
  get isFull(): boolean {
    return this.#load >= this.#queueRows || (this.#queue.size > 0 && !this.#host.hasRoom);
  }

  /**
   * Appends one row to the open batch, which is not busy. False: it was malformed. MR6206 if it cannot be read; `taken`
   * rows of the same call came before it.
   */
  append(input: number, row: object, offset: string | null, taken = 0): boolean {
    const lane = this.#lane;
    let isSound = false;
    try {
      isSound = lane.append(input, row, offset);
    } catch (error) {
      if (isLimit(error)) this.#host.fail(error);
      throw unreadable(taken, error);
    }
    if (lane.openRows >= this.#policy.maxRows) this.enqueue({ kind: "push" });
    else this.#startLatencyTimer();
    return isSound;
  }

  /** Lets the rows from `from` on wait, as many as there is room for; returns how many. */
  queueRows(input: number, rows: readonly object[], from: number, offset: string | null): number {
    const waiting = rows.slice(from, from + Math.max(this.#queueRows - this.#load, 0));
    if (waiting.length > 0) this.enqueue({ kind: "rows", input, rows: waiting, next: 0, offset });
    return waiting.length;
  }

  /** A chunk that may be used again by its owner when this returns. */
  enqueueBytes(input: number, chunk: Uint8Array, last: boolean): void {
    const waiting: Waiting = { kind: "bytes", input, chunk, last };
    try {
      this.enqueue(waiting);
    } finally {
      if ([...this.#queue].includes(waiting)) waiting.chunk = chunk.slice();
      else this.#lane.keepChunk();
    }
  }

  /** All of them wait before the first is run, so that none is lost where another cannot be done. */
  enqueue(...waiting: readonly Waiting[]): void {
    for (const each of waiting) {
      this.#queue.push(each);
      this.#load += weightOf(each);
    }
    this.run();
  }

  /** Does what waits until it is done, the deadline passes or results have no room. */
  run(deadline: number = performance.now() + TASK_BUDGET_MS): void {
    if (this.isRunning || !this.#host.mayRun) return;
    this.isRunning = true;
    try {
      this.#runUntil(deadline);
    } catch (error) {
      this.#host.fail(error);
    } finally {
      this.isRunning = false;
    }
    this.notify();
  }

  #runUntil(deadline: number): void {
    while (true) {
      if (!this.#lane.isIdle && !this.#lane.work(deadline)) return this.#continueLater();
      const next = this.#queue.first;
      if (next === undefined) return this.#startLatencyTimer();
      if (next.kind === "rows") {
        if (this.#append(next)) this.#queue.shift();
      } else if (this.#lane.openRows > 0) {
        // What waits comes after them.
        this.#push();
      } else {
        this.#queue.shift();
        this.#load -= weightOf(next);
        this.#hand(next);
      }
    }
  }

  /** Without a deadline, and with the open batch that comes of the rows that wait. */
  drain(): void {
    if (this.#lane.openRows > 0 || this.#queue.size > 0) this.#queue.push({ kind: "push" });
    this.run(Infinity);
  }

  /** Results have been taken: whoever waited for room goes on. */
  roomMade(): void {
    this.notify();
    if (this.isBusy) this.#continueLater();
  }

  /** Moves rows into the open batch until it is full; true: none is left. */
  #append(waiting: Extract<Waiting, { readonly kind: "rows" }>): boolean {
    const { input, rows, offset } = waiting;
    while (waiting.next < rows.length && this.#lane.openRows < this.#policy.maxRows) {
      this.#appendLater(input, rows[waiting.next]!, offset);
      waiting.next++;
      this.#load--;
    }
    if (this.#lane.openRows >= this.#policy.maxRows) this.#push();
    return waiting.next === rows.length;
  }

  /** A row that cannot be read is malformed: whoever submitted it is gone. */
  #appendLater(input: number, row: object, offset: string | null): void {
    try {
      this.#lane.append(input, row, offset);
    } catch (error) {
      if (isLimit(error)) throw error;
      // In the place of the row, what is no object either.
      this.#lane.append(input, null as unknown as object, offset);
    }
  }

  #hand(waiting: Exclude<Waiting, { readonly kind: "rows" }>): void {
    const lane = this.#lane;
    switch (waiting.kind) {
      case "push":
        return;
      case "bytes":
        if (waiting.chunk.length > 0) this.batches++;
        return lane.bytes(waiting.input, waiting.chunk, waiting.last);
      case "arrow":
        this.batches++;
        return lane.arrow(waiting.input, waiting.batch, waiting.offset);
      case "watermark":
        return lane.watermark(waiting.input, waiting.us);
      case "end":
        return lane.end(waiting.input);
    }
  }

  #push(): void {
    this.batches++;
    this.#lane.push();
  }

  #continueLater(): void {
    if (this.#workTimer !== undefined || !this.#host.hasRoom || !this.#host.mayRun) return;
    this.#workTimer = setTimeout(() => {
      this.#workTimer = undefined;
      this.#runQuietly();
    }, 0);
  }

  #startLatencyTimer(): void {
    if (this.#latencyTimer !== undefined || this.#lane.openRows === 0 || !this.#host.mayRun) return;
    this.#latencyTimer = setTimeout(() => {
      this.#latencyTimer = undefined;
      this.#queue.push({ kind: "push" });
      this.#runQuietly();
    }, this.#policy.maxLatencyMs);
  }

  /** There is nobody to throw to: the query's failure says what happened. */
  #runQuietly(): void {
    try {
      this.run();
    } catch {}
  }

  clearTimers(): void {
    clearTimeout(this.#latencyTimer);
    clearTimeout(this.#workTimer);
    this.#latencyTimer = undefined;
    this.#workTimer = undefined;
  }

  close(): void {
    this.clearTimers();
    this.#queue.clear();
    this.#load = 0;
  }
}

export function unreadable(taken: number, cause: unknown): MillraceError {
  const hint = "the rows before it are taken";
  return new MillraceError("MR6206", `row ${taken} cannot be read`, hint, { taken }, null, { cause });
}

/** Memory has ended. Whatever else comes out of appending a row comes from the row. */
function isLimit(error: unknown): boolean {
  return error instanceof MillraceError && error.code === "MR6301";
}

/** The place that something takes in the queue, in rows. Controls always pass. */
function weightOf(waiting: Waiting): number {
  switch (waiting.kind) {
    case "rows":
      return waiting.rows.length - waiting.next;
    case "bytes":
      return Math.ceil(waiting.chunk.length / BYTES_PER_ROW);
    case "arrow":
      return waiting.batch.rows;
    default:
      return 0;
  }
}
