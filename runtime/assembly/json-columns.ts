import { Batch } from "./batch";
import { NULL_NOT_ALLOWED } from "./codes";
import { Column, TextRef } from "./column";
import { Failure } from "./failure";
import { Json } from "./json";
import { OUT_OF_MEMORY } from "./layout";

/** The description of a column; END comes after the last one. */
const ORDINAL = 0;
const CODE_OF_NULL = 2;
const KEY_BYTES = 4;
const KEY = 6;
const END: u16 = 0xffff;

/** What the last line had for each column: the line's stamp with the code of a failure, and where the value stood. */
const STAMP = 0;
const ADDRESS = 8;
export const JSON_OUTCOME_BYTES: i32 = 16;

/** Stamps count in steps above the codes that are added to them. */
const STAMP_STEP: u64 = 0x10000;
let latestStamp: u64 = 0;

/**
 * The required columns of a source and what the current line had for them. The source describes them as u16 numbers:
 * for each its ordinal in the declaration, the code of a NULL (0: allowed), the bytes of its key and the key in UTF-8;
 * then 65535.
 */
export class JsonColumns {
  /** Ordinal in the declaration of the column at fault; -1 where the line itself is. */
  static faulty: i32 = -1;

  /** Index of the column with this key among the required ones, -1 if there is none. */
  static find(columns: usize, key: TextRef): i32 {
    let index = 0;
    for (let at = columns; load<u16>(at) != END; at = next(at), index++) if (isKey(at, key)) return index;
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
  static complete(columns: usize, outcomes: usize, stamp: u64, lineEnd: usize, batch: usize, row: i32): bool {
    Json.faultAt = usize.MAX_VALUE;
    for (let at = columns, outcome = outcomes; load<u16>(at) != END; at = next(at), outcome += JSON_OUTCOME_BYTES) {
      const noted = load<u64>(outcome, STAMP) - stamp;
      let code = NULL_NOT_ALLOWED;
      let faultAt = lineEnd;
      if (noted < STAMP_STEP) {
        code = <i32>noted;
        faultAt = load<usize>(outcome, ADDRESS);
      }
      if (code == OUT_OF_MEMORY) faultAt = 0;
      if (code == NULL_NOT_ALLOWED) code = load<u16>(at, CODE_OF_NULL);
      if (code && faultAt < Json.faultAt) {
        Failure.code = code;
        Json.faultAt = faultAt;
        JsonColumns.faulty = load<u16>(at, ORDINAL);
      }
    }
    if (Failure.code) return false;
    let column = 0;
    for (let at = columns; load<u16>(at) != END; at = next(at), outcomes += JSON_OUTCOME_BYTES, column++) {
      if (load<u64>(outcomes, STAMP) != stamp) setNull(batch, column, row);
    }
    return true;
  }
}

/** The description of the column after the one at `at`. */
function next(at: usize): usize {
  return at + KEY + ((<usize>load<u16>(at, KEY_BYTES)) << 1);
}

function isKey(at: usize, key: TextRef): bool {
  const bytes = <u32>(key >>> 32);
  if (load<u16>(at, KEY_BYTES) != bytes) return false;
  for (let i: usize = 0; i < bytes; i++) {
    if (load<u16>(at + (i << 1), KEY) != load<u8>(<usize>(<u32>key) + i)) return false;
  }
  return true;
}

/** A NULL text is empty besides, as the next one begins where it ends. */
function setNull(batch: usize, column: usize, row: usize): void {
  Batch.setNull(batch, column, <u32>row);
  const offsets = Column.offsets(batch, column);
  if (offsets) store<u32>(offsets + (row << 2), load<u32>(offsets + (row << 2)), 4);
}
