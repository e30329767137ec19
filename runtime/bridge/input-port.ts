/** One input of a query: what the host calls, and the side streams of its rows. */
import { type ArrowBatch, matchBatch } from "../batch/arrow.ts";
import { instantOf, milliseconds } from "../batch/datetime.ts";
import { rowOf, sampleOf } from "../batch/row-of.ts";
import { faultOf, MillraceError } from "../errors.ts";
import type { RefusedRow } from "../lane.ts";
import type { InputInfo, QueryInfo } from "../manifest.ts";
import { checkOptions, SUBMIT, shown } from "../options.ts";
import { KeptRows } from "../side-stream.ts";
import type { SavedInput } from "../state/save.ts";
import type { Input, LateRow, MalformedRow, Options, QueryConfig, SubmitOptions, SubmitResult } from "../types.ts";
import { type Bridge, unreadable } from "./bridge.ts";

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
    const offset = offsetOf(options);
    const list = listOf(rows);
    if (!accepts) return this.#refused(list?.length ?? 1);
    if (list !== null || this.#bridge.isBusy) return this.#submitRows(list ?? [rows as object], offset);
    const isSound = this.#bridge.append(this.#index, rows as object, offset);
    if (offset !== null) this.#offset = offset;
    return isSound ? ONE_TAKEN : ONE_MALFORMED;
  }

  #submitRows(rows: readonly object[], offset: string | null): SubmitResult {
    let forwarded = 0;
    let next = 0;
    let rest = 0;
    for (; next < rows.length && !this.#bridge.isBusy; next++)
      if (this.#bridge.append(this.#index, rows[next]!, offset, next)) forwarded++;
    const malformed = next - forwarded;
    if (next < rows.length) {
      const queued = this.#bridge.queueRows(this.#index, rows, next, offset);
      forwarded += queued;
      rest = rows.length - next - queued;
    }
    if (rest > 0) return result(forwarded, malformed, rest, this.#host.whenRoom());
    this.#offset = offset ?? this.#offset;
    return result(forwarded, malformed);
  }

  submitBytes(chunk: Uint8Array, options?: SubmitOptions): SubmitResult {
    if (this.#info.format !== "jsonl") {
      const hint = "use submitArrow";
      throw new MillraceError("MR6103", `\`${this.name}\` takes record batches, not bytes`, hint);
    }
    if (!(chunk instanceof Uint8Array))
      throw new MillraceError("MR8003", `\`chunk\` cannot be ${shown(chunk)}`, "give a Uint8Array");
    if (!this.#accepts("submitBytes") || this.#bridge.isFull) return this.#refused(chunk.length);
    this.#offset = offsetOf(options) ?? this.#offset;
    this.#bridge.enqueueBytes(this.#index, chunk, options?.last ?? false);
    return NOTHING_COUNTED;
  }

  submitArrow(batch: ArrowBatch, options?: SubmitOptions): SubmitResult {
    const accepts = this.#accepts("submitArrow");
    const matched = matchBatch(batch, this.#info);
    if (!accepts || this.#bridge.isFull) return this.#refused(matched.rows);
    const offset = offsetOf(options);
    this.#offset = offset ?? this.#offset;
    this.#bridge.enqueue({ kind: "arrow", input: this.#index, batch: matched, offset });
    return NOTHING_COUNTED;
  }

  advanceWatermark(at: number | bigint | Date): void {
    this.#accepts("advanceWatermark");
    const us = typeof at === "string" ? 0 : instantOf(at);
    const what = `the watermark of \`${this.name}\` cannot be ${shown(at)}`;
    if (typeof us === "number")
      throw new MillraceError("MR6205", what, "give milliseconds, or microseconds as a bigint");
    if (this.#explicit !== null && us < this.#explicit) {
      const data = { from: this.#explicit, to: us };
      throw new MillraceError("MR6204", what, "it cannot go back", data);
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

/** MR8001, MR8003. */
function offsetOf(options: SubmitOptions | undefined): string | null {
  if (options === undefined) return null;
  checkOptions(options, SUBMIT);
  return options.offset ?? null;
}

/** A copy: getters of its rows may change the list. Null: it is one row. */
function listOf(rows: unknown): readonly object[] | null {
  try {
    return Array.isArray(rows) ? [...rows] : null;
  } catch (error) {
    throw unreadable(0, error);
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

const READY = Promise.resolve();
const ONE_TAKEN = Object.freeze(result(1, 0));
const ONE_MALFORMED = Object.freeze(result(0, 1));
/** Bytes and record batches are counted when they are decoded. */
const NOTHING_COUNTED = Object.freeze(result(0, 0));

function result(forwarded: number, malformed: number, rest = 0, ready = READY): SubmitResult {
  return { taken: forwarded + malformed, forwarded, malformed, dropped: 0, rest, ready };
}

/** It is rebuilt only if somebody looks at it. A class: an object with getters of its own takes a microsecond to make. */
class LateRecord implements LateRow<unknown> {
  readonly offset: string | null;
  readonly #refused: RefusedRow;
  readonly #info: InputInfo;

  constructor(refused: RefusedRow, info: InputInfo) {
    this.offset = refused.offset;
    this.#refused = refused;
    this.#info = info;
  }

  get watermark(): number {
    return milliseconds(this.#refused.watermark!);
  }

  get row(): object {
    return rowOf(this.#refused.source, this.#info.declared);
  }

  get lateByMs(): number {
    const { name } = this.#info.columns[this.#info.watermark!.column]!;
    const time = instantOf((this.row as Readonly<Record<string, unknown>>)[name]);
    // Its owner may have changed the row meanwhile.
    return typeof time === "bigint" ? this.watermark - milliseconds(time) : Number.NaN;
  }
}
