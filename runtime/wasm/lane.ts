/** The compiled lane: one module instance, the open batch, and the task it has been given and has not finished. */
import { INVALID_JSON } from "../assembly/codes.ts";
import { DONE, MORE, OUT_OF_MEMORY, OUTPUT_FULL } from "../assembly/layout.ts";
import type { MatchedBatch } from "../batch/arrow.ts";
import { type ColumnBatch, copyBatch } from "../batch/column-batch.ts";
import { InputBatch } from "../batch/input-batch.ts";
import type { InputCodec } from "../codec.ts";
import type { Lane, LaneCounters, LaneHost, LaneSnapshot } from "../lane.ts";
import type { Field, QueryInfo } from "../manifest.ts";
import { ArrowTask } from "./arrow-task.ts";
import { BytesTask } from "./bytes-task.ts";
import { countersOf } from "./counters.ts";
import { Instance, type ModuleExports } from "./instance.ts";
import { reportSideRows } from "./side-rows.ts";
import { restoreState, saveState } from "./snapshot.ts";
import { CallTask, type Task } from "./task.ts";

/** Units of work per call are set so that one takes about this long, half of what may hold the event loop. */
const CALL_MS = 1;

export class WasmLane implements Lane {
  readonly kind = "wasm";
  isReading = false;
  readonly #instance: Instance;
  readonly #codec: InputCodec;
  readonly #host: LaneHost;
  readonly #batch: InputBatch;
  /** Rows of the open batch, and what was said of their position. */
  openRows = 0;
  #objects: object[] = [];
  #offsets: (string | null)[] = [];
  #task: Task | null = null;
  /** What the module answered last: MORE and OUTPUT_FULL mean that it has to be resumed. */
  #status = DONE;
  #units = 65_536;

  constructor(module: ModuleExports, info: QueryInfo, codec: InputCodec, host: LaneHost) {
    const instance = new Instance(module, info, host);
    this.#instance = instance;
    this.#codec = codec;
    this.#host = host;
    this.#batch = new InputBatch(instance.view, module.batch(0) >>> 0, instance.input.columns.length, instance.reserve);
    module.budget(this.#units);
  }

  get isIdle(): boolean {
    return this.#task === null;
  }

  append(_input: number, row: object, offset: string | null): boolean {
    const rows = this.openRows;
    const code = this.#write(rows, row);
    if (code === 0) {
      // By index: `push` is a call here.
      this.#objects[rows] = row;
      this.openRows++;
      if (offset !== null) this.#offsets[rows] = offset;
      return true;
    }
    this.#instance.refuseWritten(code, { source: { kind: "object", row }, offset });
    return false;
  }

  /** 0, or the code of the first fault and its column: code | column << 16; what was written is taken back then. */
  #write(row: number, event: unknown): number {
    if (typeof event !== "object" || event === null) return INVALID_JSON;
    let code = -1;
    this.isReading = true;
    try {
      code = this.#codec.write(this.#batch, row, event as Readonly<Record<string, unknown>>);
    } finally {
      this.isReading = false;
      if (code !== 0) this.#batch.forget(row);
    }
    return code;
  }

  push(): void {
    const rows = this.openRows;
    this.#objects.length = rows;
    this.#task = new CallTask(() => this.#instance.push(rows), this.#objects, this.#offsets);
    // The next batch is probably as large: an array that need not grow.
    this.#objects = new Array(rows);
    this.openRows = 0;
    this.#offsets = [];
  }

  bytes(_input: number, chunk: Uint8Array, last: boolean): void {
    this.#task = new BytesTask(this.#instance, this.#batch, chunk, last);
  }

  keepChunk(): void {
    this.#task?.keep?.();
  }

  arrow(_input: number, matched: MatchedBatch, offset: string | null): void {
    const write = (row: number, event: object) => this.#write(row, event);
    this.#task = new ArrowTask(this.#instance, this.#batch, write, matched, offset);
  }

  watermark(input: number, us: bigint): void {
    this.#task = new CallTask(() => this.#instance.exports.watermark(input, us));
  }

  end(input: number): void {
    this.#task = new CallTask(() => this.#instance.exports.eof(input));
  }

  work(deadline: number): boolean {
    for (let task = this.#task; task !== null; task = this.#task) {
      if (!this.#settle(task, deadline)) return false;
      if (task.isDone) {
        this.#instance.exports.clear(0);
        this.#task = null;
      } else if (!this.#host.hasRoom || performance.now() >= deadline) return false;
      else this.#status = task.next();
    }
    return true;
  }

  /** Takes results until the module has done what it was told; false: the deadline or the host's room is reached. */
  #settle(task: Task, deadline: number): boolean {
    const { exports, view } = this.#instance;
    while (true) {
      view.refresh();
      this.#takeResults();
      if (this.#status === DONE) {
        reportSideRows(this.#instance, task);
        return true;
      }
      if (this.#status === OUT_OF_MEMORY) {
        // Nothing of the row or group has happened: whoever goes on tries it again.
        this.#status = MORE;
        throw this.#instance.outOfMemory();
      }
      if (this.#status === OUTPUT_FULL && !this.#host.hasRoom) return false;
      const start = performance.now();
      if (start >= deadline) return false;
      this.#status = exports.resume();
      if (this.#status === MORE) this.#adjustUnits(performance.now() - start);
    }
  }

  #adjustUnits(ms: number): void {
    const ideal = (this.#units * CALL_MS) / Math.max(ms, 0.01);
    this.#units = Math.min(Math.max(Math.round((this.#units + ideal) / 2), 1024), 1 << 24);
    this.#instance.exports.budget(this.#units);
  }

  #takeResults(): void {
    const { info } = this.#instance;
    this.#take(0, info.output.columns, (batch) => this.#host.output(batch));
    for (const { sink, columns } of info.outputErrors) this.#take(sink, columns, (batch) => this.#host.failed(batch));
  }

  #take(sink: number, fields: readonly Field[], handOver: (batch: ColumnBatch) => void): void {
    const { exports, view } = this.#instance;
    const header = exports.output(sink) >>> 0;
    if (header === 0) return;
    const batch = copyBatch(view, header, fields);
    exports.release(sink);
    handOver(batch);
  }

  counters(): LaneCounters {
    return countersOf(this.#instance, this.openRows + (this.#task?.waitingRows ?? 0));
  }

  save(): LaneSnapshot {
    return saveState(this.#instance);
  }

  restore(snapshot: LaneSnapshot): void {
    const partial = restoreState(this.#instance, snapshot);
    if (!partial?.length) return;
    this.bytes(0, partial, false);
    this.work(Infinity);
  }

  close(): void {
    this.#task = null;
    this.#objects = [];
    this.openRows = 0;
  }
}
