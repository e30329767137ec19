/** The interpreter as a lane: rows, lines and batches in; results, late and malformed rows out. */
import { INVALID_JSON, ROW_TOO_LONG } from "../assembly/codes.ts";
import type { MatchedBatch } from "../batch/arrow.ts";
import type { InputCounters, Lane, LaneCounters, LaneHost, LaneSnapshot, RefusedRow, RowSource } from "../lane.ts";
import type { QueryInfo } from "../manifest.ts";
import type { Output, Span, Value } from "../plan.ts";
import { fromArrow } from "./arrow-rows.ts";
import { columnBatch } from "./column-builder.ts";
import type { InputColumn, InputFault } from "./input.ts";
import { Interpreter, type InterpreterSink } from "./interpreter.ts";
import { jsonLineReader, type LineFault } from "./json-line.ts";
import { type Line, LineSplitter } from "./lines.ts";
import { decodePlan } from "./plan-codec.ts";
import { fromObject } from "./rows.ts";
import { type Closing, END_WATERMARK, type Op } from "./window-aggregate.ts";

/** `plan`: the optimized plan in canonical JSON, or as it is in memory, where it still knows its places in the SQL. */
export function createLane(plan: unknown, info: QueryInfo, host: LaneHost): Lane {
  return new InterpretLane(plan, info, host);
}

/** Rows between results being handed over, and rows of the open batch. */
const BATCH_ROWS = 4096;
/** Rows decoded at a time. */
const DECODED_ROWS = 64;

/** Where a row came from, and what is known of its position. */
type Origin = Pick<RefusedRow, "source" | "offset" | "line">;

class InterpretLane implements Lane, InterpreterSink {
  readonly kind = "interpret";
  isReading = false;
  readonly #info: QueryInfo;
  readonly #host: LaneHost;
  readonly #columns: readonly InputColumn[];
  readonly #interpreter: Interpreter;
  readonly #readLine: (line: Uint8Array) => Value[] | LineFault;
  #lines: LineSplitter;
  /** Rows to be pushed, and where they came from; the row at `#next` is the next. */
  #rows: Value[][] = [];
  #sources: Origin[] = [];
  #next = 0;
  #isPushing = false;
  /** Rows of bytes or a record batch that are to be decoded, how to decode the next, and the lines if it is bytes. */
  #undecoded = 0;
  #decodeNext = () => {};
  #waiting: Line[] = [];
  /** Windows that are being closed. */
  #closing: Closing | null = null;
  /** Index of the interpreter's next row among all rows it has seen. */
  #firstIndex = 0;
  #control: (() => Closing | null) | null = null;
  #refused = 0;
  #results: (readonly Value[])[] = [];
  #ops: Op[] = [];

  constructor(plan: unknown, info: QueryInfo, host: LaneHost) {
    this.#info = info;
    this.#host = host;
    const input = info.inputs[0]!;
    this.#columns = input.columns.map(({ name, type, nullable }, i) => ({
      name,
      type,
      nullable,
      isEventTime: input.watermark?.column === i,
    }));
    const isInMemory = typeof plan === "object" && plan !== null && "span" in plan;
    this.#interpreter = new Interpreter(isInMemory ? (plan as Output) : decodePlan(plan), this);
    this.#readLine = jsonLineReader(this.#columns);
    this.#lines = new LineSplitter(info.limits.rowBytes);
  }

  get isIdle(): boolean {
    return !this.#isPushing && this.#undecoded === 0 && this.#closing === null && this.#control === null;
  }

  get openRows(): number {
    return this.#isPushing ? 0 : this.#rows.length;
  }

  /** The lines that wait to be decoded. */
  keepChunk(): void {
    this.#waiting = this.#waiting.map((line) => ({ ...line, bytes: line.bytes.slice() }));
  }

  append(_input: number, row: object, offset: string | null): boolean {
    const origin: Origin = { source: { kind: "object", row }, offset, line: null };
    const isObject = typeof row === "object" && row !== null;
    return this.#add(isObject ? this.#read(row) : { code: INVALID_JSON, column: null }, origin);
  }

  #read(row: object): Value[] | InputFault {
    this.isReading = true;
    try {
      return fromObject(row, this.#columns);
    } finally {
      this.isReading = false;
    }
  }

  #add(values: Value[] | InputFault, origin: Origin): boolean {
    if (Array.isArray(values)) {
      this.#rows.push(values);
      this.#sources.push(origin);
      return true;
    }
    this.#refused++;
    const column = values.column === null ? null : this.#columns[values.column]!.name;
    this.#host.malformed(0, { ...origin, code: values.code, column, site: -1, watermark: 0n });
    return false;
  }

  push(): void {
    this.#isPushing = this.#rows.length > 0;
  }

  bytes(_input: number, chunk: Uint8Array, last: boolean): void {
    this.#waiting = this.#lines.push(chunk);
    if (last) this.#waiting.push(...this.#lines.end());
    this.#decodeNext = () => this.#addLine(this.#waiting[this.#waiting.length - this.#undecoded]!);
    this.#undecoded = this.#waiting.length;
  }

  #addLine({ bytes, tooLong, offset, number }: Line): void {
    // A copy: side streams show it when the caller has used the chunk for something else.
    const source: RowSource = { kind: "bytes", bytes: bytes.slice() };
    const values = tooLong ? { code: ROW_TOO_LONG, column: null } : this.#readLine(bytes);
    this.#add(values, { source, offset: String(offset), line: number });
  }

  arrow(_input: number, matched: MatchedBatch, offset: string | null): void {
    const { batch, rows } = matched;
    this.#undecoded = rows;
    this.#decodeNext = () => {
      const row = rows - this.#undecoded;
      this.#add(fromArrow(matched, row, this.#columns), { source: { kind: "arrow", batch, row }, offset, line: null });
    };
  }

  watermark(_input: number, us: bigint): void {
    this.#control = () => this.#interpreter.passWatermark(us);
  }

  end(): void {
    this.#control = () => this.#interpreter.passWatermark(END_WATERMARK);
  }

  work(deadline: number): boolean {
    for (let steps = 1; !this.isIdle; steps++) {
      if (!this.#host.hasRoom || ((steps & 63) === 0 && performance.now() >= deadline)) return this.#suspend();
      this.#step();
      if (this.#results.length >= BATCH_ROWS) this.#handOver();
    }
    this.#handOver();
    return true;
  }

  /** Does the next thing: a group of a window that closes, a row, some decoding, a control. */
  #step(): void {
    if (this.#closing !== null) {
      if (this.#closing.next().done === true) this.#closing = null;
    } else if (this.#isPushing) {
      this.#closing = this.#interpreter.take(this.#rows[this.#next]!);
      if (++this.#next === this.#rows.length) this.#finishPush();
    } else if (this.#undecoded > 0) {
      this.#decode();
    } else {
      this.#closing = this.#control!();
      this.#control = null;
    }
  }

  #decode(): void {
    for (const left = Math.max(this.#undecoded - DECODED_ROWS, 0); this.#undecoded > left; this.#undecoded--)
      this.#decodeNext();
    if (this.#undecoded === 0) this.#waiting = [];
    this.push();
  }

  #suspend(): false {
    this.#handOver();
    return false;
  }

  #finishPush(): void {
    this.#firstIndex += this.#rows.length;
    this.#rows = [];
    this.#sources = [];
    this.#next = 0;
    this.#isPushing = false;
  }

  #handOver(): void {
    if (this.#results.length === 0) return;
    const { columns, changelog } = this.#info.output;
    const batch = columnBatch(columns, this.#results, changelog === "retract" ? this.#ops : null);
    this.#results = [];
    this.#ops = [];
    this.#host.output(batch);
  }

  // InterpreterSink

  emit(op: Op, row: readonly Value[]): void {
    this.#results.push(row);
    this.#ops.push(op);
  }

  late(rowIndex: number, watermark: bigint): void {
    this.#host.late(0, { ...this.#originOf(rowIndex), code: 0, column: null, site: -1, line: null, watermark });
  }

  malformed(rowIndex: number, code: number, site: Span): void {
    this.#host.malformed(0, {
      ...this.#originOf(rowIndex),
      code,
      column: null,
      site: this.#siteOf(site),
      watermark: 0n,
    });
  }

  outputError(code: number, keys: readonly Value[], site: Span): void {
    // The keys begin with the three columns of the window; the batch has two of them, behind the others.
    const row = [...keys.slice(3), keys[0]!, keys[1]!, code, this.#siteOf(site)];
    const info = this.#info.outputErrors.find(({ columns }) => columns.length === row.length);
    if (info === undefined) throw new Error("a group failed where nothing can fail");
    this.#host.failed(columnBatch(info.columns, [row], null));
  }

  #originOf(rowIndex: number): Origin {
    return this.#sources[rowIndex - this.#firstIndex]!;
  }

  #siteOf({ file, start, end }: Span): number {
    return this.#info.sites.findIndex((site) => site.file === file && site.start === start && site.end === end);
  }

  // State

  counters(): LaneCounters {
    const { outputErrors, openWindows, keys } = this.#interpreter.counters;
    return { inputs: [this.#inputCounters()], outputErrors, openWindows, keys, memoryBytes: 0 };
  }

  #inputCounters(): InputCounters {
    const { read, contributed, filtered, late, malformed, lateForSomeWindows, windowsMissed } =
      this.#interpreter.counters;
    return {
      read: read + this.#refused,
      contributed,
      filtered,
      late,
      malformed: malformed + this.#refused,
      // How many rows bytes hold is not known.
      pending: this.#rows.length - this.#next + (this.#waiting.length > 0 ? 0 : this.#undecoded),
      lateForSomeWindows,
      windowsMissed,
      watermark: this.#interpreter.currentWatermark,
    };
  }

  save(): LaneSnapshot {
    const { bytes, lineBytes, offset, number } = this.#lines.saved;
    return {
      meta: { refused: this.#refused, lineBytes, offset, number },
      raw: [this.#interpreter.snapshot(), bytes],
      batches: [],
    };
  }

  restore({ meta, raw }: LaneSnapshot): void {
    this.#refused = Number(meta.refused);
    this.#interpreter.restore(raw[0]!);
    this.#lines = new LineSplitter(this.#info.limits.rowBytes, {
      bytes: raw[1]!,
      lineBytes: Number(meta.lineBytes),
      offset: Number(meta.offset),
      number: Number(meta.number),
    });
  }

  close(): void {
    this.#rows = [];
    this.#sources = [];
    this.#isPushing = false;
    this.#undecoded = 0;
    this.#waiting = [];
    this.#closing = null;
    this.#control = null;
  }
}
