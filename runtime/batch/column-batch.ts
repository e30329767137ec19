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
  COLUMN_DATA_CAPACITY,
  COLUMN_OFFSETS,
  COLUMN_VALIDITY,
  COLUMN_VALUES,
} from "../assembly/layout.ts";
import type { Field, TypeKind } from "../plan.ts";
import { textOfDays } from "./datetime.ts";
import type { MemoryView } from "./memory-view.ts";

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

const NO_BYTES = new Uint8Array(0);
const NO_OFFSETS = new Int32Array(0);

/** log2 of a value's bytes; BOOLEAN and TEXT are stored otherwise. */
const WIDTH_LOG: Readonly<Record<TypeKind, number>> = {
  BOOLEAN: -1,
  TEXT: -2,
  TINYINT: 0,
  SMALLINT: 1,
  INTEGER: 2,
  REAL: 2,
  DATE: 2,
  BIGINT: 3,
  DOUBLE: 3,
  TIMESTAMP: 3,
  INTERVAL: 3,
};

/** Copies the batch whose header is at `header`. */
export function copyBatch(view: MemoryView, header: number, fields: readonly Field[]): ColumnBatch {
  const rows = view.address(header + BATCH_ROWS);
  const ops = view.address(header + BATCH_OPS);
  const bytes = (address: number, length: number) =>
    address === 0 || length === 0 ? NO_BYTES : view.u8.slice(address, address + length);
  const columns = fields.map(({ type, nullable }, i): ColumnData => {
    const entry = header + BATCH_COLUMNS + i * COLUMN_BYTES;
    const validity = nullable ? bytes(view.address(entry + COLUMN_VALIDITY), (rows + 7) >>> 3) : NO_BYTES;
    const width = WIDTH_LOG[type.kind];
    if (width === -2) {
      const at = view.address(entry + COLUMN_OFFSETS) >>> 2;
      const offsets = view.i32.slice(at, at + rows + 1);
      return { validity, values: NO_BYTES, offsets, data: bytes(view.address(entry + COLUMN_DATA), offsets[rows]!) };
    }
    const length = width === -1 ? (rows + 7) >>> 3 : rows << width;
    return {
      validity,
      values: bytes(view.address(entry + COLUMN_VALUES), length),
      offsets: NO_OFFSETS,
      data: NO_BYTES,
    };
  });
  return { fields, rows, ops: bytes(ops, rows), columns };
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
  for (const [i, { data }] of batch.columns.entries()) {
    if (data.length > view.address(header + BATCH_COLUMNS + i * COLUMN_BYTES + COLUMN_DATA_CAPACITY))
      reserve(i, 0, data.length);
  }
  view.u32[(header + BATCH_ROWS) >>> 2] = batch.rows;
  for (const [i, column] of batch.columns.entries()) {
    const entry = header + BATCH_COLUMNS + i * COLUMN_BYTES;
    if (column.validity.length > 0) view.u8.set(column.validity, view.address(entry + COLUMN_VALIDITY));
    if (column.values.length > 0) view.u8.set(column.values, view.address(entry + COLUMN_VALUES));
    if (column.offsets.length > 0) view.i32.set(column.offsets, view.address(entry + COLUMN_OFFSETS) >>> 2);
    if (column.data.length > 0) view.u8.set(column.data, view.address(entry + COLUMN_DATA));
  }
}

/** The part of a batch from row `from` on. */
export function tailOf(batch: ColumnBatch, from: number): ColumnBatch {
  if (from === 0) return batch;
  const rows = batch.rows - from;
  const columns = batch.columns.map((column, i): ColumnData => {
    const width = WIDTH_LOG[batch.fields[i]!.type.kind];
    const start = column.offsets[from] ?? 0;
    return {
      validity: column.validity.length === 0 ? NO_BYTES : shiftBits(column.validity, from, rows),
      values:
        width === -1
          ? shiftBits(column.values, from, rows)
          : width === -2
            ? NO_BYTES
            : column.values.slice(from << width),
      offsets: column.offsets.slice(from).map((offset) => offset - start),
      data: column.data.slice(start),
    };
  });
  return { ...batch, rows, ops: batch.ops.slice(from), columns };
}

function shiftBits(bits: Uint8Array, from: number, rows: number): Uint8Array {
  const shifted = new Uint8Array((rows + 7) >>> 3);
  for (let row = 0; row < rows; row++) {
    if ((bits[(from + row) >>> 3]! >>> ((from + row) & 7)) & 1) shifted[row >>> 3]! |= 1 << (row & 7);
  }
  return shifted;
}

/** A text may begin with U+FEFF: it is not a byte order mark here. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** How a reader sees the values of a type; TIMESTAMP by halves, which need no bigint. */
const WORDS = {
  TINYINT: Int8Array,
  SMALLINT: Int16Array,
  INTEGER: Int32Array,
  DATE: Int32Array,
  TIMESTAMP: Int32Array,
  REAL: Float32Array,
  DOUBLE: Float64Array,
  BOOLEAN: Uint8Array,
  TEXT: Uint8Array,
  BIGINT: BigInt64Array,
  INTERVAL: BigInt64Array,
} as const satisfies Readonly<Record<TypeKind, unknown>>;

/** Reads values of one batch; every `get…` of a nullable column may answer null. */
export class BatchReader {
  readonly #columns: readonly ColumnData[];
  readonly #fields: readonly Field[];
  /** Of each column its values as numbers or bigints. */
  readonly #words: readonly unknown[];

  constructor({ columns, fields }: ColumnBatch) {
    this.#columns = columns;
    this.#fields = fields;
    this.#words = columns.map(({ values }, i) => new WORDS[fields[i]!.type.kind](values.buffer as ArrayBuffer));
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
        return this.isNull(column, row) ? null : (this.#words[column] as ArrayLike<unknown>)[row];
    }
  }

  isNull(column: number, row: number): boolean {
    const { validity } = this.#columns[column]!;
    return validity.length !== 0 && ((validity[row >>> 3]! >>> (row & 7)) & 1) === 0;
  }

  getBoolean(column: number, row: number): boolean | null {
    if (this.isNull(column, row)) return null;
    return ((this.#columns[column]!.values[row >>> 3]! >>> (row & 7)) & 1) !== 0;
  }
  getI8(column: number, row: number): number | null {
    return this.isNull(column, row) ? null : (this.#words[column] as Int8Array)[row]!;
  }
  getI16(column: number, row: number): number | null {
    return this.isNull(column, row) ? null : (this.#words[column] as Int16Array)[row]!;
  }
  getI32(column: number, row: number): number | null {
    return this.isNull(column, row) ? null : (this.#words[column] as Int32Array)[row]!;
  }
  /** BIGINT, and TIMESTAMP in microseconds. */
  getI64(column: number, row: number): bigint | null {
    if (this.isNull(column, row)) return null;
    const words = this.#words[column] as BigInt64Array | Int32Array;
    return words instanceof BigInt64Array ? words[row]! : new BigInt64Array(words.buffer)[row]!;
  }
  getF32(column: number, row: number): number | null {
    return this.isNull(column, row) ? null : (this.#words[column] as Float32Array)[row]!;
  }
  getF64(column: number, row: number): number | null {
    return this.isNull(column, row) ? null : (this.#words[column] as Float64Array)[row]!;
  }
  getText(column: number, row: number): string | null {
    if (this.isNull(column, row)) return null;
    const { data, offsets } = this.#columns[column]!;
    const start = offsets[row]!;
    const end = offsets[row + 1]!;
    if (end - start > 24) return decoder.decode(data.subarray(start, end));
    let text = "";
    for (let at = start; at < end; at++) {
      const byte = data[at]!;
      if (byte > 0x7f) return decoder.decode(data.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  /** `YYYY-MM-DD` */
  getDate(column: number, row: number): string | null {
    const days = this.getI32(column, row);
    return days === null ? null : textOfDays(days);
  }
  /** Milliseconds since the epoch, microseconds in the fraction; exact until the year 2255. */
  getTimestamp(column: number, row: number): number | null {
    if (this.isNull(column, row)) return null;
    const words = this.#words[column] as Int32Array;
    return (words[row * 2 + 1]! * 4294967296 + (words[row * 2]! >>> 0)) / 1000;
  }
}
