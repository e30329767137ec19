import {
  INPUT_ROWS,
  LATE_BYTES,
  LATE_ROW,
  LATE_WATERMARK,
  ROW_ERROR_BYTES,
  ROW_ERROR_CODE,
  ROW_ERROR_COLUMN,
  ROW_ERROR_ROW,
  ROW_ERROR_SITE,
  SIDE_ERROR_COUNT,
  SIDE_LATE_COUNT,
} from "./layout";

const errors: usize = memory.data(INPUT_ROWS * ROW_ERROR_BYTES, 8);
const late: usize = memory.data(INPUT_ROWS * LATE_BYTES, 8);
/** SIDE_* of layout.ts. */
const side: usize = memory.data<u32>([errors, 0, late, 0]);

/**
 * The rows of one push that did not make it: those that failed, and the late ones. There is room for a whole batch, so
 * that noting a row cannot fail.
 */
export class SideLog {
  @inline static address(): usize {
    return side;
  }

  static clear(): void {
    store<u32>(side, 0, SIDE_ERROR_COUNT);
    store<u32>(side, 0, SIDE_LATE_COUNT);
  }

  /** A row whose expression failed. */
  static error(row: u32, code: i32, site: i32): void {
    note(row, code, site, -1);
  }

  /** A row with a value that cannot be. */
  static invalid(row: u32, code: i32, column: i32): void {
    note(row, code, -1, column);
  }

  static late(row: u32, watermark: i64): void {
    const count = load<u32>(side, SIDE_LATE_COUNT);
    const entry = late + count * LATE_BYTES;
    store<u32>(entry, row, LATE_ROW);
    store<i64>(entry, watermark, LATE_WATERMARK);
    store<u32>(side, count + 1, SIDE_LATE_COUNT);
  }
}

function note(row: u32, code: i32, site: i32, column: i32): void {
  const count = load<u32>(side, SIDE_ERROR_COUNT);
  const entry = errors + count * ROW_ERROR_BYTES;
  store<u32>(entry, row, ROW_ERROR_ROW);
  store<i32>(entry, code, ROW_ERROR_CODE);
  store<i32>(entry, site, ROW_ERROR_SITE);
  store<i32>(entry, column, ROW_ERROR_COLUMN);
  store<u32>(side, count + 1, SIDE_ERROR_COUNT);
}
