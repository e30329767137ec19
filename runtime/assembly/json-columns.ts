import { Batch } from "./batch";
import { NULL_NOT_ALLOWED } from "./codes";
import { Column, TextRef } from "./column";
import { Failure } from "./failure";
import { Json } from "./json";
import { OUT_OF_MEMORY } from "./layout";
import { Text } from "./text";

/** The description of a column. */
const ORDINAL = 0;
const CODE_OF_NULL = 2;
const KEY_BYTES = 4;
const DESCRIPTION_BYTES = 6;

/** What the last line had for each column: the line's stamp with the code of a failure, and where the value stood. */
const STAMP = 0;
const ADDRESS = 8;
export const JSON_OUTCOME_BYTES: i32 = 16;

/** Stamps count in steps above the codes that are added to them. */
const STAMP_STEP: u64 = 0x10000;
let latestStamp: u64 = 0;

/**
 * The required columns of a source and what the current line had for them. The source describes each of `count` columns
 * by three u16 numbers, its ordinal in the declaration, the code of a NULL (0: allowed) and the bytes of its key; the
 * keys stand elsewhere in UTF-8, one behind the other.
 */
export class JsonColumns {
  /** Ordinal in the declaration of the column at fault; -1 where the line itself is. */
  static faulty: i32 = -1;

  /** Index of the column with this key among the required ones, -1 if there is none. */
  static find(columns: usize, count: i32, keys: usize, key: TextRef): i32 {
    for (let column = 0; column < count; column++) {
      const bytes = <usize>load<u16>(columns + column * DESCRIPTION_BYTES, KEY_BYTES);
      let same: usize = 0;
      while (same < bytes && load<u8>(keys + same) == load<u8>(Text.address(key) + same)) same++;
      if (same == bytes && bytes == <usize>Text.bytes(key)) return column;
      keys += bytes;
    }
    return -1;
  }

  /** A stamp for one attempt at a line; no outcome bears it yet. */
  @inline static begin(): u64 {
    latestStamp += STAMP_STEP;
    return latestStamp;
  }

  /**
   * Notes the value at `at` that was just stored for the column, or its failure, in place of an earlier one of this
   * line. Returns by how many more columns have a value now.
   */
  @inline static note(outcomes: usize, column: i32, stamp: u64, at: usize): i32 {
    const outcome = outcomes + column * JSON_OUTCOME_BYTES;
    const before = load<u64>(outcome, STAMP);
    const now = stamp + <u64>Failure.take();
    store<u64>(outcome, now, STAMP);
    store<usize>(outcome, at, ADDRESS);
    return <i32>(now == stamp) - <i32>(before == stamp);
  }

  /**
   * Judges a valid line some of whose columns have no value. If NULL is allowed for all of them the row gets its
   * NULLs. Else false: `Failure.code` is OUT_OF_MEMORY, or that of the first fault by its place in the line; columns
   * that are missing come last, in declared order.
   */
  static complete(
    columns: usize,
    count: i32,
    outcomes: usize,
    stamp: u64,
    lineEnd: usize,
    batch: usize,
    row: i32,
  ): bool {
    Json.faultAt = usize.MAX_VALUE;
    for (let column = 0; column < count; column++) {
      const described = columns + column * DESCRIPTION_BYTES;
      const outcome = outcomes + column * JSON_OUTCOME_BYTES;
      const noted = load<u64>(outcome, STAMP) - stamp;
      let code = NULL_NOT_ALLOWED;
      let faultAt = lineEnd;
      if (noted < STAMP_STEP) {
        code = <i32>noted;
        faultAt = load<usize>(outcome, ADDRESS);
      }
      if (code == OUT_OF_MEMORY) faultAt = 0;
      if (code == NULL_NOT_ALLOWED) code = load<u16>(described, CODE_OF_NULL);
      if (code && faultAt < Json.faultAt) {
        Failure.code = code;
        Json.faultAt = faultAt;
        JsonColumns.faulty = load<u16>(described, ORDINAL);
      }
    }
    if (Failure.code) return false;
    for (let column = 0; column < count; column++) {
      if (load<u64>(outcomes + column * JSON_OUTCOME_BYTES, STAMP) != stamp) setNull(batch, column, row);
    }
    return true;
  }
}

/** A NULL text is empty besides, as the next one begins where it ends. */
function setNull(batch: usize, column: usize, row: usize): void {
  Batch.setNull(batch, column, <u32>row);
  const offsets = Column.offsets(batch, column);
  if (offsets) store<u32>(offsets + (row << 2), load<u32>(offsets + (row << 2)), 4);
}
