/** The interpreter as a lane: rows, lines and batches in; results, late and malformed rows out. */
import { ROW_TOO_LONG } from "../assembly/codes.ts";
import { type ArrowBatch, matchColumns } from "../batch/arrow.ts";
import { MillraceError } from "../errors.ts";
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
import type { Op } from "./window-aggregate.ts";

/** `plan`: the optimized plan in canonical JSON, or as it is in memory, where it still knows its places in the SQL. */
export function createLane(plan: unknown, info: QueryInfo, host: LaneHost): Lane {
  return new InterpretLane(plan, info, host);
}

/** Rows between results being handed over, and rows of the open batch. */
const BATCH_ROWS = 4096;

class InterpretLane implements Lane, InterpreterSink {
  readonly kind = "interpret";
  readonly #info: QueryInfo;
  readonly #host: LaneHost;
  readonly #columns: readonly InputColumn[];
  readonly #interpreter: Interpreter;
  readonly #readLine: (line: Uint8Array) => Value[] | LineFault;
  #lines: LineSplitter;
  /** Rows to be pushed, and where they came from; the row at `#next` is the next. */
  #rows: Value[][] = [];
  #sources: { readonly source: RowSource; readonly offset: string | null }[] = [];
  #next = 0;
  #isPushing = false;
  /** Index of the interpreter's next row among all rows it has seen. */
  #firstIndex = 0;
  #control: (() => void) | null = null;
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
    return !this.#isPushing && this.#control === null;
  }

  get pendingRows(): number {
    return this.#isPushing ? 0 : this.#rows.length;
  }

  get room(): number {
    return BATCH_ROWS - this.#rows.length;
  }

  keepChunk(): void {
    this.#sources = this.#sources.map(({ source, offset }) => ({
      source: source.kind === "bytes" ? { kind: "bytes", bytes: source.bytes.slice() } : source,
      offset,
    }));
  }

  append(_input: number, row: object, offset: string | null): boolean {
    return this.#add(fromObject(row, this.#columns), { kind: "object", row }, offset);
  }

  #add(values: Value[] | InputFault, source: RowSource, offset: string | null, line: number | null = null): boolean {
    if (Array.isArray(values)) {
      this.#rows.push(values);
      this.#sources.push({ source, offset });
      return true;
    }
    this.#refuse(values, source, offset, line);
    return false;
  }

  #refuse({ code, column }: InputFault, source: RowSource, offset: string | null, line: number | null): void {
    this.#refused++;
    const name = column === null ? null : this.#columns[column]!.name;
    this.#host.malformed(0, { code, column: name, site: -1, offset, line, watermark: 0n, source });
  }

  push(): void {
    this.#isPushing = this.#rows.length > 0;
  }

  bytes(_input: number, chunk: Uint8Array, last: boolean): void {
    const { name, format } = this.#info.inputs[0]!;
    if (format !== "jsonl")
      throw new MillraceError(
        "MR6103",
        `\`${name}\` takes record batches, not bytes`,
        "use submitArrow, or declare WITH (format = 'jsonl')",
      );
    for (const line of this.#lines.push(chunk)) this.#addLine(line);
    if (last) for (const line of this.#lines.end()) this.#addLine(line);
    this.push();
  }

  #addLine({ bytes, tooLong, offset, number }: Line): void {
    const source: RowSource = { kind: "bytes", bytes };
    if (tooLong) this.#refuse({ code: ROW_TOO_LONG, column: null }, source, String(offset), number);
    else {
      const values = this.#readLine(bytes);
      this.#add(values, source, Array.isArray(values) ? null : String(offset), number);
    }
  }

  arrow(_input: number, batch: ArrowBatch, offset: string | null): void {
    matchColumns(batch, this.#info.inputs[0]!);
    for (let row = 0; row < batch.numRows; row++)
      this.#add(fromArrow(batch, row, this.#columns), { kind: "arrow", batch, row }, offset);
    this.push();
  }

  watermark(_input: number, us: bigint): void {
    this.#control = () => this.#interpreter.advanceWatermark(us);
  }

  end(): void {
    this.#control = () => this.#interpreter.end();
  }

  work(deadline: number): boolean {
    while (this.#isPushing) {
      if (!this.#host.hasRoom || ((this.#next & 63) === 63 && performance.now() >= deadline)) return this.#suspend();
      this.#interpreter.push(this.#rows[this.#next]!);
      if (++this.#next === this.#rows.length) this.#finishPush();
      if (this.#results.length >= BATCH_ROWS) this.#handOver();
    }
    const control = this.#control;
    this.#control = null;
    control?.();
    this.#handOver();
    return true;
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
    this.#host.late(0, { ...this.#refusal(rowIndex, 0), watermark });
  }

  malformed(rowIndex: number, code: number, site: Span): void {
    this.#host.malformed(0, { ...this.#refusal(rowIndex, code), site: this.#siteOf(site) });
  }

  outputError(code: number, keys: readonly Value[], site: Span): void {
    // The keys begin with the three columns of the window; the batch has two of them, behind the others.
    const row = [...keys.slice(3), keys[0]!, keys[1]!, code, this.#siteOf(site)];
    const info = this.#info.outputErrors.find(({ columns }) => columns.length === row.length);
    if (info === undefined) throw new Error("a group failed where nothing can fail");
    this.#host.failed(columnBatch(info.columns, [row], null));
  }

  #refusal(rowIndex: number, code: number): RefusedRow {
    const { source, offset } = this.#sources[rowIndex - this.#firstIndex]!;
    return { code, column: null, site: -1, offset, line: null, watermark: 0n, source };
  }

  #siteOf({ file, start, end }: Span): number {
    return this.#info.sites.findIndex((site) => site.file === file && site.start === start && site.end === end);
  }

  // State

  counters(): LaneCounters {
    const { emitted, outputErrors, openWindows, keys } = this.#interpreter.counters;
    return { inputs: [this.#inputCounters()], emitted, outputErrors, openWindows, keys, memoryBytes: 0 };
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
    this.#control = null;
  }
}
