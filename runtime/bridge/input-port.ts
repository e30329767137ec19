/** One input of a query: what the host calls, and the side streams of its rows. */
import { type ArrowBatch, matchBatch } from "../batch/arrow.ts";
import { isInstant, microsecondsOfText, milliseconds } from "../batch/datetime.ts";
import { rowOf, sampleOf } from "../batch/row-of.ts";
import { faultOf, MillraceError } from "../errors.ts";
import type { RefusedRow } from "../lane.ts";
import type { InputInfo, QueryInfo } from "../manifest.ts";
import { KeptRows } from "../side-stream.ts";
import type { SavedInput } from "../state/save.ts";
import type { Input, LateRow, MalformedRow, Options, QueryConfig, SubmitOptions, SubmitResult } from "../types.ts";
import type { Bridge } from "./bridge.ts";

/** The query behind an input. */
export interface PortHost {
  /** Whether the input is taken now; false while paused. Throws in states that take no input. */
  accepts(call: string): boolean;
  readonly bridge: Bridge;
  whenRoom(): Promise<void>;
}

export class InputPort implements Input<unknown> {
  readonly name: string;
  ended = false;
  readonly late = new KeptRows<LateRow<unknown>>();
  readonly malformed = new KeptRows<MalformedRow>();
  readonly #index: number;
  readonly #host: PortHost;
  readonly #bridge: Bridge;
  readonly #info: InputInfo;
  readonly #config: Options<QueryConfig>;
  #offset: string | null = null;
  #explicit: bigint | null = null;

  constructor(index: number, host: PortHost, info: InputInfo, config: Options<QueryConfig>) {
    this.#index = index;
    this.#host = host;
    this.#bridge = host.bridge;
    this.#info = info;
    this.#config = config;
    this.name = info.name;
  }

  submit(rows: unknown, options?: SubmitOptions): SubmitResult {
    const accepts = this.#accepts("submit");
    const offset = this.#noteOffset(options);
    if (Array.isArray(rows))
      return accepts ? this.#submitRows(rows as readonly object[], offset) : this.#refused(rows.length);
    if (!accepts) return this.#refused(1);
    if (this.#bridge.isBusy) return this.#submitRows([rows as object], offset);
    return this.#bridge.append(this.#index, rows as object, offset) ? ONE_TAKEN : ONE_MALFORMED;
  }

  #submitRows(rows: readonly object[], offset: string | null): SubmitResult {
    let forwarded = 0;
    for (let i = 0; i < rows.length; i++) {
      if (this.#bridge.isBusy) {
        const queued = this.#bridge.queueRows(this.#index, rows.slice(i), offset);
        const rest = rows.length - i - queued;
        return result(forwarded + queued, i - forwarded, rest, rest > 0 ? this.#host.whenRoom() : READY);
      }
      if (this.#bridge.append(this.#index, rows[i]!, offset)) forwarded++;
    }
    return result(forwarded, rows.length - forwarded);
  }

  submitBytes(chunk: Uint8Array, options?: SubmitOptions): SubmitResult {
    if (this.#info.format !== "jsonl") {
      const hint = "use submitArrow, or declare WITH (format = 'jsonl')";
      throw new MillraceError("MR6103", `\`${this.name}\` takes record batches, not bytes`, hint);
    }
    if (!(chunk instanceof Uint8Array))
      throw new MillraceError("MR8003", `\`chunk\` cannot be ${typeof chunk}`, "give a Uint8Array");
    if (!this.#accepts("submitBytes") || this.#bridge.isFull) return this.#refused(chunk.length);
    this.#noteOffset(options);
    this.#bridge.enqueueBytes(this.#index, chunk, options?.last ?? false);
    return NOTHING_COUNTED;
  }

  submitArrow(batch: ArrowBatch, options?: SubmitOptions): SubmitResult {
    if (!this.#accepts("submitArrow") || this.#bridge.isFull) return this.#refused(batch.numRows);
    const matched = matchBatch(batch, this.#info);
    const offset = this.#noteOffset(options);
    this.#bridge.enqueue({ kind: "arrow", input: this.#index, batch: matched, offset });
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
      throw new MillraceError("MR6204", what, "give a later one", data);
    }
    this.#explicit = us;
    this.#bridge.enqueue({ kind: "watermark", input: this.#index, us });
  }

  end(): void {
    this.#accepts("end");
    this.ended = true;
    const input = this.#index;
    // A line that has begun is whole now.
    if (this.#info.format === "jsonl")
      this.#bridge.enqueue({ kind: "bytes", input, chunk: new Uint8Array(0), last: true }, { kind: "end", input });
    else this.#bridge.enqueue({ kind: "end", input });
  }

  #accepts(call: string): boolean {
    const accepts = this.#host.accepts(call);
    if (this.ended) throw new MillraceError("MR6202", `input \`${this.name}\` has ended`, "nothing can follow `end`");
    return accepts;
  }

  #refused(rest: number): SubmitResult {
    return result(0, 0, rest, this.#host.whenRoom());
  }

  #noteOffset(options: SubmitOptions | undefined): string | null {
    const offset = options?.offset ?? null;
    if (offset !== null) this.#offset = offset;
    return offset;
  }

  addLate(row: RefusedRow): void {
    const record = new LateRecord(row, this.#info);
    this.late.add(record);
    call(this.#config.onLate, this.name, record);
  }

  addMalformed(
    { code, column = null, site = -1, offset, line = null, source }: RefusedRow,
    sites: QueryInfo["sites"],
  ): void {
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
    return { name: this.name, ended: this.ended, offset: this.#offset, explicit };
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

/** Null: no instant, or one beyond all event times. */
function microsecondsOf(at: number | bigint | Date): bigint | null {
  if (typeof at === "bigint") return isInstant(at) ? at : null;
  const us = Number(at) * 1000;
  return Number.isFinite(us) ? microsecondsOf(BigInt(Math.round(us))) : null;
}

const READY = Promise.resolve();
const ONE_TAKEN = Object.freeze(result(1, 0));
const ONE_MALFORMED = Object.freeze(result(0, 1));
/** Bytes and record batches are counted when they are decoded. */
const NOTHING_COUNTED = Object.freeze(result(0, 0));

function result(forwarded: number, malformed: number, rest = 0, ready = READY): SubmitResult {
  return { taken: forwarded + malformed, forwarded, malformed, dropped: 0, rest, ready };
}

/** A late row is rebuilt only if somebody looks at it. */
class LateRecord implements LateRow<unknown> {
  readonly offset: string | null;
  readonly watermark: number;
  readonly #refused: RefusedRow;
  readonly #info: InputInfo;

  constructor(refused: RefusedRow, info: InputInfo) {
    this.#refused = refused;
    this.#info = info;
    this.offset = refused.offset;
    this.watermark = milliseconds(refused.watermark!);
  }

  get row(): object {
    return rowOf(this.#refused.source, this.#info.declared);
  }

  get lateByMs(): number {
    const { watermark, columns } = this.#info;
    const { name } = columns[watermark!.column]!;
    return this.watermark - millisecondsOf((this.row as Record<string, unknown>)[name]);
  }
}

/** An event time as `submit` takes it. */
function millisecondsOf(time: unknown): number {
  if (typeof time === "bigint") return milliseconds(time);
  return typeof time === "string" ? milliseconds(microsecondsOfText(time).us) : Number(time);
}
