/** StreamingQuery: the lifecycle of a query over one lane, its bridge and its results. */
import { INPUT_ROWS } from "./assembly/layout.ts";
import { BatchReader, type ColumnBatch } from "./batch/column-batch.ts";
import { milliseconds } from "./batch/datetime.ts";
import { Bridge, type BridgeHost } from "./bridge/bridge.ts";
import { InputPort, type PortHost, siteText } from "./bridge/input-port.ts";
import type { OutputCodec } from "./codec.ts";
import { faultOf, MillraceError } from "./errors.ts";
import type { Lane, LaneHost, RefusedRow } from "./lane.ts";
import type { QueryInfo } from "./manifest.ts";
import { lawOf } from "./metrics/metrics.ts";
import { ResultQueue } from "./output/result-queue.ts";
import { KeptRows } from "./side-stream.ts";
import { damaged, writeCheckpoint } from "./state/checkpoint.ts";
import { type CheckpointHeader, restoreLane, saveLane } from "./state/save.ts";
import type {
  Change,
  Checkpoint,
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

export interface QueryParts<R> {
  readonly info: QueryInfo;
  readonly output: OutputCodec<R>;
  readonly config: Options<QueryConfig>;
  readonly metadata: QueryMetadata;
  /** The lane, once it knows where its results go. */
  readonly createLane: (host: LaneHost) => Lane;
}

export class Query<I, R, O> implements StreamingQuery<I, R, O>, LaneHost, BridgeHost, PortHost {
  readonly id: string;
  readonly metadata: QueryMetadata;
  readonly inputs: StreamingQuery<I, R, O>["inputs"];
  readonly outputErrors = new KeptRows<OutputError>();
  readonly bridge: Bridge;
  restored: Checkpoint | null = null;
  failure: MillraceError | null = null;
  #state: QueryState = "Ready";
  readonly #info: QueryInfo;
  readonly #lane: Lane;
  readonly #ports: readonly InputPort[];
  readonly #results: ResultQueue<R>;
  /** Takes the next result in the form this query has; undefined: none waits. */
  readonly #next: () => O | undefined;
  readonly #outputRows: number;
  /** While a checkpoint is made results are kept however many they are. */
  #keepsAll = false;
  #isConsumed = false;

  constructor({ info, output, config, metadata, createLane }: QueryParts<R>) {
    this.#info = info;
    this.id = config.id ?? info.name;
    this.metadata = metadata;
    const results = new ResultQueue(output);
    this.#results = results;
    const isChangelog = info.output.changelog === "retract";
    this.#next = () => (isChangelog ? results.nextChange() : results.nextRow()) as O | undefined;
    this.#outputRows = config.outputRows ?? 65_536;
    this.#lane = createLane(this);
    const { maxRows = 1024, maxLatencyMs = 10 } = config.batchPolicy ?? {};
    const policy = { maxRows: Math.min(maxRows, INPUT_ROWS), maxLatencyMs };
    this.bridge = new Bridge(this.#lane, this, policy, config.queueRows ?? 65_536);
    this.#ports = info.inputs.map((input, i) => new InputPort(i, this, input, config));
    const ports = Object.fromEntries(this.#ports.map((port) => [port.name, port]));
    // Without a prototype: only inputs are found in it.
    this.inputs = { __proto__: null, ...ports } as unknown as typeof this.inputs;
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
    this.bridge.enqueue({ kind: "push" });
    this.#state = "Paused";
    while (!this.bridge.isEmpty && this.state === "Paused" && this.failure === null) await this.bridge.changed();
  }

  resume(): void {
    this.#require("resume", "Paused");
    this.failure = null;
    this.#state = "Running";
    this.bridge.run();
  }

  async stop(): Promise<QueryMetrics> {
    this.#require("stop", ...STATES);
    // A callback for a row is called while its batch is under way.
    if (this.bridge.isRunning) await null;
    try {
      if (this.#state !== "Stopped" && this.failure === null) this.bridge.drain();
      return this.metrics();
    } finally {
      this.#release();
    }
  }

  async close(): Promise<QueryMetrics> {
    this.#require("close", "Running");
    for (const port of this.#ports) if (!port.ended) port.end();
    while (this.state === "Running" && (this.#results.rows > 0 || !this.bridge.isEmpty)) await this.bridge.changed();
    if (this.failure !== null) throw this.failure;
    return this.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** MR6201 in other states, and in a call out of a getter of a row. */
  #require(call: string, ...states: readonly QueryState[]): void {
    const state = this.#lane.isReading ? "reading a row" : this.#state;
    if (states.some((fit) => fit === state)) return;
    const what = `${call} is not possible while \`${this.id}\` is ${state}`;
    throw new MillraceError("MR6201", what, NEXT_CALL[state], { state });
  }

  #release(): void {
    if (this.#state === "Stopped") return;
    this.#state = "Stopped";
    this.bridge.close();
    this.#lane.close();
    for (const port of this.#ports) port.close();
    this.outputErrors.close();
    this.bridge.notify();
  }

  // BridgeHost, PortHost

  get mayRun(): boolean {
    return this.failure === null && this.#state !== "Stopped";
  }

  get hasRoom(): boolean {
    return this.#results.rows < this.#outputRows || this.#keepsAll;
  }

  accepts(call: string): boolean {
    if (this.#state === "Running" && !this.#lane.isReading) return true;
    this.#require(call, "Running", "Paused");
    return false;
  }

  async whenRoom(): Promise<void> {
    while (this.#state === "Paused" || (this.#state === "Running" && (this.bridge.isFull || !this.hasRoom)))
      await this.bridge.changed();
  }

  /** A limit that is reached pauses the query; anything unexpected is a bug of ours and stops it. */
  fail(error: unknown): never {
    if (error instanceof MillraceError) {
      this.failure = error;
      this.#state = "Paused";
    } else {
      const what = `the query \`${this.id}\` failed inside: ${(error as Error).message}`;
      this.failure = new MillraceError("MR9001", what, "this is a bug of millrace; restore a checkpoint");
      this.#release();
    }
    this.bridge.clearTimers();
    this.bridge.notify();
    throw this.failure;
  }

  // Input

  submit<K extends keyof I>(input: K, rows: I[K] | readonly I[K][], options?: SubmitOptions): SubmitResult {
    const port = this.inputs[input];
    if (port !== undefined) return port.submit(rows, options);
    const names = this.#ports.map(({ name }) => name).join(", ");
    throw new MillraceError("MR6202", `\`${this.id}\` has no input \`${String(input)}\``, `its inputs: ${names}`);
  }

  flush(): void {
    this.#require("flush", "Running", "Paused");
    this.bridge.drain();
  }

  // LaneHost

  output(batch: ColumnBatch): void {
    this.#results.push(batch);
  }

  late(input: number, row: RefusedRow): void {
    this.#ports[input]!.addLate(row);
  }

  malformed(input: number, row: RefusedRow): void {
    this.#ports[input]!.addMalformed(row, this.#info.sites);
  }

  failed(batch: ColumnBatch): void {
    const reader = new BatchReader(batch);
    const keys = batch.fields.length - 2;
    for (let row = 0; row < batch.rows; row++) {
      this.outputErrors.add({
        ...faultOf(reader.get(keys, row) as number),
        site: siteText(this.#info.sites, reader.get(keys + 1, row) as number),
        keys: Object.fromEntries(batch.fields.slice(0, keys).map((field, i) => [field.name, reader.get(i, row)])),
      });
    }
  }

  // Output

  pollOutput(max: number = Infinity): O[] {
    this.#require("pollOutput", ...STATES);
    const rows: O[] = [];
    do {
      if (this.#results.rows < max - rows.length) this.bridge.drain();
      if (this.#results.rows === 0) break;
      this.#results.take(rows, max, this.#next);
      this.bridge.roomMade();
    } while (rows.length < max);
    return rows;
  }

  pollBatch(): ColumnBatch | null {
    this.#require("pollBatch", ...STATES);
    if (this.#results.rows === 0) this.bridge.drain();
    const batch = this.#results.takeBatch();
    if (batch !== null) this.bridge.roomMade();
    return batch;
  }

  [Symbol.asyncIterator](): AsyncGenerator<O> {
    return this.#iterate(this.#next);
  }

  changes(): AsyncIterable<Change<R>> {
    return this.#iterate(() => this.#results.nextChange());
  }

  /** Takes row by row: what a loop that is left has not seen is still there. */
  async *#iterate<T>(next: () => T | undefined): AsyncGenerator<T> {
    if (this.#isConsumed) {
      const what = `the output of \`${this.id}\` is consumed already`;
      throw new MillraceError("MR6203", what, "leave the other loop first");
    }
    this.#isConsumed = true;
    try {
      while (true) {
        for (let row = next(); row !== undefined; row = next()) {
          this.bridge.roomMade();
          yield row;
        }
        if (this.failure !== null) throw this.failure;
        if (this.#state === "Stopped" || (this.bridge.isEmpty && this.#ports.every(({ ended }) => ended))) return;
        await this.bridge.changed();
      }
    } finally {
      this.#isConsumed = false;
    }
  }

  // State

  async checkpoint(): Promise<Checkpoint> {
    this.#require("checkpoint", "Ready", "Running", "Paused");
    if (this.bridge.isRunning) await null;
    if (this.failure !== null) throw this.failure;
    const began = performance.now();
    this.#keepsAll = true;
    try {
      this.bridge.drain();
    } finally {
      this.#keepsAll = false;
    }
    // All that is saved is taken before the first wait: rows that come meanwhile belong to the next checkpoint.
    const { inputs } = this.#lane.counters();
    const header: CheckpointHeader = {
      query: this.#info.name,
      lane: this.#lane.kind,
      fingerprints: this.#info.fingerprints,
      inputs: this.#ports.map((port, i) => ({ ...port.saved, watermarkMs: watermarkMs(inputs[i]!.watermark) })),
      epoch: this.#results.epoch + 1,
      delivered: this.#results.delivered,
      batches: this.bridge.batches,
    };
    const data = saveLane(this.#lane, this.#info, header, this.#results.waiting());
    this.#results.epoch++;
    const bytes = await writeCheckpoint(data);
    return checkpointOf(header, bytes, performance.now() - began);
  }

  /** Of a query that is not used further if this fails. */
  async restoreFrom(bytes: Uint8Array): Promise<void> {
    try {
      await this.#restore(bytes);
    } catch (error) {
      const isTyped = error instanceof MillraceError && error.code < "MR9";
      throw isTyped ? error : damaged("its state", error);
    }
  }

  async #restore(bytes: Uint8Array): Promise<void> {
    const began = performance.now();
    const { header, results } = await restoreLane(this.#lane, this.#info, bytes);
    for (const [i, saved] of header.inputs.entries()) this.#ports[i]!.restore(saved);
    for (const batch of results) this.#results.push(batch);
    this.#results.delivered = header.delivered;
    this.#results.epoch = header.epoch;
    this.bridge.batches = header.batches;
    // The counters hold the conservation law.
    this.metrics();
    this.restored = checkpointOf(header, bytes, performance.now() - began);
  }

  metrics(): QueryMetrics {
    const { inputs, ...counters } = this.#lane.counters();
    // One input per query in this version: the counters and what waits are its.
    const { lateForSomeWindows, windowsMissed, watermark, ...counted } = inputs[0]!;
    const { name, ended } = this.#ports[0]!;
    const law = lawOf(this.id, counted, this.bridge.waitingRows);
    const { rows, delivered, epoch } = this.#results;
    return {
      ...counters,
      lateForSomeWindows,
      windowsMissed,
      lane: this.#lane.kind,
      law,
      inputs: { [name]: { ...law, watermark: watermarkMs(watermark), ended } },
      emitted: delivered + rows,
      delivered,
      outputPending: rows,
      batches: this.bridge.batches,
      checkpoints: epoch,
    };
  }
}

function checkpointOf(header: CheckpointHeader, bytes: Uint8Array, durationMs: number): Checkpoint {
  const { epoch, fingerprints, inputs } = header;
  return {
    epoch,
    bytes: bytes.length,
    durationMs,
    stateFingerprint: fingerprints.state,
    offsets: Object.fromEntries(inputs.flatMap(({ name, offset }) => (offset === null ? [] : [[name, offset]]))),
    watermarks: Object.fromEntries(inputs.map((input) => [input.name, input.watermarkMs])),
    data: async () => bytes.slice(),
  };
}

function watermarkMs(us: bigint | null): number | null {
  return us === null ? null : milliseconds(us);
}

/** What to do in a state that a call does not fit. */
const NEXT_CALL = {
  Ready: "call start first",
  Running: "it runs already",
  Paused: "call resume first",
  Stopped: "open the query again",
  "reading a row": "call it after submit",
} as const;

const STATES = ["Ready", "Running", "Paused", "Stopped"] as const;
