/** StreamingQuery: the lifecycle of a query, its bridge, its output and its side streams, over one lane. */
import { type BatchReader, BatchReader as Reader, type ColumnBatch, tailOf } from "./batch/column-batch.ts";
import type { ArrowBatch } from "./batch/arrow.ts";
import { rowOf, sampleOf } from "./batch/row-of.ts";
import type { OutputCodec } from "./codec.ts";
import { codeOf, MillraceError, reasonOf, sqlstateOf } from "./errors.ts";
import type { Lane, LaneHost, RefusedRow } from "./lane.ts";
import type { QueryInfo } from "./manifest.ts";
import type { CheckpointHeader } from "./state/save.ts";
import { restoreLane, saveLane } from "./state/save.ts";
import { KeptRows } from "./side-stream.ts";
import type {
  Change,
  Checkpoint,
  Input,
  LateRow,
  Law,
  MalformedRow,
  Options,
  OutputError,
  QueryConfig,
  QueryMetadata,
  QueryMetrics,
  QueryState,
  StreamingQuery,
  SubmitOptions,
  SubmitResult,
} from "./types.ts";

/** What may hold the event loop at most, in milliseconds. */
const TASK_BUDGET_MS = 2;
const OPS = ["+I", "-U", "+U", "-D"] as const;

/** Something to be done in order, once what came before it is done. */
type Waiting =
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

export interface QueryParts<R> {
  readonly info: QueryInfo;
  readonly output: OutputCodec<R>;
  readonly config: Options<QueryConfig>;
  readonly metadata: QueryMetadata;
  /** The lane, once it knows where its results go. */
  readonly createLane: (host: LaneHost) => Lane;
}

export class Query<I, R, O> implements StreamingQuery<I, R, O>, LaneHost {
  readonly id: string;
  readonly metadata: QueryMetadata;
  readonly inputs: StreamingQuery<I, R, O>["inputs"];
  readonly outputErrors = new KeptRows<OutputError>();
  restored: Checkpoint | null = null;
  failure: MillraceError | null = null;
  #state: QueryState = "Ready";
  readonly #info: QueryInfo;
  readonly #lane: Lane;
  readonly #codec: OutputCodec<R>;
  readonly #maxRows: number;
  readonly #maxLatencyMs: number;
  readonly #queueRows: number;
  readonly #outputRows: number;
  readonly #ports: readonly Port<I, R, O>[];
  /** What waits for the lane, and how many rows that is. */
  #queue: Waiting[] = [];
  #queuedRows = 0;
  /** Results not taken; of the first batch `#taken` rows are. */
  #results: ColumnBatch[] = [];
  #taken = 0;
  #reader: BatchReader | null = null;
  #resultRows = 0;
  #delivered = 0;
  #seq = 0;
  #epoch = 0;
  #batches = 0;
  /** While a checkpoint is made results are kept however many they are. */
  #keepsAll = false;
  #latencyTimer: ReturnType<typeof setTimeout> | null = null;
  #workTimer: ReturnType<typeof setTimeout> | null = null;
  #consumed = false;
  /** Wakes the consumer, and whoever waits for room or for the bridges to be empty. */
  #wake: (() => void)[] = [];

  constructor({ info, output, config, metadata, createLane }: QueryParts<R>) {
    this.#info = info;
    this.#codec = output;
    this.id = config.id ?? info.name;
    this.metadata = metadata;
    this.#maxRows = Math.min(Math.max(config.batchPolicy?.maxRows ?? 1024, 1), 4096);
    this.#maxLatencyMs = config.batchPolicy?.maxLatencyMs ?? 10;
    this.#queueRows = config.queueRows ?? 65_536;
    this.#outputRows = config.outputRows ?? 65_536;
    this.#ports = info.inputs.map((input, i) => new Port<I, R, O>(this, i, input.name, config));
    this.inputs = Object.fromEntries(this.#ports.map((port) => [port.name, port])) as unknown as StreamingQuery<
      I,
      R,
      O
    >["inputs"];
    this.#lane = createLane(this);
  }

  get state(): QueryState {
    return this.#state;
  }

  // Lifecycle

  start(): void {
    this.#require("start", "Ready");
    this.#state = "Running";
  }

  async pause(): Promise<void> {
    this.#require("pause", "Running");
    this.#state = "Paused";
    this.#enqueue({ kind: "push" });
    await this.#whenIdle();
  }

  resume(): void {
    this.#require("resume", "Paused");
    this.failure = null;
    this.#state = "Running";
    this.run(performance.now() + TASK_BUDGET_MS);
  }

  async stop(): Promise<QueryMetrics> {
    if (this.#state === "Stopped") return this.metrics();
    if (this.failure === null) this.#runAll();
    const metrics = this.metrics();
    this.#release();
    return metrics;
  }

  async close(): Promise<QueryMetrics> {
    this.#require("close", "Running");
    for (const port of this.#ports) if (!port.ended) port.end();
    while (this.#state === "Running" && (this.#resultRows > 0 || !this.#isIdle)) {
      if (this.#isIdle && !this.#consumed) break;
      await this.#changed();
    }
    return this.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop().then(() => undefined);
  }

  #require(call: string, ...states: readonly QueryState[]): void {
    if (states.includes(this.#state)) return;
    throw new MillraceError(
      "MR6201",
      `${call} needs the query \`${this.id}\` to be ${states.join(" or ")}; it is ${this.#state}`,
      hintFor(this.#state),
      {
        state: this.#state,
      },
    );
  }

  #release(): void {
    this.#state = "Stopped";
    this.#clearTimers();
    this.#lane.close();
    this.#queue = [];
    this.#queuedRows = 0;
    for (const port of this.#ports) port.close();
    this.outputErrors.close();
    this.#notify();
  }

  // Input

  submit<K extends keyof I>(input: K, rows: I[K] | readonly I[K][], options?: SubmitOptions): SubmitResult {
    const port = this.inputs[input];
    if (port === undefined) {
      throw new MillraceError(
        "MR6202",
        `\`${this.id}\` has no input \`${String(input)}\``,
        `its inputs: ${this.#ports.map(({ name }) => name).join(", ")}`,
      );
    }
    return port.submit(rows, options);
  }

  /** Whether input can be taken: true, or false while paused; throws in other states. */
  accepts(call: string, port: Port<I, R, O>): boolean {
    if (this.#state !== "Running") this.#require(call, "Running", "Paused");
    if (port.ended) throw new MillraceError("MR6202", `input \`${port.name}\` has ended`, "nothing can follow `end`");
    return this.#state === "Running";
  }

  submitRows(port: Port<I, R, O>, rows: readonly object[], offset: string | null): SubmitResult {
    if (!this.accepts("submit", port)) return this.#refused(rows.length);
    if (this.#queue.length > 0 || !this.#lane.isIdle) return this.#queueRowsOf(port, rows, offset);
    let forwarded = 0;
    for (let i = 0; i < rows.length; i++) {
      if (this.#lane.append(port.index, rows[i]!, offset)) forwarded++;
      if (this.#lane.pendingRows < this.#maxRows) continue;
      this.#begin(() => this.#lane.push());
      if (!this.#lane.isIdle && i + 1 < rows.length) {
        const rest = this.#queueRowsOf(port, rows.slice(i + 1), offset);
        return result(i + 1 + rest.taken, forwarded + rest.taken, i + 1 - forwarded, rest.rest, rest.ready);
      }
    }
    this.#startLatencyTimer();
    return result(rows.length, forwarded, rows.length - forwarded, 0, READY);
  }

  /** As `submitRows` of one row: the path that has to be fast. */
  submitRow(port: Port<I, R, O>, row: object, offset: string | null): SubmitResult {
    if (this.#state !== "Running" || port.ended || this.#queue.length > 0 || !this.#lane.isIdle)
      return this.submitRows(port, [row], offset);
    if (!this.#lane.append(port.index, row, offset)) return ONE_MALFORMED;
    if (this.#lane.pendingRows >= this.#maxRows) this.#begin(() => this.#lane.push());
    else if (this.#latencyTimer === null) this.#startLatencyTimer();
    return ONE_TAKEN;
  }

  #queueRowsOf(port: Port<I, R, O>, rows: readonly object[], offset: string | null): SubmitResult {
    const room = Math.max(this.#queueRows - this.#queuedRows, 0);
    const taken = Math.min(room, rows.length);
    if (taken > 0) {
      this.#enqueue({
        kind: "rows",
        input: port.index,
        rows: taken === rows.length ? rows.slice() : rows.slice(0, taken),
        next: 0,
        offset,
      });
      this.#queuedRows += taken;
    }
    return result(taken, taken, 0, rows.length - taken, taken < rows.length ? this.#whenRoom() : READY);
  }

  submitChunk(port: Port<I, R, O>, chunk: Uint8Array, last: boolean): SubmitResult {
    if (
      !this.accepts("submitBytes", port) ||
      this.#queuedRows >= this.#queueRows ||
      (this.#queue.length > 0 && !this.hasRoom)
    )
      return this.#refused(chunk.length);
    const isBusy = this.#queue.length > 0 || !this.#lane.isIdle;
    // What has to wait is copied: the caller may use the chunk again.
    this.#enqueue({ kind: "push" });
    this.#enqueue({ kind: "bytes", input: port.index, chunk: isBusy ? chunk.slice() : chunk, last });
    if (!isBusy) this.#lane.keepChunk();
    return result(0, 0, 0, 0, READY);
  }

  submitBatch(port: Port<I, R, O>, batch: ArrowBatch, offset: string | null): SubmitResult {
    if (!this.accepts("submitArrow", port) || this.#queuedRows >= this.#queueRows) return this.#refused(batch.numRows);
    this.#enqueue({ kind: "push" });
    this.#enqueue({ kind: "arrow", input: port.index, batch, offset });
    return result(batch.numRows, batch.numRows, 0, 0, READY);
  }

  advance(port: Port<I, R, O>, us: bigint): void {
    this.accepts("advanceWatermark", port);
    this.#enqueue({ kind: "push" });
    this.#enqueue({ kind: "watermark", input: port.index, us });
  }

  endInput(port: Port<I, R, O>): void {
    this.accepts("end", port);
    this.#enqueue({ kind: "push" });
    this.#enqueue({ kind: "end", input: port.index });
  }

  flush(): void {
    this.#require("flush", "Running", "Paused");
    this.#enqueue({ kind: "push" });
    this.#runAll();
  }

  #refused(rest: number): SubmitResult {
    return result(0, 0, 0, rest, this.#whenRoom());
  }

  // Work

  #enqueue(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.run(performance.now() + TASK_BUDGET_MS);
  }

  /** Begins something while nothing is under way, and works on it within the budget. */
  #begin(start: () => void): void {
    this.#guard(() => {
      start();
      this.#batches++;
      if (!this.#lane.work(performance.now() + TASK_BUDGET_MS)) this.#continueLater();
    });
  }

  #runAll(): void {
    this.run(Number.POSITIVE_INFINITY);
  }

  /** Works off the queue until it is empty, the deadline passes or results have no room. */
  run(deadline: number): void {
    if (this.failure !== null || this.#state === "Stopped") return;
    this.#guard(() => {
      while (true) {
        if (!this.#lane.isIdle && !this.#lane.work(deadline)) return this.#continueLater();
        const next = this.#queue[0];
        if (next === undefined) break;
        if (this.#take(next)) this.#queue.shift();
      }
      this.#startLatencyTimer();
    });
    this.#notify();
  }

  /** Hands the head of the queue to the idle lane; false: it is not done with it. */
  #take(waiting: Waiting): boolean {
    const lane = this.#lane;
    switch (waiting.kind) {
      case "rows": {
        while (waiting.next < waiting.rows.length && lane.pendingRows < this.#maxRows) {
          lane.append(waiting.input, waiting.rows[waiting.next++]!, waiting.offset);
          this.#queuedRows--;
        }
        if (lane.pendingRows >= this.#maxRows) {
          this.#batches++;
          lane.push();
        }
        return waiting.next === waiting.rows.length;
      }
      case "push":
        if (lane.pendingRows > 0) this.#batches++;
        lane.push();
        return true;
      case "bytes":
        this.#batches++;
        lane.bytes(waiting.input, waiting.chunk, waiting.last);
        return true;
      case "arrow":
        this.#batches++;
        lane.arrow(waiting.input, waiting.batch, waiting.offset);
        return true;
      case "watermark":
        lane.watermark(waiting.input, waiting.us);
        return true;
      case "end":
        lane.end(waiting.input);
        return true;
    }
  }

  /** A limit pauses the query, a trap stops it; nothing else is expected to throw in there. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof MillraceError)) {
        this.failure = new MillraceError(
          "MR9001",
          `the query \`${this.id}\` failed inside: ${(error as Error).message}`,
          "this is a bug of millrace; restore the latest checkpoint",
        );
        this.#release();
        throw this.failure;
      }
      if (error.code === "MR6301") {
        this.failure = error;
        this.#state = "Paused";
        this.#clearTimers();
      }
      throw error;
    }
  }

  #continueLater(): void {
    if (this.#workTimer !== null || !this.hasRoom) return;
    this.#workTimer = setTimeout(() => {
      this.#workTimer = null;
      this.#quietly(() => this.run(performance.now() + TASK_BUDGET_MS));
    }, 0);
  }

  #startLatencyTimer(): void {
    if (this.#latencyTimer !== null || this.#lane.pendingRows === 0 || this.#state !== "Running") return;
    this.#latencyTimer = setTimeout(() => {
      this.#latencyTimer = null;
      this.#quietly(() => this.#enqueue({ kind: "push" }));
    }, this.#maxLatencyMs);
  }

  /** Work from a timer has nobody to throw to: the failure is kept in `failure`. */
  #quietly(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.failure ??= error instanceof MillraceError ? error : null;
      this.#notify();
    }
  }

  #clearTimers(): void {
    if (this.#latencyTimer !== null) clearTimeout(this.#latencyTimer);
    if (this.#workTimer !== null) clearTimeout(this.#workTimer);
    this.#latencyTimer = null;
    this.#workTimer = null;
  }

  get #isIdle(): boolean {
    return this.#queue.length === 0 && this.#lane.isIdle && this.#lane.pendingRows === 0;
  }

  async #whenIdle(): Promise<void> {
    while (!this.#isIdle && this.#state !== "Stopped" && this.failure === null) await this.#changed();
  }

  async #whenRoom(): Promise<void> {
    while (
      this.#state === "Paused" ||
      (this.#state === "Running" && (this.#queuedRows >= this.#queueRows || !this.hasRoom))
    )
      await this.#changed();
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  #notify(): void {
    if (this.#wake.length === 0) return;
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }

  // LaneHost

  get hasRoom(): boolean {
    return this.#resultRows < this.#outputRows || this.#keepsAll;
  }

  output(batch: ColumnBatch): void {
    this.#results.push(batch);
    this.#resultRows += batch.rows;
  }

  late(input: number, row: RefusedRow): void {
    this.#ports[input]!.addLate(row, this.#info);
  }

  malformed(input: number, row: RefusedRow): void {
    this.#ports[input]!.addMalformed(row, this.#info);
  }

  failed(batch: ColumnBatch): void {
    const reader = new Reader(batch);
    const keys = batch.fields.length - 2;
    for (let row = 0; row < batch.rows; row++) {
      const code = reader.getI32(keys, row)!;
      this.outputErrors.add({
        code: codeOf(code),
        reason: reasonOf(code),
        sqlstate: sqlstateOf(code),
        site: siteText(this.#info, reader.getI32(keys + 1, row)!),
        keys: Object.fromEntries(batch.fields.slice(0, keys).map((field, i) => [field.name, reader.get(i, row)])),
      });
    }
  }

  // Output

  pollOutput(max: number = Number.POSITIVE_INFINITY): O[] {
    const taken: O[] = [];
    do {
      if (this.#resultRows < max) this.#runAll();
      const before = taken.length;
      this.#takeRows(max - taken.length, taken);
      if (taken.length === before) break;
    } while (taken.length < max && !(this.#queue.length === 0 && this.#lane.isIdle && this.#resultRows === 0));
    return taken;
  }

  /** Moves up to `max` rows to `rows`, and the other half of an update. */
  #takeRows(max: number, rows: O[]): void {
    const changes = this.#info.output.changelog === "retract";
    let taken = 0;
    while (this.#results.length > 0 && taken < max) {
      const batch = this.#results[0]!;
      this.#reader ??= new Reader(batch);
      while (this.#taken < batch.rows && (taken < max || batch.ops[this.#taken] === 2)) {
        const row = this.#codec.read(this.#reader, this.#taken);
        rows.push((changes ? this.#change(batch, row) : row) as O);
        if (!changes) this.#seq++;
        this.#taken++;
        taken++;
      }
      if (this.#taken === batch.rows) this.#dropBatch();
    }
    this.#resultRows -= taken;
    this.#delivered += taken;
    if (taken > 0) this.#notify();
  }

  #change(batch: ColumnBatch, row: R): Change<R> {
    return {
      op: OPS[batch.ops.length === 0 ? 0 : batch.ops[this.#taken]!]!,
      row,
      epoch: this.#epoch,
      seq: this.#seq++,
    };
  }

  #dropBatch(): void {
    this.#results.shift();
    this.#reader = null;
    this.#taken = 0;
  }

  pollBatch(): ColumnBatch | null {
    this.#runAll();
    const first = this.#results[0];
    if (first === undefined) return null;
    const batch = tailOf(first, this.#taken);
    this.#dropBatch();
    this.#resultRows -= batch.rows;
    this.#delivered += batch.rows;
    this.#seq += batch.rows;
    this.#notify();
    return batch;
  }

  [Symbol.asyncIterator](): AsyncGenerator<O> {
    return this.#iterate((rows: O[]) => this.#takeRows(1024, rows));
  }

  changes(): AsyncIterable<Change<R>> {
    const take = (changes: Change<R>[]) => {
      const rows: O[] = [];
      const first = this.#seq;
      this.#takeRows(1024, rows);
      if (this.#info.output.changelog === "retract") changes.push(...(rows as unknown as Change<R>[]));
      else
        changes.push(
          ...rows.map((row, i) => ({
            op: "+I" as const,
            row: row as unknown as R,
            epoch: this.#epoch,
            seq: first + i,
          })),
        );
    };
    return this.#iterate(take);
  }

  async *#iterate<T>(take: (rows: T[]) => void): AsyncGenerator<T> {
    if (this.#consumed)
      throw new MillraceError(
        "MR6203",
        `the output of \`${this.id}\` is being consumed already`,
        "leave the other loop first",
      );
    this.#consumed = true;
    try {
      while (true) {
        const rows: T[] = [];
        take(rows);
        for (const row of rows) yield row;
        if (rows.length > 0) {
          this.run(performance.now() + TASK_BUDGET_MS);
          continue;
        }
        if (this.#state === "Stopped" || (this.#isIdle && this.#ports.every(({ ended }) => ended))) return;
        if (this.failure !== null) throw this.failure;
        await this.#changed();
      }
    } finally {
      this.#consumed = false;
      this.#notify();
    }
  }

  // State

  async checkpoint(): Promise<Checkpoint> {
    this.#require("checkpoint", "Ready", "Running", "Paused");
    if (this.failure !== null) throw this.failure;
    const began = performance.now();
    this.#keepsAll = true;
    try {
      this.#queue.push({ kind: "push" });
      this.#runAll();
    } finally {
      this.#keepsAll = false;
    }
    this.#epoch++;
    const header: CheckpointHeader = {
      query: this.#info.name,
      lane: this.#lane.kind,
      epoch: this.#epoch,
      fingerprints: this.#info.fingerprints,
      operators: this.#info.states.map(({ opId, layout, meaning }) => ({ opId, layout, meaning })),
      inputs: this.#ports.map((port) => port.saved),
      output: { delivered: this.#delivered, seq: this.#seq, batches: this.#batches },
      lane_meta: {},
      operatorOf: [],
      results: 0,
    };
    const results = this.#results.map((batch, i) => tailOf(batch, i === 0 ? this.#taken : 0));
    const bytes = await saveLane(this.#lane, header, results);
    return this.#checkpointOf(header, bytes, performance.now() - began);
  }

  async restoreFrom(bytes: Uint8Array): Promise<void> {
    const began = performance.now();
    const { header, results } = await restoreLane(this.#lane, this.#info, bytes);
    this.#epoch = header.epoch;
    this.#delivered = header.output.delivered;
    this.#seq = header.output.seq;
    this.#batches = header.output.batches;
    header.inputs.forEach((saved, i) => this.#ports[i]!.restore(saved));
    this.#results = [...results];
    this.#resultRows = results.reduce((rows, batch) => rows + batch.rows, 0);
    this.restored = this.#checkpointOf(header, bytes, performance.now() - began);
  }

  #checkpointOf(header: CheckpointHeader, bytes: Uint8Array, durationMs: number): Checkpoint {
    const watermarks = this.#lane
      .counters()
      .inputs.map(({ watermark }) => (watermark === null ? null : milliseconds(watermark)));
    return {
      epoch: header.epoch,
      bytes: bytes.length,
      durationMs,
      stateFingerprint: header.fingerprints.state,
      offsets: Object.fromEntries(
        header.inputs.flatMap(({ name, offset }) => (offset === null ? [] : [[name, offset]])),
      ),
      watermarks: Object.fromEntries(header.inputs.map(({ name }, i) => [name, watermarks[i]!])),
      data: async () => bytes.slice(),
    };
  }

  metrics(): QueryMetrics {
    const counters = this.#lane.counters();
    const pending = this.#queuedRows + this.#lane.pendingRows;
    const laws = counters.inputs.map((input, i): Law => {
      const waiting = i === 0 ? pending : 0;
      const { contributed, filtered, late, malformed } = input;
      const law = { read: input.read + waiting, contributed, filtered, late, malformed, dropped: 0, pending: waiting };
      if (law.read !== contributed + filtered + late + malformed + waiting) {
        throw new MillraceError(
          "MR9002",
          `the conservation law of \`${this.id}\` is broken: ${JSON.stringify(law)}`,
          "this is a bug of millrace",
          { law },
        );
      }
      return law;
    });
    const sum = (pick: (law: Law) => number) => laws.reduce((total, law) => total + pick(law), 0);
    return {
      lane: this.#lane.kind,
      law: {
        read: sum((law) => law.read),
        contributed: sum((law) => law.contributed),
        filtered: sum((law) => law.filtered),
        late: sum((law) => law.late),
        malformed: sum((law) => law.malformed),
        dropped: 0,
        pending: sum((law) => law.pending),
      },
      lateForSomeWindows: counters.inputs.reduce((total, input) => total + input.lateForSomeWindows, 0),
      windowsMissed: counters.inputs.reduce((total, input) => total + input.windowsMissed, 0),
      inputs: Object.fromEntries(
        this.#ports.map((port, i) => {
          const { watermark } = counters.inputs[i]!;
          return [
            port.name,
            { ...laws[i]!, watermark: watermark === null ? null : milliseconds(watermark), ended: port.ended },
          ];
        }),
      ),
      emitted: counters.emitted,
      delivered: this.#delivered,
      outputPending: this.#resultRows,
      outputErrors: counters.outputErrors,
      batches: this.#batches,
      openWindows: counters.openWindows,
      keys: counters.keys,
      memoryBytes: counters.memoryBytes,
      checkpoints: this.#epoch,
    };
  }
}

function milliseconds(us: bigint): number {
  return Number(us / 1000n) + Number(us % 1000n) / 1000;
}

function siteText(info: QueryInfo, site: number): string {
  const at = info.sites[site];
  return at === undefined ? "" : `${at.file}:${at.line}:${at.column}  ${at.text}`;
}

function hintFor(state: QueryState): string {
  switch (state) {
    case "Ready":
      return "call start first";
    case "Running":
      return "the query runs already";
    case "Paused":
      return "call resume first";
    case "Stopped":
      return "open the query again";
  }
}

const READY = Promise.resolve();
const ONE_TAKEN = Object.freeze(result(1, 1, 0, 0, READY));
const ONE_MALFORMED = Object.freeze(result(1, 0, 1, 0, READY));

function result(taken: number, forwarded: number, malformed: number, rest: number, ready: Promise<void>): SubmitResult {
  return { taken, forwarded, malformed, dropped: 0, rest, ready };
}

export interface SavedInput {
  readonly name: string;
  readonly ended: boolean;
  readonly offset: string | null;
  /** The highest watermark that was given by call, µs; null: none. */
  readonly explicit: string | null;
}

/** One input of a query: what the host calls. */
class Port<I, R, O> implements Input<unknown> {
  readonly name: string;
  readonly index: number;
  readonly late = new KeptRows<LateRow<unknown>>();
  readonly malformed = new KeptRows<MalformedRow>();
  ended = false;
  readonly #query: Query<I, R, O>;
  readonly #onLate: QueryConfig["onLate"] | undefined;
  readonly #onMalformed: QueryConfig["onMalformed"] | undefined;
  #offset: string | null = null;
  #explicit: bigint | null = null;

  constructor(query: Query<I, R, O>, index: number, name: string, config: Options<QueryConfig>) {
    this.#query = query;
    this.index = index;
    this.name = name;
    this.#onLate = config.onLate;
    this.#onMalformed = config.onMalformed;
  }

  submit(rows: unknown, options?: SubmitOptions): SubmitResult {
    const offset = this.#offsetOf(options);
    if (Array.isArray(rows)) return this.#query.submitRows(this, rows as readonly object[], offset);
    return this.#query.submitRow(this, rows as object, offset);
  }

  submitBytes(chunk: Uint8Array, options?: SubmitOptions): SubmitResult {
    this.#offsetOf(options);
    return this.#query.submitChunk(this, chunk, options?.last ?? false);
  }

  submitArrow(batch: ArrowBatch, options?: SubmitOptions): SubmitResult {
    return this.#query.submitBatch(this, batch, this.#offsetOf(options));
  }

  #offsetOf(options: SubmitOptions | undefined): string | null {
    if (options?.offset === undefined) return null;
    this.#offset = options.offset;
    return options.offset;
  }

  advanceWatermark(at: number | bigint | Date): void {
    const us = typeof at === "bigint" ? at : BigInt(Math.round(Number(at) * 1000));
    if (this.#explicit !== null && us < this.#explicit) {
      throw new MillraceError(
        "MR6204",
        `the watermark of \`${this.name}\` cannot go back`,
        "rows before it may have been refused already",
        {
          from: this.#explicit,
          to: us,
        },
      );
    }
    this.#query.advance(this, us);
    this.#explicit = us;
  }

  end(): void {
    this.#query.endInput(this);
    this.ended = true;
    this.#query.run(performance.now() + TASK_BUDGET_MS);
  }

  addLate(row: RefusedRow, info: QueryInfo): void {
    const input = info.inputs[this.index]!;
    const record = new LateRecord(
      row,
      input.declared,
      input.watermark === null ? "" : input.columns[input.watermark.column]!.name,
    );
    this.late.add(record);
    this.#onLate?.(this.name, record);
  }

  addMalformed({ code, column, site, offset, line, source }: RefusedRow, info: QueryInfo): void {
    const record: MalformedRow = {
      code: codeOf(code),
      reason: reasonOf(code),
      sqlstate: sqlstateOf(code),
      column,
      offset,
      line,
      site: site < 0 ? null : siteText(info, site),
      sample: sampleOf(source),
    };
    this.malformed.add(record);
    this.#onMalformed?.(this.name, record);
  }

  get saved(): SavedInput {
    return {
      name: this.name,
      ended: this.ended,
      offset: this.#offset,
      explicit: this.#explicit === null ? null : String(this.#explicit),
    };
  }

  restore({ ended, offset, explicit }: SavedInput): void {
    this.ended = ended;
    this.#offset = offset;
    this.#explicit = explicit === null ? null : BigInt(explicit);
  }

  close(): void {
    this.late.close();
    this.malformed.close();
  }
}

/** A late row is rebuilt only if somebody looks at it. */
class LateRecord implements LateRow<unknown> {
  readonly offset: string | null;
  readonly watermark: number;
  readonly #refused: RefusedRow;
  readonly #declared: QueryInfo["inputs"][number]["declared"];
  readonly #time: string;

  constructor(refused: RefusedRow, declared: QueryInfo["inputs"][number]["declared"], time: string) {
    this.#refused = refused;
    this.#declared = declared;
    this.#time = time;
    this.offset = refused.offset;
    this.watermark = milliseconds(refused.watermark);
  }

  get row(): object {
    return rowOf(this.#refused.source, this.#declared);
  }

  get lateByMs(): number {
    const time = (this.row as Record<string, unknown>)[this.#time];
    const ms = time instanceof Date ? time.getTime() : typeof time === "bigint" ? milliseconds(time) : Number(time);
    return this.watermark - ms;
  }
}
