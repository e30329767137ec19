/**
 * The seam between the host and the lane: rows, bytes, record batches and controls in one order. What the lane cannot
 * take at once waits here; a control never overtakes a row, and rows before it are pushed first.
 */
import type { ArrowBatch } from "../batch/arrow.ts";
import type { Lane } from "../lane.ts";
import type { BatchPolicy } from "../types.ts";

/** What may hold the event loop at most, in milliseconds. */
const TASK_BUDGET_MS = 2;

/** Something to be done once what came before it is done. */
export type Waiting =
  | {
      readonly kind: "rows";
      readonly input: number;
      readonly rows: readonly object[];
      next: number;
      readonly offset: string | null;
    }
  | { readonly kind: "bytes"; readonly input: number; readonly chunk: Uint8Array; readonly last: boolean }
  | { readonly kind: "arrow"; readonly input: number; readonly batch: ArrowBatch; readonly offset: string | null }
  | { readonly kind: "push" }
  | { readonly kind: "watermark"; readonly input: number; readonly us: bigint }
  | { readonly kind: "end"; readonly input: number };

/** Who owns the bridge. */
export interface BridgeHost {
  /** False: nothing more is run until it is true again (paused by a failure, stopped). */
  readonly mayRun: boolean;
  /** False: results wait to be taken. */
  readonly hasRoom: boolean;
  /** Runs `work`, which may throw, and deals with what it throws. */
  guard(work: () => void): void;
  /** The same for work nobody called for. */
  guardQuietly(work: () => void): void;
}

export class Bridge {
  readonly #lane: Lane;
  readonly #host: BridgeHost;
  readonly #policy: BatchPolicy;
  readonly #queueRows: number;
  #queue: Waiting[] = [];
  #queuedRows = 0;
  #batches = 0;
  #latencyTimer: ReturnType<typeof setTimeout> | null = null;
  #workTimer: ReturnType<typeof setTimeout> | null = null;
  /** Whoever waits for something to change. */
  #waiters: (() => void)[] = [];

  constructor(lane: Lane, host: BridgeHost, policy: BatchPolicy, queueRows: number) {
    this.#lane = lane;
    this.#host = host;
    this.#policy = policy;
    this.#queueRows = queueRows;
  }

  /** Rows taken and not pushed. */
  get pendingRows(): number {
    return this.#queuedRows + this.#lane.pendingRows;
  }

  get batches(): number {
    return this.#batches;
  }

  restoreBatches(batches: number): void {
    this.#batches = batches;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0 && this.#lane.isIdle && this.#lane.pendingRows === 0;
  }

  /** Whether rows would have to wait behind others. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || !this.#lane.isIdle;
  }

  /** Whether bytes and batches have to be offered again later. */
  get isFull(): boolean {
    return this.#queuedRows >= this.#queueRows || (this.#queue.length > 0 && !this.#host.hasRoom);
  }

  /** Appends one row to the open batch, which is not busy. False: it was malformed. */
  append(input: number, row: object, offset: string | null): boolean {
    const lane = this.#lane;
    let isSound = false;
    try {
      isSound = lane.append(input, row, offset);
    } catch (error) {
      this.#host.guard(() => {
        throw error;
      });
    }
    if (lane.pendingRows >= this.#policy.maxRows) this.#pushNow();
    else if (this.#latencyTimer === null) this.#startLatencyTimer();
    return isSound;
  }

  #pushNow(): void {
    this.#host.guard(() => {
      this.#lane.push();
      this.#batches++;
      if (!this.#lane.work(performance.now() + TASK_BUDGET_MS)) this.#continueLater();
    });
  }

  /** Lets rows wait, as many as there is room for; returns how many. */
  queueRows(input: number, rows: readonly object[], offset: string | null): number {
    const taken = Math.min(Math.max(this.#queueRows - this.#queuedRows, 0), rows.length);
    if (taken === 0) return 0;
    this.#queuedRows += taken;
    this.enqueue({ kind: "rows", input, rows: rows.slice(0, taken), next: 0, offset });
    return taken;
  }

  /** A chunk that may be used again by its owner when this returns. */
  enqueueBytes(input: number, chunk: Uint8Array, last: boolean): void {
    const waits = this.isBusy;
    this.enqueue({ kind: "push" });
    this.enqueue({ kind: "bytes", input, chunk: waits ? chunk.slice() : chunk, last });
    if (!this.#lane.isIdle) this.#lane.keepChunk();
  }

  enqueue(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.run(performance.now() + TASK_BUDGET_MS);
  }

  /** Does what waits until it is done, the deadline passes or results have no room. */
  run(deadline: number = performance.now() + TASK_BUDGET_MS): void {
    if (!this.#host.mayRun) return;
    this.#host.guard(() => {
      while (true) {
        if (!this.#lane.isIdle && !this.#lane.work(deadline)) return this.#continueLater();
        const next = this.#queue[0];
        if (next === undefined) return this.#startLatencyTimer();
        if (next.kind !== "rows") {
          // Off the queue first: what cannot be taken is refused once, not again and again.
          this.#queue.shift();
          this.#hand(next);
        } else if (this.#append(next)) this.#queue.shift();
      }
    });
    this.notify();
  }

  /** Without a deadline, and with the open batch. */
  drain(): void {
    if (this.#lane.pendingRows > 0) this.#queue.push({ kind: "push" });
    this.run(Number.POSITIVE_INFINITY);
  }

  /** Moves rows into the open batch until it is full; true: none is left. */
  #append(waiting: Extract<Waiting, { readonly kind: "rows" }>): boolean {
    while (waiting.next < waiting.rows.length && this.#lane.pendingRows < this.#policy.maxRows) {
      this.#lane.append(waiting.input, waiting.rows[waiting.next++]!, waiting.offset);
      this.#queuedRows--;
    }
    if (this.#lane.pendingRows >= this.#policy.maxRows) this.#push();
    return waiting.next === waiting.rows.length;
  }

  #hand(waiting: Exclude<Waiting, { readonly kind: "rows" }>): void {
    const lane = this.#lane;
    switch (waiting.kind) {
      case "push":
        return this.#push();
      case "bytes":
        this.#batches++;
        return lane.bytes(waiting.input, waiting.chunk, waiting.last);
      case "arrow":
        this.#batches++;
        return lane.arrow(waiting.input, waiting.batch, waiting.offset);
      case "watermark":
        return lane.watermark(waiting.input, waiting.us);
      case "end":
        return lane.end(waiting.input);
    }
  }

  #push(): void {
    if (this.#lane.pendingRows === 0) return;
    this.#batches++;
    this.#lane.push();
  }

  #continueLater(): void {
    if (this.#workTimer !== null || !this.#host.hasRoom) return;
    this.#workTimer = setTimeout(() => {
      this.#workTimer = null;
      this.#host.guardQuietly(() => this.run());
    }, 0);
  }

  #startLatencyTimer(): void {
    if (this.#latencyTimer !== null || this.#lane.pendingRows === 0 || !this.#host.mayRun) return;
    this.#latencyTimer = setTimeout(() => {
      this.#latencyTimer = null;
      this.#host.guardQuietly(() => this.enqueue({ kind: "push" }));
    }, this.#policy.maxLatencyMs);
  }

  /** Resolves when something may have changed. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  notify(): void {
    if (this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  clearTimers(): void {
    if (this.#latencyTimer !== null) clearTimeout(this.#latencyTimer);
    if (this.#workTimer !== null) clearTimeout(this.#workTimer);
    this.#latencyTimer = null;
    this.#workTimer = null;
  }

  close(): void {
    this.clearTimers();
    this.#queue = [];
    this.#queuedRows = 0;
    this.notify();
  }
}
