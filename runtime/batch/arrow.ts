/**
 * Record batches in, column by column. Batches are duck-typed, so that apache-arrow stays the caller's dependency: what
 * is read of one is its schema and, per column, the Arrow buffers.
 */
import { BATCH_COLUMNS, COLUMN_BYTES, COLUMN_DATA, COLUMN_OFFSETS } from "../assembly/layout.ts";
import { MillraceError } from "../errors.ts";
import type { InputInfo } from "../manifest.ts";
import type { SqlType } from "../plan.ts";
import type { InputBatch } from "./input-batch.ts";

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

/** `typeId` as in apache-arrow's `Type`. */
export interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  toString(): string;
}

/** One column: `offset` rows are to be skipped in each buffer. */
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
export const TYPE = { Int: 2, Float: 3, Utf8: 5, Bool: 6, Date: 8, Timestamp: 10, Dictionary: -1 } as const;

/** How to copy each required column of a batch with this schema, or the error that says why it cannot be read. */
export function matchColumns(batch: ArrowBatch, input: InputInfo): readonly ColumnCopier[] {
  return input.columns.map(({ name, type, nullable }, column) => {
    const index = batch.schema.fields.findIndex((field) => field.name === name);
    if (index < 0)
      throw mismatch(input, name, "the batch has no such column", { found: batch.schema.fields.map((f) => f.name) });
    const found = batch.schema.fields[index]!.type;
    const copy = copierFor(type, found);
    if (copy === null)
      throw mismatch(input, name, `the batch holds ${found.toString()}, the source declares ${typeText(type)}`, {});
    const mustBeThere = !nullable || input.watermark?.column === column;
    return { index, column, mustBeThere, copy };
  });
}

/** `copy` writes rows [from, from + count) of a column into rows [0, count) of the batch; false: memory has ended. */
export interface ColumnCopier {
  readonly index: number;
  readonly column: number;
  /** NULL makes the row malformed. */
  readonly mustBeThere: boolean;
  readonly copy: (
    data: ArrowData,
    from: number,
    count: number,
    batch: InputBatch,
    column: number,
    reserve: Reserve,
  ) => boolean;
}

export type Reserve = (column: number, used: number, bytes: number) => boolean;

function mismatch(
  input: InputInfo,
  column: string,
  why: string,
  data: Readonly<Record<string, unknown>>,
): MillraceError {
  return new MillraceError(
    "MR6101",
    `column \`${column}\` of \`${input.name}\` does not fit: ${why}`,
    "convert the column before it is submitted",
    {
      column,
      ...data,
    },
  );
}

function typeText(type: SqlType): string {
  if (type.kind === "TEXT") return type.maxLength === null ? "TEXT" : `VARCHAR(${type.maxLength})`;
  return type.kind === "TIMESTAMP" ? `TIMESTAMP(${type.precision})` : type.kind;
}

function copierFor(type: SqlType, arrow: ArrowType): ColumnCopier["copy"] | null {
  switch (type.kind) {
    case "BOOLEAN":
      return arrow.typeId === TYPE.Bool ? copyBits : null;
    case "TINYINT":
      return isInt(arrow, 8)
        ? (d, from, count, batch, column) => copyWords(d, from, count, batch.view.i8, batch.values[column]!)
        : null;
    case "SMALLINT":
      return isInt(arrow, 16)
        ? (d, from, count, batch, column) => copyWords(d, from, count, batch.view.i16, batch.values[column]! >>> 1)
        : null;
    case "INTEGER":
      return isInt(arrow, 32)
        ? (d, from, count, batch, column) => copyWords(d, from, count, batch.view.i32, batch.values[column]! >>> 2)
        : null;
    case "DATE":
      return arrow.typeId === TYPE.Date && arrow.unit === 0
        ? (d, from, count, batch, column) => copyWords(d, from, count, batch.view.i32, batch.values[column]! >>> 2)
        : null;
    case "BIGINT":
      return isInt(arrow, 64) ? copyI64 : null;
    case "REAL":
      return arrow.typeId === TYPE.Float && arrow.precision === 1
        ? (d, from, count, batch, column) => copyWords(d, from, count, batch.view.f32, batch.values[column]! >>> 2)
        : null;
    case "DOUBLE":
      return arrow.typeId === TYPE.Float && arrow.precision === 2
        ? (d, from, count, batch, column) => copyWords(d, from, count, batch.view.f64, batch.values[column]! >>> 3)
        : null;
    case "TIMESTAMP":
      return arrow.typeId === TYPE.Timestamp ? copyTimestamp(arrow.unit ?? -1, 10 ** (6 - type.precision)) : null;
    case "TEXT":
      if (arrow.typeId === TYPE.Utf8) return copyText;
      return arrow.typeId === TYPE.Dictionary ? copyDictionary : null;
    case "INTERVAL":
      return null;
  }
}

function isInt(arrow: ArrowType, bits: number): boolean {
  return arrow.typeId === TYPE.Int && arrow.bitWidth === bits && arrow.isSigned === true;
}

interface Words {
  readonly length: number;
  set(values: ArrayLike<number>, at: number): void;
}

function copyWords(data: ArrowData, from: number, count: number, target: Words, at: number): boolean {
  const values = data.values as unknown as { subarray(start: number, end: number): ArrayLike<number> };
  target.set(values.subarray(from, from + count), at);
  return true;
}

function copyI64(data: ArrowData, from: number, count: number, batch: InputBatch, column: number): boolean {
  const values = data.values as BigInt64Array;
  batch.view.i64.set(values.subarray(from, from + count), batch.values[column]! >>> 3);
  return true;
}

function copyBits(data: ArrowData, from: number, count: number, batch: InputBatch, column: number): boolean {
  copyBitmap(data.values as Uint8Array, data.offset + from, count, batch.view.u8, batch.values[column]!);
  return true;
}

/** Bits [from, from + count) of `source` to the bits at byte `at` of `target`. */
export function copyBitmap(source: Uint8Array, from: number, count: number, target: Uint8Array, at: number): void {
  const shift = from & 7;
  const start = from >>> 3;
  const bytes = (count + 7) >>> 3;
  if (shift === 0) {
    target.set(source.subarray(start, start + bytes), at);
    return;
  }
  for (let i = 0; i < bytes; i++) {
    target[at + i] = (source[start + i]! >>> shift) | ((source[start + i + 1] ?? 0) << (8 - shift));
  }
}

/** Units of Arrow: 0 seconds, 1 milliseconds, 2 microseconds, 3 nanoseconds. Finer digits are cut toward minus infinity. */
function copyTimestamp(unit: number, step: number): ColumnCopier["copy"] {
  return (data, from, count, batch, column) => {
    const values = data.values as BigInt64Array;
    const source = values.subarray(from, from + count);
    const at = batch.values[column]! >>> 3;
    if (unit === 2 && step === 1) {
      batch.view.i64.set(source, at);
      return true;
    }
    const finest = BigInt(step);
    for (let i = 0; i < count; i++) {
      const us = toMicroseconds(source[i]!, unit);
      const rest = ((us % finest) + finest) % finest;
      batch.view.i64[at + i] = BigInt.asIntN(64, us - rest) === us - rest ? us - rest : 2n ** 63n - 1n;
    }
    return true;
  };
}

export function toMicroseconds(value: bigint, unit: number): bigint {
  if (unit === 0) return value * 1_000_000n;
  if (unit === 1) return value * 1000n;
  if (unit === 2) return value;
  return (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n;
}

function copyText(
  data: ArrowData,
  from: number,
  count: number,
  batch: InputBatch,
  column: number,
  reserve: Reserve,
): boolean {
  const offsets = data.valueOffsets!;
  const bytes = data.values as Uint8Array;
  const start = offsets[from]!;
  const end = offsets[from + count]!;
  if (start < 0 || end < start || end > bytes.length) throw damaged();
  if (!reserve(column, 0, end - start)) return false;
  const { view, header } = batch;
  const entry = header + BATCH_COLUMNS + column * COLUMN_BYTES;
  view.u8.set(bytes.subarray(start, end), view.address(entry + COLUMN_DATA));
  const target = view.address(entry + COLUMN_OFFSETS) >>> 2;
  let last = start;
  for (let i = 0; i <= count; i++) {
    const offset = offsets[from + i]!;
    if (offset < last) throw damaged();
    last = offset;
    view.i32[target + i] = offset - start;
  }
  return true;
}

function damaged(): MillraceError {
  return new MillraceError(
    "MR6102",
    "the record batch is damaged: its text offsets do not ascend",
    "check what made the batch",
  );
}

/** Dictionary-encoded texts are spelled out. */
function copyDictionary(data: ArrowData, from: number, count: number, batch: InputBatch, column: number): boolean {
  const keys = data.values as ArrayLike<number>;
  for (let i = 0; i < count; i++) {
    const value = isNullAt(data, from + i) ? null : data.dictionary!.get(Number(keys[from + i]!));
    const code = batch.setText(column, i, 0, value, 0);
    if (code !== 0) throw mismatchDictionary();
  }
  return true;
}

function mismatchDictionary(): MillraceError {
  return new MillraceError(
    "MR6101",
    "a dictionary holds values that are no text",
    "convert the column before it is submitted",
  );
}

export function isNullAt(data: ArrowData, row: number): boolean {
  const bitmap = data.nullBitmap;
  if (!bitmap || bitmap.length === 0 || data.nullCount === 0) return false;
  const at = data.offset + row;
  return ((bitmap[at >>> 3]! >>> (at & 7)) & 1) === 0;
}
