/** The compiled lane: one module instance, its input batch, and what it has been told to do and has not finished. */

import { NULL_NOT_ALLOWED } from "./assembly/codes.ts";
import {
  DECODED_CUT,
  DECODED_ERROR_COUNT,
  DECODED_ERRORS,
  DECODED_LINE_COUNT,
  DECODED_LINES,
  DECODED_PARTIAL,
  DECODED_PARTIAL_BYTES,
  DECODED_POSITION,
  DONE,
  INPUT_ROWS,
  LATE_BYTES,
  LATE_WATERMARK,
  LINE_BYTES,
  LINE_ERROR_ADDRESS,
  LINE_ERROR_BYTES,
  LINE_ERROR_CODE,
  LINE_ERROR_COLUMN,
  LINE_ERROR_LENGTH,
  LINE_ERROR_NUMBER,
  LINE_ERROR_OFFSET,
  LINE_LENGTH,
  MORE,
  OUT_OF_MEMORY,
  OUTPUT_FULL,
  ROW_ERROR_BYTES,
  ROW_ERROR_CODE,
  ROW_ERROR_SITE,
  SIDE_ERROR_COUNT,
  SIDE_ERRORS,
  SIDE_LATE,
  SIDE_LATE_COUNT,
  STATS_BYTES,
  STATS_CONTRIBUTED,
  STATS_EMITTED,
  STATS_FILTERED,
  STATS_KEYS,
  STATS_LATE,
  STATS_LATE_FOR_SOME,
  STATS_MALFORMED,
  STATS_MEMORY,
  STATS_OPEN_WINDOWS,
  STATS_OUTPUT_ERRORS,
  STATS_READ,
  STATS_WATERMARK,
  STATS_WINDOWS_MISSED,
} from "./assembly/layout.ts";
import { type ArrowBatch, type ColumnCopier, copyBitmap, isNullAt, matchColumns } from "./batch/arrow.ts";
import { copyBatch, writeBatch } from "./batch/column-batch.ts";
import { InputBatch } from "./batch/input-batch.ts";
import { MemoryView } from "./batch/memory-view.ts";
import type { InputCodec } from "./codec.ts";
import { MillraceError } from "./errors.ts";
import type { Lane, LaneCounters, LaneHost, LaneSnapshot, RefusedRow, RowSource } from "./lane.ts";
import type { QueryInfo } from "./manifest.ts";

/** What a module exports: the ABI (docs/abi.md). Addresses are unsigned but arrive signed. */
export interface ModuleExports {
  readonly memory: WebAssembly.Memory;
  abi(): number;
  fingerprint(): number;
  init(): number;
  budget(units: number): void;
  batch(input: number): number;
  clear(input: number): void;
  reserve(input: number, column: number, used: number, bytes: number): number;
  input?(bytes: number): number;
  decode?(bytes: number, last: number): number;
  decoded?(): number;
  restoreInput?(position: bigint, lineCount: bigint, cut: bigint): void;
  push(input: number, from: number, to: number): number;
  watermark(input: number, us: bigint): number;
  eof(input: number): number;
  resume(): number;
  output(sink: number): number;
  release(sink: number): void;
  snapshot?(aggregate: number): number;
  snapshotNext?(aggregate: number): number;
  restore?(aggregate: number): number;
  reserveState?(aggregate: number, column: number, used: number, bytes: number): number;
  stats(): number;
  side(): number;
}

/** Bytes handed to the decoder at once. */
const CHUNK_BYTES = 262_144;

/** Where the rows of the batch under way came from. */
type BatchSource =
  | { readonly kind: "objects"; readonly rows: readonly object[]; readonly offsets: readonly (string | null)[] }
  | { readonly kind: "lines"; readonly addresses: number }
  | { readonly kind: "arrow"; readonly batch: ArrowBatch; readonly first: number; readonly offset: string | null };

/** What was begun; each is gone on with until it is done. */
type Task =
  | { readonly kind: "push" }
  | { readonly kind: "bytes"; chunk: Uint8Array; taken: number; readonly last: boolean; decoding: boolean }
  | ArrowTask
  | { readonly kind: "control" };

interface ArrowTask {
  readonly kind: "arrow";
  readonly batch: ArrowBatch;
  readonly copiers: readonly ColumnCopier[];
  readonly offset: string | null;
  next: number;
  /** Ranges of the slice in the batch that are still to be pushed; rows between them are malformed. */
  ranges: (readonly [from: number, to: number])[];
}

export class WasmLane implements Lane {
  readonly kind = "wasm";
  readonly #module: ModuleExports;
  readonly #info: QueryInfo;
  readonly #codec: InputCodec;
  readonly #host: LaneHost;
  readonly #view: MemoryView;
  readonly #batch: InputBatch;
  /** Rows of the open batch, their objects and what was said of their position. */
  #rows = 0;
  #objects: object[] = [];
  #offsets: (string | null)[] = [];
  #task: Task | null = null;
  /** What the module answered last, while a task is under way: MORE means it has to be resumed. */
  #status = DONE;
  #source: BatchSource = { kind: "lines", addresses: 0 };
  /** Rows refused before they reached the module. */
  #refused = 0;
  /** Units of work per call, found by measuring. */
  #units = 65_536;

  constructor(module: ModuleExports, info: QueryInfo, codec: InputCodec, host: LaneHost) {
    this.#module = module;
    this.#info = info;
    this.#codec = codec;
    this.#host = host;
    this.#view = new MemoryView(module.memory);
    this.#check(module.init());
    this.#batch = new InputBatch(
      this.#view,
      module.batch(0) >>> 0,
      info.inputs[0]!.columns.length,
      (column, used, bytes) => {
        const done = module.reserve(0, column, used, bytes) !== 0;
        this.#view.refresh();
        if (!done) throw this.#outOfMemory();
        return true;
      },
    );
    module.budget(this.#units);
  }

  get isIdle(): boolean {
    return this.#task === null;
  }

  get pendingRows(): number {
    return this.#rows;
  }

  get room(): number {
    return INPUT_ROWS - this.#rows;
  }

  append(input: number, row: object, offset: string | null): boolean {
    const code = this.#codec.write(this.#batch, this.#rows, row as Readonly<Record<string, unknown>>);
    if (code === 0) {
      this.#objects[this.#rows] = row;
      if (offset !== null) this.#offsets[this.#rows] = offset;
      this.#rows++;
      return true;
    }
    this.#refused++;
    this.#batch.forget(this.#rows);
    this.#host.malformed(input, this.#refusal(code & 0xffff, code >>> 16, offset, { kind: "object", row }));
    return false;
  }

  push(): void {
    if (this.#rows === 0) return;
    this.#source = { kind: "objects", rows: this.#objects, offsets: this.#offsets };
    this.#objects = [];
    this.#offsets = [];
    const rows = this.#rows;
    this.#rows = 0;
    this.#task = { kind: "push" };
    this.#status = this.#module.push(0, 0, rows);
  }

  bytes(_input: number, chunk: Uint8Array, last: boolean): void {
    if (this.#module.decode === undefined) {
      throw new MillraceError(
        "MR6103",
        `\`${this.#info.inputs[0]!.name}\` takes record batches, not bytes`,
        "use submitArrow, or declare WITH (format = 'jsonl')",
      );
    }
    this.#task = { kind: "bytes", chunk, taken: 0, last, decoding: false };
    this.#status = DONE;
  }

  keepChunk(): void {
    const task = this.#task;
    if (task?.kind !== "bytes") return;
    task.chunk = task.chunk.slice(task.taken);
    task.taken = 0;
  }

  arrow(_input: number, batch: ArrowBatch, offset: string | null): void {
    const copiers = matchColumns(batch, this.#info.inputs[0]!);
    this.#task = { kind: "arrow", batch, copiers, offset, next: 0, ranges: [] };
    this.#status = DONE;
  }

  watermark(input: number, us: bigint): void {
    this.#task = { kind: "control" };
    this.#status = this.#module.watermark(input, us);
  }

  end(input: number): void {
    this.#task = { kind: "control" };
    this.#status = this.#module.eof(input);
  }

  work(deadline: number): boolean {
    while (this.#task !== null) {
      if (!this.#settle(deadline)) return false;
      if (!this.#next(this.#task)) continue;
      this.#task = null;
    }
    return true;
  }

  /** Takes results until the module has done what it was told; false: the deadline or the host's room is reached. */
  #settle(deadline: number): boolean {
    while (true) {
      this.#view.refresh();
      this.#takeResults();
      if (this.#status === DONE) {
        this.#takeSides();
        return true;
      }
      if (this.#status === OUT_OF_MEMORY) throw this.#outOfMemory();
      if (this.#status === OUTPUT_FULL && !this.#host.hasRoom) return false;
      if (this.#status === MORE && performance.now() >= deadline) return false;
      const start = performance.now();
      this.#status = this.#module.resume();
      if (this.#status === MORE) this.#adjustUnits(performance.now() - start);
    }
  }

  /** A call is to take about a millisecond, half of the time a task may hold the event loop. */
  #adjustUnits(ms: number): void {
    const ideal = (this.#units / Math.max(ms, 0.01)) * 1;
    this.#units = Math.min(Math.max(Math.round((this.#units + ideal) / 2), 1024), 1 << 24);
    this.#module.budget(this.#units);
  }

  /** Begins the next step of a task; true: there is none. */
  #next(task: Task): boolean {
    switch (task.kind) {
      case "push":
        this.#module.clear(0);
        return true;
      case "control":
        return true;
      case "bytes":
        return this.#decodeNext(task);
      case "arrow":
        return this.#arrowNext(task);
    }
  }

  #decodeNext(task: Extract<Task, { kind: "bytes" }>): boolean {
    const module = this.#module;
    if (this.#source.kind === "lines" && this.#source.addresses !== 0) {
      module.clear(0);
      this.#source = { kind: "lines", addresses: 0 };
    }
    let bytes = 0;
    if (!task.decoding) {
      if (task.taken === task.chunk.length && !(task.last && task.chunk.length === 0 && task.taken === 0)) return true;
      const part = task.chunk.subarray(task.taken, task.taken + CHUNK_BYTES);
      const address = module.input!(part.length) >>> 0;
      this.#view.refresh();
      if (address === 0) throw this.#outOfMemory();
      this.#view.u8.set(part, address);
      bytes = part.length;
      task.taken += bytes;
      task.decoding = true;
      // An empty last chunk says only that nothing follows.
      if (task.chunk.length === 0) task.taken = 1;
    }
    const isLast = task.last && task.taken >= task.chunk.length;
    const status = module.decode!(bytes, isLast ? 1 : 0);
    this.#view.refresh();
    if (status === OUT_OF_MEMORY) throw this.#outOfMemory();
    const decoded = module.decoded!() >>> 0;
    const rows = this.#batch.rows;
    this.#reportLines(decoded);
    if (status === DONE) task.decoding = false;
    const done = status === DONE && (task.taken >= task.chunk.length || task.chunk.length === 0);
    if (rows === 0) return done;
    this.#source = { kind: "lines", addresses: this.#view.address(decoded + DECODED_LINES) };
    this.#status = module.push(0, 0, rows);
    return false;
  }

  #arrowNext(task: ArrowTask): boolean {
    const module = this.#module;
    const range = task.ranges.shift();
    if (range !== undefined) {
      this.#status = module.push(0, range[0], range[1]);
      return false;
    }
    if (task.next > 0) module.clear(0);
    if (task.next === task.batch.numRows) return true;
    const from = task.next;
    const count = Math.min(INPUT_ROWS, task.batch.numRows - from);
    task.next += count;
    this.#view.refresh();
    this.#copyRows(task, from, count);
    this.#source = { kind: "arrow", batch: task.batch, first: from, offset: task.offset };
    task.ranges = this.#soundRanges(task, from, count);
    return false;
  }

  #copyRows(task: ArrowTask, from: number, count: number): void {
    const reserve = (column: number, used: number, bytes: number) => {
      const done = this.#module.reserve(0, column, used, bytes) !== 0;
      this.#view.refresh();
      return done;
    };
    for (const { index, column, copy } of task.copiers) {
      const data = task.batch.data.children[index]!;
      if (!copy(data, from, count, this.#batch, column, reserve)) throw this.#outOfMemory();
      const validity = this.#batch.validity[column]!;
      if (validity !== 0 && data.nullBitmap && data.nullBitmap.length > 0 && data.nullCount !== 0) {
        copyBitmap(data.nullBitmap, data.offset + from, count, this.#view.u8, validity);
      }
    }
  }

  /** The rows of a slice without those that lack a value they must have, which are reported. */
  #soundRanges(task: ArrowTask, from: number, count: number): (readonly [number, number])[] {
    const time = this.#info.inputs[0]!.watermark?.column;
    // A NULL event time is the module's to report.
    const checked = task.copiers.filter(
      ({ index, column, mustBeThere }) =>
        mustBeThere && column !== time && task.batch.data.children[index]!.nullCount !== 0,
    );
    if (checked.length === 0) return [[0, count]];
    const ranges: (readonly [number, number])[] = [];
    let start = 0;
    for (let row = 0; row < count; row++) {
      const missing = checked.find(({ index }) => isNullAt(task.batch.data.children[index]!, from + row));
      if (missing === undefined) continue;
      if (row > start) ranges.push([start, row]);
      start = row + 1;
      this.#refused++;
      const source: RowSource = { kind: "arrow", batch: task.batch, row: from + row };
      this.#host.malformed(0, this.#refusal(NULL_NOT_ALLOWED, missing.column, task.offset, source));
    }
    if (count > start) ranges.push([start, count]);
    return ranges;
  }

  #takeResults(): void {
    const module = this.#module;
    const result = module.output(0) >>> 0;
    if (result !== 0) {
      const batch = copyBatch(this.#view, result, this.#info.output.columns);
      module.release(0);
      this.#host.output(batch);
    }
    for (const { sink, columns } of this.#info.outputErrors) {
      const errors = module.output(sink) >>> 0;
      if (errors === 0) continue;
      const batch = copyBatch(this.#view, errors, columns);
      module.release(sink);
      this.#host.failed(batch);
    }
  }

  /** Late rows, and rows whose expressions failed, of the push that has just been done. */
  #takeSides(): void {
    const view = this.#view;
    const side = this.#module.side() >>> 0;
    const errors = view.address(side + SIDE_ERROR_COUNT);
    const late = view.address(side + SIDE_LATE_COUNT);
    if (errors === 0 && late === 0) return;
    const errorsAt = view.address(side + SIDE_ERRORS);
    for (let i = 0; i < errors; i++) {
      const entry = errorsAt + i * ROW_ERROR_BYTES;
      const { source, offset } = this.#sourceOf(view.address(entry));
      const code = view.address(entry + ROW_ERROR_CODE);
      this.#host.malformed(0, {
        ...this.#refusal(code, -1, offset, source),
        site: view.address(entry + ROW_ERROR_SITE),
      });
    }
    const lateAt = view.address(side + SIDE_LATE);
    for (let i = 0; i < late; i++) {
      const entry = lateAt + i * LATE_BYTES;
      const { source, offset } = this.#sourceOf(view.address(entry));
      const watermark = view.i64[(entry + LATE_WATERMARK) >>> 3]!;
      this.#host.late(0, { ...this.#refusal(0, -1, offset, source), watermark });
    }
    view.u32[(side + SIDE_ERROR_COUNT) >>> 2] = 0;
    view.u32[(side + SIDE_LATE_COUNT) >>> 2] = 0;
  }

  #sourceOf(row: number): { source: RowSource; offset: string | null } {
    const source = this.#source;
    switch (source.kind) {
      case "objects":
        return { source: { kind: "object", row: source.rows[row]! }, offset: source.offsets[row] ?? null };
      case "arrow":
        return { source: { kind: "arrow", batch: source.batch, row: source.first + row }, offset: source.offset };
      case "lines": {
        const line = source.addresses + row * LINE_BYTES;
        const address = this.#view.address(line);
        const bytes = this.#view.u8.slice(address, address + this.#view.address(line + LINE_LENGTH));
        return { source: { kind: "bytes", bytes }, offset: null };
      }
    }
  }

  #reportLines(decoded: number): void {
    const view = this.#view;
    const count = view.address(decoded + DECODED_ERROR_COUNT);
    const at = view.address(decoded + DECODED_ERRORS);
    for (let i = 0; i < count; i++) {
      const entry = at + i * LINE_ERROR_BYTES;
      const address = view.address(entry + LINE_ERROR_ADDRESS);
      const bytes = view.u8.slice(address, address + Math.min(view.address(entry + LINE_ERROR_LENGTH), 256));
      const column = view.i32[(entry + LINE_ERROR_COLUMN) >>> 2]!;
      this.#refused++;
      this.#host.malformed(0, {
        code: view.address(entry + LINE_ERROR_CODE),
        column: column < 0 ? null : this.#info.inputs[0]!.declared[column]!.name,
        site: -1,
        offset: String(view.counter(entry + LINE_ERROR_OFFSET)),
        line: view.counter(entry + LINE_ERROR_NUMBER),
        watermark: 0n,
        source: { kind: "bytes", bytes },
      });
    }
  }

  #refusal(code: number, column: number, offset: string | null, source: RowSource): RefusedRow {
    const name = column < 0 ? null : (this.#info.inputs[0]!.columns[column]?.name ?? null);
    return { code, column: name, site: -1, offset, line: null, watermark: 0n, source };
  }

  counters(): LaneCounters {
    const at = this.#module.stats() >>> 0;
    this.#view.refresh();
    const counter = (offset: number) => this.#view.counter(at + offset);
    const watermark = this.#view.i64[(at + STATS_WATERMARK) >>> 3]!;
    return {
      inputs: [
        {
          read: counter(STATS_READ) + this.#refused,
          contributed: counter(STATS_CONTRIBUTED),
          filtered: counter(STATS_FILTERED),
          late: counter(STATS_LATE),
          malformed: counter(STATS_MALFORMED) + this.#refused,
          lateForSomeWindows: counter(STATS_LATE_FOR_SOME),
          windowsMissed: counter(STATS_WINDOWS_MISSED),
          watermark: watermark === -(2n ** 63n) ? null : watermark,
        },
      ],
      emitted: counter(STATS_EMITTED),
      outputErrors: counter(STATS_OUTPUT_ERRORS),
      openWindows: counter(STATS_OPEN_WINDOWS),
      keys: counter(STATS_KEYS),
      memoryBytes: counter(STATS_MEMORY),
    };
  }

  save(): LaneSnapshot {
    const stats = this.#module.stats() >>> 0;
    this.#view.refresh();
    const batches: LaneSnapshot["batches"][number][] = [];
    for (const [operator, { fields }] of this.#info.states.entries()) {
      const header = this.#module.snapshot!(operator) >>> 0;
      if (header === 0) throw this.#outOfMemory();
      while (true) {
        this.#check(this.#module.snapshotNext!(operator));
        const batch = copyBatch(this.#view, header, fields);
        if (batch.rows === 0) break;
        batches.push({ operator, batch });
      }
    }
    return {
      meta: { refused: this.#refused, ...this.#savedInput() },
      raw: [this.#view.u8.slice(stats, stats + STATS_BYTES), this.#partialLine()],
      batches,
    };
  }

  /** How far the bytes have come: as text, because positions may exceed 2^53. */
  #savedInput(): Readonly<Record<string, string>> {
    if (this.#module.decoded === undefined) return {};
    const at = (this.#module.decoded() >>> 0) >>> 3;
    const word = (offset: number) => String(this.#view.i64[at + (offset >>> 3)]!);
    return { position: word(DECODED_POSITION), lineCount: word(DECODED_LINE_COUNT), cut: word(DECODED_CUT) };
  }

  #partialLine(): Uint8Array {
    if (this.#module.decoded === undefined) return new Uint8Array(0);
    const decoded = this.#module.decoded() >>> 0;
    const address = this.#view.address(decoded + DECODED_PARTIAL);
    return this.#view.u8.slice(address, address + this.#view.address(decoded + DECODED_PARTIAL_BYTES));
  }

  restore({ meta, raw, batches }: LaneSnapshot): void {
    const [stats, partial] = raw as [Uint8Array, Uint8Array];
    this.#refused = Number(meta.refused);
    this.#view.u8.set(stats, this.#module.stats() >>> 0);
    for (const { operator, batch } of batches) {
      const header = this.#module.snapshot!(operator) >>> 0;
      this.#view.refresh();
      const reserve = (column: number, used: number, bytes: number) => {
        const done = this.#module.reserveState!(operator, column, used, bytes) !== 0;
        this.#view.refresh();
        return done;
      };
      if (header === 0 || !writeBatch(this.#view, header, batch, reserve)) throw this.#outOfMemory();
      this.#check(this.#module.restore!(operator));
    }
    if (this.#module.restoreInput === undefined) return;
    this.#module.restoreInput(BigInt(meta.position!), BigInt(meta.lineCount!), BigInt(meta.cut!));
    if (partial.length === 0) return;
    this.bytes(0, partial, false);
    this.work(Number.POSITIVE_INFINITY);
  }

  close(): void {
    this.#task = null;
    this.#objects = [];
  }

  #check(status: number): void {
    this.#view.refresh();
    if (status === OUT_OF_MEMORY) throw this.#outOfMemory();
  }

  #outOfMemory(): MillraceError {
    return new MillraceError(
      "MR6301",
      `the state of \`${this.#info.name}\` has reached its limit of ${this.#info.limits.stateBytes} bytes`,
      "raise limits.stateBytes, or keep less: fewer keys, shorter windows, less lateness",
      { limit: this.#info.limits.stateBytes },
    );
  }
}
