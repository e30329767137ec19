/** One input of a query: what the host calls, and the side streams of its rows. */
import { type ArrowBatch, matchBatch } from "../batch/arrow.ts";
import { microsecondsOfText, milliseconds, TIMESTAMP_LIMIT } from "../batch/datetime.ts";
import { rowOf, sampleOf } from "../batch/row-of.ts";
import { faultOf, MillraceError } from "../errors.ts";
import type { RefusedRow } from "../lane.ts";
import type { InputInfo, QueryInfo } from "../manifest.ts";
import { KeptRows } from "../side-stream.ts";
import type { SavedInput } from "../state/save.ts";
import type { Input, LateRow, MalformedRow, Options, QueryConfig, SubmitOptions, SubmitResult } from "../types.ts";
import type { Bridge, Waiting } from "./bridge.ts";

/** The query behind an input. */
export interface PortHost {
  /** Whether the input is taken now; false while paused. Throws in states that take no input. */
  accepts(call: string): boolean;
  readonly bridge: Bridge;
  whenRoom(): Promise<void>;
}

export class InputPort implements Input<unknown> {
  readonly name: string;
  readonly late = new KeptRows<LateRow<unknown>>();
  readonly malformed = new KeptRows<MalformedRow>();
  readonly #index: number;
  readonly #host: PortHost;
  readonly #info: InputInfo;
  readonly #config: Options<QueryConfig>;
  #ended = false;
  #offset: string | null = null;
  #explicit: bigint | null = null;

  constructor(index: number, host: PortHost, info: InputInfo, config: Options<QueryConfig>) {
    this.#index = index;
    this.#host = host;
    this.#info = info;
    this.#config = config;
    this.name = info.name;
  }

  get ended(): boolean {
    return this.#ended;
  }

  submit(rows: unknown, options?: SubmitOptions): SubmitResult {
    const accepts = this.#accepts("submit");
    const offset = this.#noteOffset(options);
    if (Array.isArray(rows))
      return accepts ? this.#submitRows(rows as readonly object[], offset) : this.#refused(rows.length);
    const { bridge } = this.#host;
    if (!accepts) return this.#refused(1);
    if (bridge.isBusy) return this.#submitRows([rows as object], offset);
    return bridge.append(this.#index, rows as object, offset) ? ONE_TAKEN : ONE_MALFORMED;
  }

  #submitRows(rows: readonly object[], offset: string | null): SubmitResult {
    const { bridge } = this.#host;
    let forwarded = 0;
    for (let i = 0; i < rows.length; i++) {
      if (bridge.isBusy) {
        const queued = bridge.queueRows(this.#index, rows.slice(i), offset);
        const rest = rows.length - i - queued;
        return result(i + queued, forwarded + queued, i - forwarded, rest, rest > 0 ? this.#host.whenRoom() : READY);
      }
      if (bridge.append(this.#index, rows[i]!, offset)) forwarded++;
    }
    return result(rows.length, forwarded, rows.length - forwarded, 0, READY);
  }

  submitBytes(chunk: Uint8Array, options?: SubmitOptions): SubmitResult {
    if (this.#info.format !== "jsonl") {
      const hint = "use submitArrow, or declare WITH (format = 'jsonl')";
      throw new MillraceError("MR6103", `\`${this.name}\` takes record batches, not bytes`, hint);
    }
    const { bridge } = this.#host;
    if (!this.#accepts("submitBytes") || bridge.isFull) return this.#refused(chunk.length);
    this.#noteOffset(options);
    bridge.enqueueBytes(this.#index, chunk, options?.last ?? false);
    return NOTHING_COUNTED;
  }

  submitArrow(batch: ArrowBatch, options?: SubmitOptions): SubmitResult {
    const { bridge } = this.#host;
    if (!this.#accepts("submitArrow") || bridge.isFull) return this.#refused(batch.numRows);
    const matched = matchBatch(batch, this.#info);
    const offset = this.#noteOffset(options);
    bridge.enqueue({ kind: "push" }, { kind: "arrow", input: this.#index, batch: matched, offset });
    return NOTHING_COUNTED;
  }

  advanceWatermark(at: number | bigint | Date): void {
    this.#accepts("advanceWatermark");
    const us = microsecondsOf(at);
    if (us === null) {
      const what = `the watermark of \`${this.name}\` cannot be ${String(at)}`;
      throw new MillraceError("MR6205", what, "give milliseconds since 1970, or microseconds as a bigint");
    }
    if (this.#explicit !== null && us < this.#explicit) {
      const what = `the watermark of \`${this.name}\` cannot go back`;
      const data = { from: this.#explicit, to: us };
      throw new MillraceError("MR6204", what, "rows before it may have been refused already", data);
    }
    this.#explicit = us;
    this.#host.bridge.enqueue({ kind: "push" }, { kind: "watermark", input: this.#index, us });
  }

  end(): void {
    this.#accepts("end");
    this.#ended = true;
    const { bridge } = this.#host;
    // A line that has begun is whole now.
    const rest: readonly Waiting[] =
      this.#info.format === "jsonl" ? [{ kind: "bytes", input: this.#index, chunk: NO_BYTES, last: true }] : [];
    bridge.enqueue({ kind: "push" }, ...rest, { kind: "end", input: this.#index });
  }

  #accepts(call: string): boolean {
    const accepts = this.#host.accepts(call);
    if (this.#ended) throw new MillraceError("MR6202", `input \`${this.name}\` has ended`, "nothing can follow `end`");
    return accepts;
  }

  #refused(rest: number): SubmitResult {
    return result(0, 0, 0, rest, this.#host.whenRoom());
  }

  #noteOffset(options: SubmitOptions | undefined): string | null {
    if (options?.offset === undefined) return null;
    this.#offset = options.offset;
    return options.offset;
  }

  addLate(row: RefusedRow): void {
    const { declared, watermark, columns } = this.#info;
    const record = new LateRecord(row, declared, columns[watermark!.column]!.name);
    this.late.add(record);
    call(this.#config.onLate, this.name, record);
  }

  addMalformed({ code, column, site, offset, line, source }: RefusedRow, sites: QueryInfo["sites"]): void {
    const record: MalformedRow = {
      ...faultOf(code),
      column,
      offset,
      line,
      site: siteText(sites, site),
      sample: sampleOf(source, this.#info.declared),
    };
    this.malformed.add(record);
    call(this.#config.onMalformed, this.name, record);
  }

  get saved(): SavedInput {
    const explicit = this.#explicit === null ? null : String(this.#explicit);
    return { name: this.name, ended: this.#ended, offset: this.#offset, explicit };
  }

  restore({ ended, offset, explicit }: SavedInput): void {
    this.#ended = ended;
    this.#offset = offset;
    this.#explicit = explicit === null ? null : BigInt(explicit);
  }

  close(): void {
    this.late.close();
    this.malformed.close();
  }
}

/** What a callback throws is its owner's: it surfaces as an uncaught exception and disturbs no row. */
function call<T>(callback: ((input: string, row: T) => void) | undefined, input: string, row: T): void {
  try {
    callback?.(input, row);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** `file:line:column  text`; null: no place in the SQL. */
export function siteText(sites: QueryInfo["sites"], site: number): string | null {
  const at = sites[site];
  return at === undefined ? null : `${at.file}:${at.line}:${at.column}  ${at.text}`;
}

const NO_BYTES = new Uint8Array(0);

/** Null: no instant, or one beyond all event times. */
function microsecondsOf(at: number | bigint | Date): bigint | null {
  const ms = typeof at === "bigint" ? 0 : Number(at);
  if (!Number.isFinite(ms * 1000)) return null;
  const us = typeof at === "bigint" ? at : BigInt(Math.round(ms * 1000));
  return us >= -TIMESTAMP_LIMIT && us <= TIMESTAMP_LIMIT ? us : null;
}

const READY = Promise.resolve();
const ONE_TAKEN = Object.freeze(result(1, 1, 0, 0, READY));
const ONE_MALFORMED = Object.freeze(result(1, 0, 1, 0, READY));
/** Bytes and record batches are counted when they are decoded. */
const NOTHING_COUNTED = Object.freeze(result(0, 0, 0, 0, READY));

function result(taken: number, forwarded: number, malformed: number, rest: number, ready: Promise<void>): SubmitResult {
  return { taken, forwarded, malformed, dropped: 0, rest, ready };
}

/** A late row is rebuilt only if somebody looks at it. */
class LateRecord implements LateRow<unknown> {
  readonly offset: string | null;
  readonly watermark: number;
  readonly #refused: RefusedRow;
  readonly #declared: InputInfo["declared"];
  readonly #time: string;

  constructor(refused: RefusedRow, declared: InputInfo["declared"], time: string) {
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
    return this.watermark - millisecondsOf((this.row as Record<string, unknown>)[this.#time]);
  }
}

/** An event time as `submit` takes it. */
function millisecondsOf(time: unknown): number {
  if (typeof time === "bigint") return milliseconds(time);
  return typeof time === "string" ? milliseconds(microsecondsOfText(time).us) : Number(time);
}
