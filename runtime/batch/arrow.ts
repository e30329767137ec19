/**
 * Record batches in. Batches are duck-typed, so that apache-arrow stays the caller's dependency: what is read of one is
 * its schema and, per column, the Arrow buffers.
 */
import { MillraceError } from "../errors.ts";
import type { InputInfo } from "../manifest.ts";
import type { SqlType } from "../plan.ts";
import { bitAt, bitmapBytes } from "./bits.ts";
import { floorTo } from "./datetime.ts";
import { encoder } from "./utf8.ts";

/** What apache-arrow's RecordBatch offers, as far as it is needed. */
export interface ArrowBatch {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly ArrowField[] };
  readonly data: { readonly children: readonly ArrowData[] };
}

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
}

/** `typeId` as in apache-arrow's `Type`; `dictionary` is the type of a dictionary's values. */
export interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly dictionary?: ArrowType;
  toString(): string;
}

/** One column. Values and text offsets begin at its first row; `offset` rows are to be skipped in bitmaps. */
export interface ArrowData {
  readonly type: ArrowType;
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | null | undefined;
  readonly values: ArrayLike<number> | ArrayLike<bigint> | null | undefined;
  readonly valueOffsets?: Int32Array | null | undefined;
  readonly dictionary?: { get(index: number): unknown } | undefined;
}

/** Numbers of apache-arrow's `Type`. */
export const INT = 2;
export const FLOAT = 3;
export const UTF8 = 5;
export const BOOL = 6;
export const DATE = 8;
export const TIMESTAMP = 10;
export const DICTIONARY = -1;

/** A batch that can be read: what the query needs of it, in the order of the input's columns. */
export interface MatchedBatch {
  readonly batch: ArrowBatch;
  readonly columns: readonly MatchedColumn[];
}

export interface MatchedColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly data: ArrowData;
  /** NULL makes a row malformed. */
  readonly mustBeThere: boolean;
}

/** MR6101 if the batch lacks a required column or holds another type; MR6102 if its buffers contradict each other. */
export function matchBatch(batch: ArrowBatch, input: InputInfo): MatchedBatch {
  const columns = input.columns.map(({ name, type, nullable }, column): MatchedColumn => {
    const index = columnOf(batch, name);
    const found = batch.schema.fields[index];
    if (found === undefined || !holds(found.type, type)) {
      const held = found === undefined ? "has no such column" : `holds ${found.type}`;
      throw new MillraceError(
        "MR6101",
        `column \`${name}\` of \`${input.name}\` does not fit: the batch ${held}, the source declares ${type.kind}`,
        "convert the column first",
        { column: name, found: batch.schema.fields.map((field) => field.name) },
      );
    }
    const data = batch.data.children[index]!;
    if (isDamaged(data, batch.numRows, type)) {
      const message = `the buffers of column \`${name}\` contradict each other`;
      throw new MillraceError("MR6102", message, "check what made the batch", { column: name });
    }
    const mustBeThere = !nullable || input.watermark?.column === column;
    return { name, type, mustBeThere, data: data.dictionary ? spelledOut(data, batch.numRows) : data };
  });
  return { batch, columns };
}

/** -1: the batch has no column of that name. */
export function columnOf({ schema }: ArrowBatch, name: string): number {
  return schema.fields.findIndex((field) => field.name === name);
}

/** Whether a column of that Arrow type can be read as the SQL type. */
export function holds(arrow: ArrowType, { kind }: SqlType): boolean {
  if (kind === "TEXT" && arrow.typeId === DICTIONARY) return arrow.dictionary?.typeId === UTF8;
  const [typeId, detail] = ARROW_TYPES[kind];
  const isDetail = detail === undefined || (arrow.bitWidth ?? arrow.precision ?? arrow.unit) === detail;
  return arrow.typeId === typeId && isDetail && arrow.isSigned !== false;
}

/** With the bits of an integer, the precision of a float (1 single, 2 double) or the unit of a date (0 days). */
const ARROW_TYPES: Readonly<Record<SqlType["kind"], readonly [typeId: number, detail?: number]>> = {
  BOOLEAN: [BOOL],
  TINYINT: [INT, 8],
  SMALLINT: [INT, 16],
  INTEGER: [INT, 32],
  BIGINT: [INT, 64],
  REAL: [FLOAT, 1],
  DOUBLE: [FLOAT, 2],
  TEXT: [UTF8],
  DATE: [DATE, 0],
  TIMESTAMP: [TIMESTAMP],
  INTERVAL: [NaN],
};

/** Whether a buffer is missing or too short for `rows` rows, or text offsets do not ascend. */
function isDamaged(data: ArrowData | undefined, rows: number, { kind }: SqlType): boolean {
  if (!data?.values || !(rows >= 0) || !(data.offset >= 0)) return true;
  const { values, valueOffsets, nullBitmap, offset, dictionary } = data;
  const bits = bitmapBytes(offset + rows);
  if (mayHaveNulls(data) && nullBitmap!.length < bits) return true;
  if (kind !== "TEXT" || dictionary) return values.length < (kind === "BOOLEAN" ? bits : rows);
  if (!valueOffsets || valueOffsets.length <= rows) return true;
  let last = 0;
  for (let row = 0; row <= rows; row++) {
    if (valueOffsets[row]! < last) return true;
    last = valueOffsets[row]!;
  }
  return last > values.length;
}

/** Dictionary-encoded texts as plain ones; a row whose entry is no text is NULL. */
function spelledOut(data: ArrowData, rows: number): ArrowData {
  const entries = new Map<number, Uint8Array | undefined>();
  const entryOf = (row: number): Uint8Array | undefined => {
    const index = Number(data.values![row]);
    if (!entries.has(index)) {
      const entry = data.dictionary!.get(index);
      entries.set(index, typeof entry === "string" ? encoder.encode(entry) : undefined);
    }
    return entries.get(index);
  };
  const texts = Array.from({ length: rows }, (_, row) => (isNullAt(data, row) ? undefined : entryOf(row)));
  const valueOffsets = new Int32Array(rows + 1);
  const nullBitmap = new Uint8Array(bitmapBytes(rows));
  for (const [row, text] of texts.entries()) {
    valueOffsets[row + 1] = valueOffsets[row]! + (text?.length ?? 0);
    if (text) nullBitmap[row >>> 3]! |= 1 << (row & 7);
  }
  const values = new Uint8Array(valueOffsets[rows]!);
  for (const [row, text] of texts.entries()) if (text) values.set(text, valueOffsets[row]);
  return { type: data.type.dictionary!, length: rows, offset: 0, nullCount: -1, nullBitmap, values, valueOffsets };
}

/** False: no row is NULL. */
export function mayHaveNulls({ nullBitmap, nullCount }: ArrowData): boolean {
  return (nullBitmap?.length ?? 0) > 0 && nullCount !== 0;
}

export function isNullAt(data: ArrowData, row: number): boolean {
  return mayHaveNulls(data) && !bitAt(data.nullBitmap!, data.offset + row);
}

/** Units of Arrow: 0 seconds, 1 milliseconds, 2 microseconds, 3 nanoseconds, of which finer digits are cut toward minus infinity. */
export function toMicroseconds(value: bigint, unit: number | undefined): bigint {
  if (unit === 0) return value * 1_000_000n;
  if (unit === 1) return value * 1000n;
  if (unit === 3) return floorTo(value, 1000n) / 1000n;
  return value;
}
