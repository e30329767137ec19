/**
 * Record batches in. Batches are duck-typed, so that apache-arrow stays the caller's dependency: what is read of one is
 * its schema and, per column, the Arrow buffers.
 */
import { MillraceError } from "../errors.ts";
import type { InputInfo } from "../manifest.ts";
import type { SqlType } from "../plan.ts";
import { bitAt, bitmapBytes } from "./bits.ts";
import { LAYOUTS } from "./column-batch.ts";
import { floorTo } from "./datetime.ts";

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
  readonly rows: number;
  readonly columns: readonly MatchedColumn[];
}

export interface MatchedColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly data: ArrowData;
  /** NULL makes a row malformed. */
  readonly mustBeThere: boolean;
}

/**
 * MR6101 if the batch lacks a required column or holds another type; MR6102 if its buffers contradict each other, or if
 * it is no batch at all: `cause` is what came of reading it.
 */
export function matchBatch(batch: ArrowBatch, input: InputInfo): MatchedBatch {
  try {
    return match(batch, input);
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause;
    throw new MillraceError("MR6102", "this is no record batch", CHECK, {}, null, { cause });
  }
}

export function isDictionary({ typeId }: ArrowType): boolean {
  return typeId === DICTIONARY;
}

const CHECK = "check what made the batch";

function match(batch: ArrowBatch, input: InputInfo): MatchedBatch {
  const rows = batch.numRows;
  // Caught by the caller.
  if (!Number.isInteger(rows) || rows < 0) throw new RangeError("numRows");
  const columns = input.columns.map(({ name, type, nullable }, column): MatchedColumn => {
    const data = columnOf(batch, name);
    if (data === undefined || !holds(data.type, type)) {
      const held = data === undefined ? "has no such column" : `holds ${data.type}`;
      throw new MillraceError(
        "MR6101",
        `column \`${name}\` of \`${input.name}\` does not fit: the batch ${held}, the source declares ${type.kind}`,
        "convert the column first",
        { column: name },
      );
    }
    if (isDamaged(data, rows, type)) {
      const message = `the buffers of column \`${name}\` contradict each other`;
      throw new MillraceError("MR6102", message, CHECK, { column: name });
    }
    const mustBeThere = !nullable || input.watermark?.column === column;
    return { name, type, mustBeThere, data };
  });
  return { batch, rows, columns };
}

/** Undefined: the batch has no column of that name. */
export function columnOf({ schema, data }: ArrowBatch, name: string): ArrowData | undefined {
  return data.children[schema.fields.findIndex((field) => field.name === name)];
}

/** Whether a column of that Arrow type can be read as the SQL type. */
export function holds(arrow: ArrowType, { kind }: SqlType): boolean {
  if (kind === "TEXT" && isDictionary(arrow)) return arrow.dictionary?.typeId === UTF8;
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

/** Whether a buffer is missing, of another kind or too short for `rows` rows, or text offsets do not ascend. */
function isDamaged(data: ArrowData, rows: number, { kind }: SqlType): boolean {
  const { type, values, valueOffsets, nullBitmap, offset } = data;
  const end = offset + rows;
  if (!(offset >= 0 && Number.isInteger(end) && end < 2 ** 31)) return true;
  const bits = bitmapBytes(end);
  if (mayHaveNulls(data) && !holdsAtLeast(nullBitmap, bits, Uint8Array)) return true;
  if (isDictionary(type)) return !ArrayBuffer.isView(values) || !(values.length >= rows);
  if (kind !== "TEXT") return !holdsAtLeast(values, kind === "BOOLEAN" ? bits : rows, LAYOUTS[kind][1]);
  if (!holdsAtLeast(valueOffsets, rows + 1, Int32Array) || !holdsAtLeast(values, valueOffsets[rows]!, Uint8Array))
    return true;
  for (let row = 0, last = 0; row <= rows; row++) {
    if (valueOffsets[row]! < last) return true;
    last = valueOffsets[row]!;
  }
  return false;
}

/** By name, for a buffer may come out of another realm. */
function holdsAtLeast<T extends ArrayLike<unknown>>(
  buffer: T | null | undefined,
  length: number,
  { name }: { readonly name: string },
): buffer is T {
  return Object.prototype.toString.call(buffer) === `[object ${name}]` && buffer!.length >= length;
}

/** An entry of a dictionary; one that cannot be read is no text. */
export function entryAt({ dictionary, values }: ArrowData, row: number): unknown {
  try {
    return dictionary!.get(Number(values![row]));
  } catch {
    return undefined;
  }
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
