import { BATCH_COLUMNS, COLUMN_BYTES, COLUMN_DATA, COLUMN_OFFSETS, COLUMN_VALIDITY, COLUMN_VALUES } from "./layout";

/** A text in memory as one number: address in the low half, length in bytes in the high half. */
export type TextRef = u64;

/** Reads of a column's buffers; none checks bounds, rows are counted from 0. */
export class Column {
  @inline static validity(batch: usize, column: usize): usize {
    return load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_VALIDITY);
  }
  @inline static values(batch: usize, column: usize): usize {
    return load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_VALUES);
  }
  @inline static offsets(batch: usize, column: usize): usize {
    return load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_OFFSETS);
  }
  @inline static data(batch: usize, column: usize): usize {
    return load<u32>(batch + BATCH_COLUMNS + column * COLUMN_BYTES, COLUMN_DATA);
  }

  /** A column without NULLs has no bitmap: `validity` 0. */
  @inline static isNull(validity: usize, row: usize): bool {
    return validity != 0 && ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 0;
  }
  @inline static boolAt(values: usize, row: usize): bool {
    return ((load<u8>(values + (row >>> 3)) >>> (row & 7)) & 1) != 0;
  }
  @inline static i8At(values: usize, row: usize): i32 {
    return load<i8>(values + row);
  }
  @inline static i16At(values: usize, row: usize): i32 {
    return load<i16>(values + (row << 1));
  }
  @inline static i32At(values: usize, row: usize): i32 {
    return load<i32>(values + (row << 2));
  }
  @inline static i64At(values: usize, row: usize): i64 {
    return load<i64>(values + (row << 3));
  }
  @inline static f32At(values: usize, row: usize): f32 {
    return load<f32>(values + (row << 2));
  }
  @inline static f64At(values: usize, row: usize): f64 {
    return load<f64>(values + (row << 3));
  }
  @inline static textAt(offsets: usize, data: usize, row: usize): TextRef {
    const start = load<u32>(offsets + (row << 2));
    const end = load<u32>(offsets + (row << 2), 4);
    return ((<u64>(end - start)) << 32) | (<u64>data + <u64>start);
  }
}
