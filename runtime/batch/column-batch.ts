/**
 * Rows as columns, outside the module's memory: results not yet taken, and state on its way to a checkpoint. Buffers
 * are in Arrow layout; a reader turns single values into JavaScript ones.
 */
import {
  BATCH_COLUMNS,
  BATCH_OPS,
  BATCH_ROWS,
  COLUMN_BYTES,
  COLUMN_DATA,
  COLUMN_OFFSETS,
  COLUMN_VALIDITY,
  COLUMN_VALUES,
} from "../assembly/layout.ts";
import type { Field, TypeKind } from "../plan.ts";
import { bitAt, bitmapBytes, copyBits } from "./bits.ts";
import { textOfDays } from "./datetime.ts";
import type { MemoryView } from "./memory-view.ts";
import { areUtf8, decoder } from "./utf8.ts";

/** One column; absent buffers are empty. Validity: LSB first, a set bit is a value; empty: no NULLs. */
export interface ColumnData {
  readonly validity: Uint8Array;
  /** Fixed-width values, BOOLEAN as bits; empty for TEXT. */
  readonly values: Uint8Array;
  /** TEXT: rows + 1 positions in `data`. */
  readonly offsets: Int32Array;
  readonly data: Uint8Array;
}

export interface ColumnBatch {
  readonly fields: readonly Field[];
  readonly rows: number;
  /** OP_* of each row of a changelog (assembly/layout.ts); empty: all are inserts. */
  readonly ops: Uint8Array;
  readonly columns: readonly ColumnData[];
}

/** How many bits a value takes in `values`, and the array of them. Texts lie in `data`. */
export const LAYOUTS = {
  BOOLEAN: [1, Uint8Array],
  TEXT: [0, Uint8Array],
  TINYINT: [8, Int8Array],
  SMALLINT: [16, Int16Array],
  INTEGER: [32, Int32Array],
  DATE: [32, Int32Array],
  REAL: [32, Float32Array],
  DOUBLE: [64, Float64Array],
  TIMESTAMP: [64, BigInt64Array],
  BIGINT: [64, BigInt64Array],
  INTERVAL: [64, BigInt64Array],
} as const satisfies Readonly<Record<TypeKind, unknown>>;

/** Copies the batch whose header is at `header`. */
export function copyBatch(view: MemoryView, header: number, fields: readonly Field[]): ColumnBatch {
  const rows = view.address(header + BATCH_ROWS);
  const bytesAt = (pointer: number, length: number) => {
    const address = view.address(pointer);
    return view.bytes(address, address === 0 ? 0 : length);
  };
  const columns = fields.map(({ type, nullable }, i): ColumnData => {
    const entry = header + BATCH_COLUMNS + i * COLUMN_BYTES;
    const start = view.address(entry + COLUMN_OFFSETS) >>> 2;
    const offsets = view.i32.slice(start, type.kind === "TEXT" ? start + rows + 1 : start);
    return {
      validity: bytesAt(entry + COLUMN_VALIDITY, nullable ? bitmapBytes(rows) : 0),
      values: bytesAt(entry + COLUMN_VALUES, bitmapBytes(rows * LAYOUTS[type.kind][0])),
      offsets,
      data: bytesAt(entry + COLUMN_DATA, offsets[rows] ?? 0),
    };
  });
  return { fields, rows, ops: bytesAt(header + BATCH_OPS, rows), columns };
}

/**
 * Writes a batch into the one at `header`, which has the same columns and room for the rows; `reserve` makes room for
 * texts, and throws if memory has ended.
 */
export function writeBatch(
  view: MemoryView,
  header: number,
  batch: ColumnBatch,
  reserve: (column: number, used: number, bytes: number) => void,
): void {
  view.u32[(header + BATCH_ROWS) >>> 2] = batch.rows;
  for (const [i, { validity, values, offsets, data }] of batch.columns.entries()) {
    const entry = header + BATCH_COLUMNS + i * COLUMN_BYTES;
    reserve(i, 0, data.length);
    view.u8.set(validity, view.address(entry + COLUMN_VALIDITY));
    view.u8.set(values, view.address(entry + COLUMN_VALUES));
    view.i32.set(offsets, view.address(entry + COLUMN_OFFSETS) >>> 2);
    view.u8.set(data, view.address(entry + COLUMN_DATA));
  }
}

/** Whether the buffers are such as `copyBatch` makes them; a column may have validity or not. */
export function isWhole({ fields, rows, ops, columns }: ColumnBatch): boolean {
  return (
    Number.isInteger(rows) &&
    columns.length === fields.length &&
    (ops.length === 0 || ops.length === rows) &&
    columns.every(({ validity, values, offsets, data }, i) => {
      const [bits] = LAYOUTS[fields[i]!.type.kind];
      return (
        (validity.length === 0 || validity.length === bitmapBytes(rows)) &&
        values.length === bitmapBytes(rows * bits) &&
        offsets.length === (bits === 0 ? rows + 1 : 0) &&
        data.length === (offsets[rows] ?? 0) &&
        offsets.every((end, row) => end >= (offsets[row - 1] ?? 0)) &&
        areUtf8(data, offsets)
      );
    })
  );
}

/** The part of a batch from row `from` on. */
export function tailOf(batch: ColumnBatch, from: number): ColumnBatch {
  if (from === 0) return batch;
  const rows = batch.rows - from;
  const columns = batch.columns.map(({ validity, values, offsets, data }, i): ColumnData => {
    const [bits] = LAYOUTS[batch.fields[i]!.type.kind];
    const start = offsets[from] ?? 0;
    return {
      validity: bitsFrom(validity, from, rows),
      values: bits === 1 ? bitsFrom(values, from, rows) : values.slice((from * bits) >>> 3),
      offsets: offsets.slice(from).map((offset) => offset - start),
      data: data.slice(start),
    };
  });
  return { ...batch, rows, ops: batch.ops.slice(from), columns };
}

/** Bytes up to which texts are put together by hand. */
const SHORT_TEXT = 32;

function bitsFrom(bits: Uint8Array, from: number, rows: number): Uint8Array {
  if (bits.length === 0) return bits;
  const tail = new Uint8Array(bitmapBytes(rows));
  copyBits(bits, from, rows, tail, 0);
  return tail;
}

/** Reads values of one batch; every `get…` of a nullable column may answer null. */
export class BatchReader {
  readonly #columns: readonly ColumnData[];
  readonly #fields: readonly Field[];
  /** Of each column its values by row, as numbers or bigints; of a TIMESTAMP halves, which need no bigint. */
  readonly values: readonly ArrayLike<unknown>[];

  constructor({ columns, fields }: ColumnBatch) {
    this.#columns = columns;
    this.#fields = fields;
    this.values = columns.map(({ values }, i) => {
      const { kind } = fields[i]!.type;
      const Words = kind === "TIMESTAMP" ? Int32Array : LAYOUTS[kind][1];
      return new Words(values.buffer as ArrayBuffer);
    });
  }

  /** Whatever the column's type; DATE as its day, TIMESTAMP in milliseconds. */
  get(column: number, row: number): unknown {
    switch (this.#fields[column]!.type.kind) {
      case "BOOLEAN":
        return this.getBoolean(column, row);
      case "TEXT":
        return this.getText(column, row);
      case "DATE":
        return this.getDate(column, row);
      case "TIMESTAMP":
        return this.getTimestamp(column, row);
      default:
        return this.isNull(column, row) ? null : this.values[column]![row];
    }
  }

  isNull(column: number, row: number): boolean {
    const { validity } = this.#columns[column]!;
    return validity.length !== 0 && !bitAt(validity, row);
  }

  getBoolean(column: number, row: number): boolean | null {
    return this.isNull(column, row) ? null : bitAt(this.#columns[column]!.values, row);
  }
  /** BIGINT, and TIMESTAMP in microseconds. */
  getI64(column: number, row: number): bigint | null {
    if (this.isNull(column, row)) return null;
    const words = this.values[column] as BigInt64Array | Int32Array;
    return words instanceof BigInt64Array ? words[row]! : new BigInt64Array(words.buffer)[row]!;
  }
  getText(column: number, row: number): string | null {
    if (this.isNull(column, row)) return null;
    const { data, offsets } = this.#columns[column]!;
    const start = offsets[row]!;
    const length = offsets[row + 1]! - start;
    // A decoder costs more to call than short texts take; pieces put together would be a tree of strings.
    const units = new Array<number>(Math.min(length, SHORT_TEXT));
    for (let i = 0; i < length; i++) {
      const byte = data[start + i]!;
      if (byte > 0x7f || i === SHORT_TEXT) return decoder.decode(data.subarray(start, start + length));
      units[i] = byte;
    }
    return String.fromCharCode(...units);
  }
  /** `YYYY-MM-DD` */
  getDate(column: number, row: number): string | null {
    return this.isNull(column, row) ? null : textOfDays(this.values[column]![row] as number);
  }
  /** Milliseconds since the epoch, microseconds in the fraction; exact until the year 2255. */
  getTimestamp(column: number, row: number): number | null {
    if (this.isNull(column, row)) return null;
    const words = this.values[column] as Int32Array;
    return (words[row * 2 + 1]! * 4294967296 + (words[row * 2]! >>> 0)) / 1000;
  }
}
