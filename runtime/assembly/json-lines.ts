import { Batch } from "./batch";
import { ROW_TOO_LONG } from "./codes";
import { Failure } from "./failure";
import { Json, NEWLINE } from "./json";
import { JsonColumns } from "./json-columns";
import {
  DECODED_CUT,
  DECODED_END,
  DECODED_ERROR_COUNT,
  DECODED_ERRORS,
  DECODED_LINE_COUNT,
  DECODED_LINES,
  DECODED_OWN,
  DECODED_PARTIAL,
  DECODED_POSITION,
  DONE,
  LINE_ADDRESS,
  LINE_BYTES,
  LINE_ERROR_ADDRESS,
  LINE_ERROR_AT,
  LINE_ERROR_BYTES,
  LINE_ERROR_CODE,
  LINE_ERROR_COLUMN,
  LINE_ERROR_LENGTH,
  LINE_ERROR_NUMBER,
  LINE_ERROR_OFFSET,
  LINE_ERROR_ROW,
  LINE_LENGTH,
  MORE,
  OUT_OF_MEMORY,
} from "./layout";
import { Memory } from "./memory";

/** The buffer, its size, and the end of the last whole line in it; DECODED_PARTIAL is the next line. */
const BUFFER: usize = DECODED_OWN;
const CAPACITY: usize = DECODED_OWN + 4;
const WHOLE: usize = DECODED_OWN + 8;

/** Malformed lines that one call may find; the lists of rows and of those come last. */
const ERRORS_MAX: u32 = 1024;
export const JSON_LINES_BYTES: i32 = DECODED_ERRORS + <i32>ERRORS_MAX * LINE_ERROR_BYTES;

/** What is kept of a line that is too long: its first bytes as a sample, and the latest one, a carriage return perhaps. */
const SAMPLE_BYTES: usize = 256;

/** Room after the input: for the newline of a last line that has none, and for what is read in blocks beyond that. */
const SLACK_BYTES: usize = 128;

const BYTE_ORDER_MARK: u32 = 0xbfbbef;

/** Half as much again, and the slack, still fit the address space. */
const BUFFER_MAX: u64 = 1 << 31;

/**
 * Input that comes in pieces, as lines. Bytes are gathered in one buffer, at whose start the piece of a line that was
 * left over is moved before more come. A line ends in a newline; a carriage return before it is no part of the line.
 * The state of a source is DECODED_* of layout.ts and the words above.
 */
export class JsonLines {
  /** Where the next `bytes` bytes go; 0 if memory has ended. Addresses of lines given out before are void. */
  static input(lines: usize, bytes: usize): usize {
    const start = load<u32>(lines, DECODED_PARTIAL);
    const kept = load<u32>(lines, DECODED_END) - start;
    const needed = <u64>kept + <u64>bytes + SLACK_BYTES;
    if (needed > load<u32>(lines, CAPACITY)) {
      if (needed > BUFFER_MAX || !grow(lines, <u32>needed, start, kept)) return 0;
    } else memory.copy(load<u32>(lines, BUFFER), start, kept);
    const buffer = load<u32>(lines, BUFFER);
    store<u32>(lines, buffer, DECODED_PARTIAL);
    store<u32>(lines, load<u32>(lines, WHOLE) - start + buffer, WHOLE);
    store<u32>(lines, buffer + kept, DECODED_END);
    return buffer + kept;
  }

  /** Takes the `bytes` bytes written since `input` and empties the lists. Returns the address of the next line. */
  static begin(lines: usize, bytes: usize, last: bool, bytesMax: u32): usize {
    const start = load<u32>(lines, DECODED_PARTIAL);
    const fresh = load<u32>(lines, DECODED_END);
    const end = fresh + <u32>bytes;
    if (!ASC_NO_ASSERT) {
      const room = load<u32>(lines, BUFFER) + load<u32>(lines, CAPACITY);
      assert(end + SLACK_BYTES <= room || bytes == 0, "more bytes than announced");
    }
    store<u32>(lines, end, DECODED_END);
    store<u32>(lines, 0, DECODED_ERROR_COUNT);
    let whole = end;
    while (whole > fresh && load<u8>(whole - 1) != NEWLINE) whole--;
    if (whole > fresh) store<u32>(lines, whole, WHOLE);
    if (last && load<u32>(lines, WHOLE) < end) {
      store<u8>(end, NEWLINE);
      store<u32>(lines, end + 1, WHOLE);
    }
    let line = start;
    // Nothing of the input is used up before its first three bytes or its first line are here.
    if (load<u64>(lines, DECODED_POSITION) == 0 && end - line >= 3) {
      if ((load<u32>(line) & 0xffffff) == BYTE_ORDER_MARK) line += 3;
    }
    return load<u64>(lines, DECODED_CUT) && JsonLines.has(lines, line)
      ? JsonLines.reject(lines, line, 0, bytesMax)
      : line;
  }

  /** Whether a line begins at `line` and could be reported. */
  @inline static has(lines: usize, line: usize): bool {
    return line < load<u32>(lines, WHOLE) && load<u32>(lines, DECODED_ERROR_COUNT) < ERRORS_MAX;
  }

  /** Bytes of the line that ends at the newline `lineEnd`. */
  @inline static bytes(line: usize, lineEnd: usize): u32 {
    return <u32>(lineEnd - line) - <u32>(lineEnd > line && load<u8>(lineEnd - 1) == 0x0d);
  }

  /** Notes the line of a row. */
  @inline static keep(lines: usize, line: usize, lineEnd: usize, row: i32): void {
    const entry = lines + DECODED_LINES + row * LINE_BYTES;
    store<u32>(entry, <u32>line, LINE_ADDRESS);
    store<u32>(entry, JsonLines.bytes(line, lineEnd), LINE_LENGTH);
  }

  /**
   * Reports the line that is not to become a row, unless it is blank: `Failure.code` is 0 then. Returns the address of
   * the next line, or the same if memory has ended and the line has to wait.
   */
  static reject(lines: usize, line: usize, row: i32, bytesMax: u32): usize {
    const column = JsonColumns.faulty;
    JsonColumns.faulty = -1;
    let lineEnd = line;
    while (load<u8>(lineEnd) != NEWLINE) lineEnd++;
    const cutBytes = load<u64>(lines, DECODED_CUT);
    const bytes = cutBytes + JsonLines.bytes(line, lineEnd);
    if (bytes > bytesMax || cutBytes != 0) {
      Failure.code = ROW_TOO_LONG;
      report(lines, line, bytes, row, -1, line + bytesMax);
      store<u64>(lines, load<u64>(lines, DECODED_POSITION) + cutBytes, DECODED_POSITION);
      store<u64>(lines, 0, DECODED_CUT);
    } else {
      if (Failure.code == OUT_OF_MEMORY) return line;
      if (Failure.code) report(lines, line, bytes, row, column, Json.faultAt);
    }
    store<u64>(lines, load<u64>(lines, DECODED_LINE_COUNT) + 1, DECODED_LINE_COUNT);
    return lineEnd + 1;
  }

  /** After the last line of a call: `line` is the next one. Returns DONE, MORE or, with nothing decoded, OUT_OF_MEMORY. */
  static finish(lines: usize, line: usize, batch: usize, rows: i32, bytesMax: u32): i32 {
    Batch.setRows(batch, rows);
    // The newline that was added to the last line is no part of the input.
    const start = min(<u32>line, load<u32>(lines, DECODED_END));
    const consumed = start - load<u32>(lines, DECODED_PARTIAL);
    store<u32>(lines, start, DECODED_PARTIAL);
    store<u64>(lines, load<u64>(lines, DECODED_POSITION) + consumed, DECODED_POSITION);
    store<u64>(lines, load<u64>(lines, DECODED_LINE_COUNT) + rows, DECODED_LINE_COUNT);
    let status = MORE;
    if (Failure.take() == OUT_OF_MEMORY) {
      if (rows == 0 && load<u32>(lines, DECODED_ERROR_COUNT) == 0) status = OUT_OF_MEMORY;
    } else if (line >= load<u32>(lines, WHOLE)) {
      store<u32>(lines, start, WHOLE);
      cut(lines, bytesMax);
      status = DONE;
    }
    return status;
  }
}

/** Moves the kept bytes to a buffer with room to spare, so that a long line in many pieces is not moved for each. */
function grow(lines: usize, needed: u32, start: usize, kept: usize): bool {
  const capacity = needed + (needed >> 1);
  const buffer = Memory.alloc(capacity);
  if (!buffer) return false;
  memory.copy(buffer, start, kept);
  if (load<u32>(lines, CAPACITY)) Memory.free(load<u32>(lines, BUFFER), load<u32>(lines, CAPACITY));
  store<u32>(lines, <u32>buffer, BUFFER);
  store<u32>(lines, capacity, CAPACITY);
  return true;
}

function report(lines: usize, line: usize, bytes: u64, row: i32, column: i32, faultAt: usize): void {
  const count = load<u32>(lines, DECODED_ERROR_COUNT);
  const entry = lines + DECODED_ERRORS + count * LINE_ERROR_BYTES;
  const offset = load<u64>(lines, DECODED_POSITION) + (line - load<u32>(lines, DECODED_PARTIAL));
  store<i32>(entry, Failure.take(), LINE_ERROR_CODE);
  store<i32>(entry, column, LINE_ERROR_COLUMN);
  store<u32>(entry, <u32>line, LINE_ERROR_ADDRESS);
  store<u32>(entry, <u32>min(bytes, <u64>u32.MAX_VALUE), LINE_ERROR_LENGTH);
  // What is missing is found at the newline, one byte late where a carriage return stands before that.
  store<u32>(entry, <u32>min(<u64>(faultAt - line), bytes), LINE_ERROR_AT);
  store<u32>(entry, row, LINE_ERROR_ROW);
  store<u64>(entry, offset, LINE_ERROR_OFFSET);
  store<u64>(entry, load<u64>(lines, DECODED_LINE_COUNT) + row + 1, LINE_ERROR_NUMBER);
  store<u32>(lines, count + 1, DECODED_ERROR_COUNT);
}

/** Cuts out the middle of a line that is too long and not at its end. */
function cut(lines: usize, bytesMax: u32): void {
  const start = load<u32>(lines, DECODED_PARTIAL);
  const end = load<u32>(lines, DECODED_END);
  const bytes = <usize>(end - start);
  if (bytes <= SAMPLE_BYTES + 1 || (bytes <= <usize>bytesMax + 1 && !load<u64>(lines, DECODED_CUT))) return;
  store<u8>(start + SAMPLE_BYTES, load<u8>(end - 1));
  store<u32>(lines, start + SAMPLE_BYTES + 1, DECODED_END);
  store<u64>(lines, load<u64>(lines, DECODED_CUT) + (bytes - SAMPLE_BYTES - 1), DECODED_CUT);
}
