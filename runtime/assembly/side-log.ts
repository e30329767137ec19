import {
  INPUT_ROWS,
  LATE_BYTES,
  LATE_ROW,
  LATE_WATERMARK,
  ROW_ERROR_BYTES,
  ROW_ERROR_CODE,
  ROW_ERROR_ROW,
  ROW_ERROR_SITE,
  SIDE_BYTES,
  SIDE_ERROR_COUNT,
  SIDE_ERRORS,
  SIDE_LATE,
  SIDE_LATE_COUNT,
} from "./layout";
import { Memory } from "./memory";

const side: usize = memory.data(SIDE_BYTES, 4);

/**
 * The rows of one push that did not make it: those whose expressions failed, and the late ones. Room for a whole
 * batch is taken at the start, so that noting a row cannot fail.
 */
export class SideLog {
  static init(): bool {
    const errors = Memory.alloc(INPUT_ROWS * ROW_ERROR_BYTES);
    const late = Memory.alloc(INPUT_ROWS * LATE_BYTES);
    store<u32>(side, <u32>errors, SIDE_ERRORS);
    store<u32>(side, <u32>late, SIDE_LATE);
    SideLog.clear();
    return errors != 0 && late != 0;
  }

  @inline static address(): usize {
    return side;
  }

  static clear(): void {
    store<u32>(side, 0, SIDE_ERROR_COUNT);
    store<u32>(side, 0, SIDE_LATE_COUNT);
  }

  static error(row: u32, code: i32, site: u32): void {
    const count = load<u32>(side, SIDE_ERROR_COUNT);
    const entry = load<u32>(side, SIDE_ERRORS) + count * ROW_ERROR_BYTES;
    store<u32>(entry, row, ROW_ERROR_ROW);
    store<i32>(entry, code, ROW_ERROR_CODE);
    store<u32>(entry, site, ROW_ERROR_SITE);
    store<u32>(side, count + 1, SIDE_ERROR_COUNT);
  }

  static late(row: u32, watermark: i64): void {
    const count = load<u32>(side, SIDE_LATE_COUNT);
    const entry = load<u32>(side, SIDE_LATE) + count * LATE_BYTES;
    store<u32>(entry, row, LATE_ROW);
    store<i64>(entry, watermark, LATE_WATERMARK);
    store<u32>(side, count + 1, SIDE_LATE_COUNT);
  }
}
