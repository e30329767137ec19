import { TextRef } from "./column";
import {
  BATCH_CAPACITY,
  BATCH_COLUMNS,
  BATCH_OPS,
  BATCH_ROWS,
  BATCH_TABLE,
  COLUMN_BYTES,
  COLUMN_DATA,
  COLUMN_DATA_CAPACITY,
  COLUMN_OFFSETS,
  COLUMN_VALIDITY,
  COLUMN_VALUES,
} from "./layout";
import { Memory } from "./memory";

/**
 * Column formats as they stand in a batch's description, one byte each: log2 of the value's bytes, or BITS or TEXT,
 * plus NULLABLE. The description ends with END.
 */
export const BITS: u8 = 4;
export const TEXT: u8 = 5;
export const NULLABLE: u8 = 16;
export const END: u8 = 255;

/** Batches in Arrow layout (layout.ts): made once, filled again and again. */
export class Batch {
  /**
   * A batch of `capacity` rows with the columns that `description` lists, and op bytes if `changelog`. 0 if memory
   * has ended. Nullable columns start with every row valid.
   */
  static create(description: usize, capacity: u32, changelog: bool): usize {
    let columns: usize = 0;
    while (load<u8>(description + columns) != END) columns++;
    const batch = Memory.alloc(BATCH_COLUMNS + columns * COLUMN_BYTES);
    if (!batch) return 0;
    memory.fill(batch, 0, BATCH_COLUMNS + columns * COLUMN_BYTES);
    store<u32>(batch, capacity, BATCH_CAPACITY);
    if (changelog && !allocateInto(batch + BATCH_OPS, capacity)) return 0;
    for (let i: usize = 0; i < columns; i++) {
      if (!createColumn(batch + BATCH_COLUMNS + i * COLUMN_BYTES, load<u8>(description + i), capacity)) return 0;
    }
    return batch;
  }

  @inline static rows(batch: usize): i32 {
    return load<i32>(batch, BATCH_ROWS);
  }
  @inline static setRows(batch: usize, rows: i32): void {
    store<i32>(batch, rows, BATCH_ROWS);
  }
  @inline static setTable(batch: usize, table: u32): void {
    store<u32>(batch, table, BATCH_TABLE);
  }
  @inline static setOp(batch: usize, row: i32, op: i32): void {
    store<u8>(load<u32>(batch, BATCH_OPS) + row, op);
  }

  /** Empties the batch: no rows, every row of a nullable column valid. */
  static clear(batch: usize, description: usize): void {
    Batch.setRows(batch, 0);
    const bitmapBytes = (load<u32>(batch, BATCH_CAPACITY) + 7) >>> 3;
    for (let i: usize = 0; load<u8>(description + i) != END; i++) {
      const validity = load<u32>(batch + BATCH_COLUMNS + i * COLUMN_BYTES, COLUMN_VALIDITY);
      if (validity) memory.fill(validity, 255, bitmapBytes);
    }
  }

  /** Marks the value as NULL; a TEXT value must be set to '' besides. */
  @inline static setNull(batch: usize, column: usize, row: i32): void {
    clearBit(load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_VALIDITY), row);
  }
  /** For rows that are written more than once. */
  @inline static setValid(batch: usize, column: usize, row: i32): void {
    setBit(load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_VALIDITY), row);
  }

  @inline static setBool(batch: usize, column: usize, row: i32, value: bool): void {
    const values = load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_VALUES);
    if (value) setBit(values, row);
    else clearBit(values, row);
  }

  /** Makes a TEXT column hold at least `bytes` bytes, keeping the first `used`. False if memory has ended. */
  static reserveText(batch: usize, column: usize, used: u32, bytes: u32): bool {
    const entry = batch + BATCH_COLUMNS + column * COLUMN_BYTES;
    return bytes <= load<u32>(entry, COLUMN_DATA_CAPACITY) || growData(entry, used, bytes);
  }

  /** Copies the text behind that of the row before. False if memory has ended; the row can be written again. */
  static setText(batch: usize, column: usize, row: i32, text: TextRef): bool {
    const entry = batch + BATCH_COLUMNS + column * COLUMN_BYTES;
    const offsets = load<u32>(entry, COLUMN_OFFSETS) + (row << 2);
    const start = load<u32>(offsets);
    const bytes = <u32>(text >>> 32);
    const end = start + bytes;
    if (end > load<u32>(entry, COLUMN_DATA_CAPACITY) && !growData(entry, start, end)) return false;
    memory.copy(load<u32>(entry, COLUMN_DATA) + start, <usize>(<u32>text), bytes);
    store<u32>(offsets, end, 4);
    return true;
  }

  /** Whether the two rows are equal, byte for byte and NULL for NULL, in every column. */
  static sameRow(batch: usize, description: usize, a: i32, b: i32): bool {
    for (let i: usize = 0; load<u8>(description + i) != END; i++) {
      const format = load<u8>(description + i);
      const entry = batch + BATCH_COLUMNS + i * COLUMN_BYTES;
      const validity = load<u32>(entry, COLUMN_VALIDITY);
      if (validity) {
        const valid = getBit(validity, a);
        if (valid != getBit(validity, b)) return false;
        if (!valid) continue;
      }
      if (!sameValue(entry, format & 15, a, b)) return false;
    }
    return true;
  }
}

function createColumn(entry: usize, format: u8, capacity: u32): bool {
  const bitmapBytes = (capacity + 7) >>> 3;
  if (format & NULLABLE) {
    if (!allocateInto(entry + COLUMN_VALIDITY, bitmapBytes)) return false;
    memory.fill(load<u32>(entry, COLUMN_VALIDITY), 255, bitmapBytes);
  }
  const kind = format & 15;
  if (kind == BITS) return allocateInto(entry + COLUMN_VALUES, bitmapBytes);
  if (kind != TEXT) return allocateInto(entry + COLUMN_VALUES, capacity << kind);
  if (!allocateInto(entry + COLUMN_OFFSETS, (capacity + 1) << 2)) return false;
  store<u32>(load<u32>(entry, COLUMN_OFFSETS), 0);
  return true;
}

function allocateInto(field: usize, bytes: u32): bool {
  const block = Memory.alloc(bytes);
  store<u32>(field, <u32>block);
  return block != 0;
}

/** Moves the column's text to a block of at least twice the size. */
function growData(entry: usize, used: u32, needed: u32): bool {
  const old = load<u32>(entry, COLUMN_DATA_CAPACITY);
  const larger = <u32>Memory.blockBytes(max(needed, old << 1));
  const block = Memory.alloc(larger);
  if (!block) return false;
  memory.copy(block, load<u32>(entry, COLUMN_DATA), used);
  if (old) Memory.free(load<u32>(entry, COLUMN_DATA), old);
  store<u32>(entry, <u32>block, COLUMN_DATA);
  store<u32>(entry, larger, COLUMN_DATA_CAPACITY);
  return true;
}

function sameValue(entry: usize, kind: u8, a: i32, b: i32): bool {
  const values = load<u32>(entry, COLUMN_VALUES);
  if (kind == BITS) return getBit(values, a) == getBit(values, b);
  if (kind != TEXT) return sameBytes(values + (a << kind), values + (b << kind), 1 << kind);
  const offsets = load<u32>(entry, COLUMN_OFFSETS);
  const data = load<u32>(entry, COLUMN_DATA);
  const startA = load<u32>(offsets + (a << 2));
  const startB = load<u32>(offsets + (b << 2));
  const bytes = load<u32>(offsets + (a << 2), 4) - startA;
  return bytes == load<u32>(offsets + (b << 2), 4) - startB && sameBytes(data + startA, data + startB, bytes);
}

function sameBytes(a: usize, b: usize, bytes: usize): bool {
  for (let i: usize = 0; i < bytes; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

function getBit(bitmap: usize, row: i32): u32 {
  return <u32>(load<u8>(bitmap + (row >>> 3)) >>> (row & 7)) & 1;
}
function setBit(bitmap: usize, row: i32): void {
  const at = bitmap + (row >>> 3);
  store<u8>(at, load<u8>(at) | (1 << (<u8>(row & 7))));
}
function clearBit(bitmap: usize, row: i32): void {
  const at = bitmap + (row >>> 3);
  store<u8>(at, load<u8>(at) & ~(1 << (<u8>(row & 7))));
}
