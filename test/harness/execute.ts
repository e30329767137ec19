/** Plays the lines of a case to an open query and writes down what it says, after which line. */
import { BatchReader, type ColumnBatch } from "../../runtime/batch/column-batch.ts";
import { textOfDays } from "../../runtime/batch/datetime.ts";
import { MillraceError } from "../../runtime/errors.ts";
import type { Field, SqlType } from "../../runtime/plan.ts";
import type { LateRow, MalformedRow } from "../../runtime/types.ts";
import type { ExpectedLine, InputLine, JsonRow, JsonValue, LawCounts } from "../fuzz/engine.ts";
import { arrowBatch } from "./arrow-batch.ts";
import { type Lane, type OpenQuery, openPacked } from "./open.ts";
import type { PackedQuery } from "./pack.ts";
import { cellOf, lineOf, objectOf } from "./values.ts";

export interface Execution {
  readonly lane: Lane;
  /** How rows are handed over. Bytes and record batches go as they are cut; where `random` is given, bytes at random places. */
  readonly ingest: "objects" | "bytes" | "arrow";
  /** Whether the batch ends before input line `line` (from 1). A control ends it anyway. */
  readonly cutsBefore: (line: number) => boolean;
  /** Whether the query is saved and opened again after the line. */
  readonly restartsAfter: (line: number) => boolean;
  readonly random: () => number;
}

export interface Played {
  /** In the order in which they came about; laws after each batch, `end` last. */
  readonly lines: readonly ExpectedLine[];
  /** The last input line of each batch, ascending. */
  readonly batchEnds: readonly number[];
}

/**
 * Null: the input cannot be handed over that way (a value that Arrow cannot hold, payloads beside rows that would be
 * bytes too). Lines of an input that the query does not read are not its business.
 */
export async function play(
  packed: PackedQuery,
  inputs: readonly InputLine[],
  execution: Execution,
): Promise<Played | null> {
  const has = (member: "row" | "bytes") => inputs.some((line) => member in line);
  if (has("bytes") && (execution.ingest === "arrow" || (execution.ingest === "bytes" && has("row")))) return null;
  const run = new Run(packed, execution);
  await run.open(null);
  for (const [i, input] of inputs.entries()) {
    const line = i + 1;
    if (execution.cutsBefore(line) && !run.endBatch(i)) return null;
    if (!run.take(input, line)) return null;
    if (!execution.restartsAfter(line)) continue;
    if (!run.endBatch(line)) return null;
    await run.restart();
  }
  if (!run.endBatch(inputs.length)) return null;
  await run.finish();
  return { lines: run.lines, batchEnds: run.batchEnds };
}

class Run {
  readonly lines: ExpectedLine[] = [];
  readonly batchEnds: number[] = [];
  readonly #packed: PackedQuery;
  readonly #execution: Execution;
  #query!: OpenQuery;
  /** Rows of the batch under way. */
  #rows: JsonRow[] = [];
  /** What the query is told at the moment, for what it says meanwhile. */
  #line = 0;
  #counted = { late: 0, malformed: 0 };
  /** Of rows that go as bytes: where the lines of the batch begin, and which lines they are. */
  #starts: ReadonlyMap<string, number> = new Map();
  #sent = { bytes: 0, lines: 0 };

  constructor(packed: PackedQuery, execution: Execution) {
    this.#packed = packed;
    this.#execution = execution;
  }

  async open(restore: Uint8Array | null): Promise<void> {
    this.#query = await openPacked(this.#packed, this.#execution.lane, restore, {
      onLate: (_, late) => this.#late(late),
      onMalformed: (_, bad) => this.#malformed(bad),
    });
  }

  async restart(): Promise<void> {
    const bytes = await (await this.#query.checkpoint()).data();
    await this.#query.stop();
    await this.open(bytes);
  }

  /** False: the row cannot be handed over this way. */
  take(input: InputLine, line: number): boolean {
    if ("in" in input && input.in !== undefined && input.in !== this.#input) return true;
    if ("row" in input) {
      this.#rows.push(input.row);
      return true;
    }
    if (!this.endBatch(line - 1)) return false;
    this.#line = line;
    this.#control(input);
    this.#collect(line);
    return true;
  }

  #control(input: Exclude<InputLine, { readonly row: JsonRow }>): void {
    const port = this.#query.inputs[this.#input]!;
    if ("bytes" in input) this.#submitBytes(Buffer.from(input.bytes, "base64"));
    else if ("watermark" in input)
      this.#advance(
        typeof input.watermark === "number" ? BigInt(Math.round(input.watermark * 1000)) : BigInt(input.watermark.$ts),
      );
    else if ("end" in input) port.end();
    else if ("do" in input && input.do === "flush") this.#query.flush();
    else throw new Error(`a case line that this version has no meaning for: ${JSON.stringify(input)}`);
    this.#query.flush();
  }

  /** A watermark that goes back changes nothing: the call is refused. */
  #advance(us: bigint): void {
    try {
      this.#query.inputs[this.#input]!.advanceWatermark(us);
    } catch (error) {
      if (!(error instanceof MillraceError) || error.code !== "MR6204") throw error;
    }
  }

  get #input(): string {
    return this.#packed.info.inputs[0]!.name;
  }

  /** Hands over the rows since the last batch; they end with input line `line`. */
  endBatch(line: number): boolean {
    const rows = this.#rows;
    if (rows.length === 0) return true;
    this.#rows = [];
    this.#line = line;
    const port = this.#query.inputs[this.#input]!;
    switch (this.#execution.ingest) {
      case "objects":
        port.submit(rows.map(objectOf));
        break;
      case "bytes":
        this.#submitLines(rows.map((row) => new TextEncoder().encode(`${lineOf(row)}\n`)));
        break;
      case "arrow": {
        const batch = arrowBatch(
          this.#packed.info.inputs[0]!.declared,
          rows.map(objectOf),
          Math.floor(this.#execution.random() * 9),
        );
        if (batch === null) return false;
        port.submitArrow(batch);
      }
    }
    this.#query.flush();
    this.#collect(line);
    return true;
  }

  #submitLines(lines: readonly Uint8Array[]): void {
    const starts = new Map<string, number>();
    for (const line of lines) {
      starts.set(String(this.#sent.bytes), ++this.#sent.lines);
      this.#sent.bytes += line.length;
    }
    this.#starts = starts;
    this.#submitBytes(Buffer.concat(lines));
  }

  /** As it is, or where bytes are what is tried cut at random places, also inside characters. */
  #submitBytes(bytes: Uint8Array): void {
    const port = this.#query.inputs[this.#input]!;
    if (this.#execution.ingest !== "bytes") port.submitBytes(bytes);
    else
      for (let at = 0; at < bytes.length; ) {
        const next = at + 1 + Math.floor(this.#execution.random() * 60);
        port.submitBytes(bytes.subarray(at, next));
        at = next;
      }
  }

  #collect(line: number): void {
    for (let batch = this.#query.pollBatch(); batch !== null; batch = this.#query.pollBatch())
      this.#results(batch, line);
    this.lines.push({ after: line, law: this.#law() });
    this.batchEnds.push(line);
  }

  #results(batch: ColumnBatch, after: number): void {
    const reader = new BatchReader(batch);
    for (let row = 0; row < batch.rows; row++) {
      const op = batch.ops.length === 0 ? "+" : (["+I", "-U", "+U", "-D"] as const)[batch.ops[row]!]!;
      const cells = batch.fields.map((field, i) => [field.name, cellOf(reader, field, i, row)] as const);
      this.lines.push({ after, op, row: Object.fromEntries(cells) });
    }
  }

  #law(): LawCounts {
    const { law, lateForSomeWindows, windowsMissed, outputErrors } = this.#query.metrics();
    return { ...law, lateForSomeWindows, windowsMissed, outputErrors };
  }

  #late(late: LateRow<unknown>): void {
    this.#counted.late++;
    const { declared } = this.#packed.info.inputs[0]!;
    this.lines.push({ after: this.#line, side: "late", row: jsonRow(late.row as Record<string, unknown>, declared) });
  }

  /** Positions in payloads are the case's own; those of rows that went as bytes are seen to here. */
  #malformed({ code, offset, line }: MalformedRow): void {
    this.#counted.malformed++;
    const isOwn = this.#starts.size > 0;
    if (isOwn && this.#starts.get(offset!) !== line)
      throw new Error(`${code} is said of line ${line} at ${offset}; lines begin at ${[...this.#starts.keys()]}`);
    const place = line !== null && !isOwn ? { offset: Number(offset) } : {};
    this.lines.push({ after: this.#line, side: "malformed", code, ...place });
  }

  async finish(): Promise<void> {
    const metrics = this.#query.metrics();
    if (metrics.law.late !== this.#counted.late || metrics.law.malformed !== this.#counted.malformed) {
      throw new Error(`side streams said ${JSON.stringify(this.#counted)}, the law ${JSON.stringify(metrics.law)}`);
    }
    this.lines.push({ end: true, open: metrics.openWindows });
    await this.#query.stop();
  }
}

/** A late row as it was given, with the tags of case files. */
function jsonRow(row: Record<string, unknown>, declared: readonly Field[]): JsonRow {
  const given = declared.filter(({ name }) => Object.hasOwn(row, name));
  return Object.fromEntries(given.map(({ name, type }) => [name, jsonValue(row[name], type)]));
}

/** Microseconds, and days of a record batch, become what a case writes for them. */
function jsonValue(value: unknown, type: SqlType): JsonValue {
  if (typeof value === "bigint") return type.kind === "TIMESTAMP" ? { $ts: String(value) } : tagged(value);
  return type.kind === "DATE" && typeof value === "number" ? textOfDays(value) : (value as JsonValue);
}

function tagged(value: bigint): JsonValue {
  return Number.isSafeInteger(Number(value)) ? Number(value) : { $i64: String(value) };
}
