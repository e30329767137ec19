import { Batch } from "./batch";
import { ROW_TOO_LONG } from "./codes";
import { Failure } from "./failure";
import { Json, NEWLINE } from "./json";
import { JsonColumns } from "./json-columns";
import {
  DECODED_BYTES,
  DECODED_CONSUMED,
  DECODED_CUT,
  DECODED_ERROR_COUNT,
  DECODED_ERRORS,
  DECODED_LINE_COUNT,
  DECODED_LINES,
  DECODED_PARTIAL,
  DECODED_PARTIAL_BYTES,
  DECODED_POSITION,
  DONE,
  INPUT_ROWS,
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

/** The buffer, the end of the last whole line in it, and the end of its bytes; DECODED_PARTIAL is the next line. */
const BUFFER: usize = DECODED_BYTES;
const CAPACITY: usize = DECODED_BYTES + 4;
const WHOLE: usize = DECODED_BYTES + 8;
const END: usize = DECODED_BYTES + 12;
export const JSON_LINES_BYTES: i32 = DECODED_BYTES + 16;

/** Malformed lines that one call may report. */
const ERRORS_MAX: u32 = 1024;

/** What is kept of a line that is too long: its first bytes as a sample, and the latest one, a carriage return perhaps. */
const SAMPLE_BYTES: usize = 256;

/** Room after the input: for the newline of a last line that has none, and for what is read in blocks beyond that. */
const SLACK_BYTES: usize = 64;

/** Not far enough below 2^32 to overflow on the way. */
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
    const kept = load<u32>(lines, END) - start;
    if (load<u32>(lines, DECODED_LINES) == 0 && !allocateLists(lines)) return 0;
    const needed = <u64>kept + <u64>bytes + SLACK_BYTES;
    if (needed > load<u32>(lines, CAPACITY)) {
      if (needed > BUFFER_MAX || !grow(lines, <u32>needed, start, kept)) return 0;
    } else memory.copy(load<u32>(lines, BUFFER), start, kept);
    const buffer = load<u32>(lines, BUFFER);
    store<u32>(lines, buffer, DECODED_PARTIAL);
    store<u32>(lines, load<u32>(lines, WHOLE) - start + buffer, WHOLE);
    store<u32>(lines, buffer + kept, END);
    return buffer + kept;
  }

  /** Takes the `bytes` bytes written since `input` and empties the lists. Returns the address of the next line. */
  static begin(lines: usize, bytes: usize, last: bool, bytesMax: u32): usize {
    const fresh = load<u32>(lines, END);
    const end = fresh + bytes;
    const whole = lastLineEnd(fresh, end);
    store<u32>(lines, <u32>end, END);
    if (whole > fresh) store<u32>(lines, <u32>whole, WHOLE);
    if (last && load<u32>(lines, WHOLE) < end) {
      store<u8>(end, NEWLINE);
      store<u32>(lines, <u32>end + 1, WHOLE);
    }
    store<u32>(lines, load<u32>(lines, DECODED_PARTIAL), DECODED_CONSUMED);
    store<u32>(lines, 0, DECODED_ERROR_COUNT);
    skipByteOrderMark(lines);
    if (load<u64>(lines, DECODED_CUT)) endCutLine(lines, bytesMax);
    return load<u32>(lines, DECODED_PARTIAL);
  }

  /** Whether a line begins at `line` and could be reported. */
  @inline static has(lines: usize, line: usize): bool {
    return line < load<u32>(lines, WHOLE) && load<u32>(lines, DECODED_ERROR_COUNT) < ERRORS_MAX;
  }

  /** Notes the line of a row. False if the line is too long. */
  @inline static keep(lines: usize, line: usize, lineEnd: usize, row: i32, bytesMax: u32): bool {
    const bytes = lineBytes(line, lineEnd);
    const entry = load<u32>(lines, DECODED_LINES) + row * LINE_BYTES;
    store<u32>(entry, <u32>line, LINE_ADDRESS);
    store<u32>(entry, bytes, LINE_LENGTH);
    return bytes <= bytesMax;
  }

  /**
   * Reports the line that is not to become a row, unless it is blank: `Failure.code` is 0 then. Returns the address of
   * the next line, or the same if memory has ended and the line has to wait.
   */
  static reject(lines: usize, line: usize, row: i32, bytesMax: u32): usize {
    const column = JsonColumns.faulty;
    JsonColumns.faulty = -1;
    const lineEnd = Json.newline(line);
    const bytes = lineBytes(line, lineEnd);
    if (bytes > bytesMax) {
      Failure.code = ROW_TOO_LONG;
      report(lines, line, bytes, row, -1, bytesMax);
    } else {
      if (Failure.code == OUT_OF_MEMORY) return line;
      if (Failure.code) report(lines, line, bytes, row, column, <u32>(Json.faultAt - line));
    }
    store<u64>(lines, load<u64>(lines, DECODED_LINE_COUNT) + 1, DECODED_LINE_COUNT);
    return lineEnd + 1;
  }

  /** After the last line of a call: `line` is the next one. Returns DONE, MORE or, with nothing decoded, OUT_OF_MEMORY. */
  static finish(lines: usize, line: usize, batch: usize, rows: i32, bytesMax: u32): i32 {
    Batch.setRows(batch, rows);
    // The newline that was added to the last line is no part of the input.
    advance(lines, min(line, <usize>load<u32>(lines, END)));
    store<u64>(lines, load<u64>(lines, DECODED_LINE_COUNT) + rows, DECODED_LINE_COUNT);
    const start = load<u32>(lines, DECODED_PARTIAL);
    store<u32>(lines, start - load<u32>(lines, DECODED_CONSUMED), DECODED_CONSUMED);
    let status = MORE;
    if (Failure.take() == OUT_OF_MEMORY) {
      if (rows == 0 && load<u32>(lines, DECODED_ERROR_COUNT) == 0) status = OUT_OF_MEMORY;
    } else if (line >= load<u32>(lines, WHOLE)) {
      store<u32>(lines, start, WHOLE);
      cut(lines, bytesMax);
      status = DONE;
    }
    store<u32>(lines, load<u32>(lines, END) - start, DECODED_PARTIAL_BYTES);
    return status;
  }

  /** Continues where another instance was: what DECODED_* said there. Its bytes not used up come as input again. */
  static restore(lines: usize, position: u64, lineCount: u64, cut: u64): void {
    const buffer = load<u32>(lines, BUFFER);
    store<u32>(lines, buffer, DECODED_PARTIAL);
    store<u32>(lines, buffer, WHOLE);
    store<u32>(lines, buffer, END);
    store<u64>(lines, position, DECODED_POSITION);
    store<u64>(lines, lineCount, DECODED_LINE_COUNT);
    store<u64>(lines, cut, DECODED_CUT);
  }
}

function allocateLists(lines: usize): bool {
  const rowsBytes = INPUT_ROWS * LINE_BYTES;
  const lists = Memory.alloc(rowsBytes + ERRORS_MAX * LINE_ERROR_BYTES);
  if (!lists) return false;
  store<u32>(lines, <u32>lists, DECODED_LINES);
  store<u32>(lines, <u32>lists + rowsBytes, DECODED_ERRORS);
  return true;
}

/** Moves the kept bytes to a larger buffer. It doubles, so that a long line in many pieces is not moved for each. */
function grow(lines: usize, needed: u32, start: usize, kept: usize): bool {
  const old = load<u32>(lines, CAPACITY);
  let capacity = max(needed, min(old << 1, <u32>BUFFER_MAX));
  let buffer = Memory.alloc(capacity);
  if (!buffer) {
    capacity = needed;
    buffer = Memory.alloc(capacity);
    if (!buffer) return false;
  }
  memory.copy(buffer, start, kept);
  if (old) Memory.free(load<u32>(lines, BUFFER), old);
  store<u32>(lines, <u32>buffer, BUFFER);
  store<u32>(lines, capacity, CAPACITY);
  return true;
}

/** The address after the last newline in [start, end), or `start`. */
function lastLineEnd(start: usize, end: usize): usize {
  for (let at = end; at > start; at -= 16) {
    const newlines: u32 = i8x16.bitmask(i8x16.eq(v128.load(at - 16), i8x16.splat(<i8>NEWLINE)));
    if (newlines) return max(at + 16 - clz(newlines), start);
  }
  return start;
}

/** Bytes of the line that ends at the newline `lineEnd`. */
function lineBytes(line: usize, lineEnd: usize): u32 {
  const bytes = <u32>(lineEnd - line);
  return bytes - <u32>(bytes != 0 && load<u8>(lineEnd - 1) == 0x0d);
}

/** Moves the start of what is not used up, and the position with it. */
function advance(lines: usize, to: usize): void {
  const from = load<u32>(lines, DECODED_PARTIAL);
  store<u64>(lines, load<u64>(lines, DECODED_POSITION) + (to - from), DECODED_POSITION);
  store<u32>(lines, <u32>to, DECODED_PARTIAL);
}

/** At the very start of the input only. Nothing is used up before its first three bytes or its first line are here. */
function skipByteOrderMark(lines: usize): void {
  const start = load<u32>(lines, DECODED_PARTIAL);
  if (load<u64>(lines, DECODED_POSITION) || load<u32>(lines, END) - start < 3) return;
  if ((load<u32>(start) & 0xffffff) == 0xbfbbef) advance(lines, start + 3);
}

/** Reports the line whose middle was cut out, if its end is here. */
function endCutLine(lines: usize, bytesMax: u32): void {
  const line = load<u32>(lines, DECODED_PARTIAL);
  if (load<u32>(lines, WHOLE) == line) return;
  const lineEnd = Json.newline(line);
  const cutBytes = load<u64>(lines, DECODED_CUT);
  const bytes = min(cutBytes + lineBytes(line, lineEnd), <u64>u32.MAX_VALUE);
  Failure.code = ROW_TOO_LONG;
  report(lines, line, <u32>bytes, 0, -1, bytesMax);
  advance(lines, min(lineEnd + 1, <usize>load<u32>(lines, END)));
  store<u64>(lines, load<u64>(lines, DECODED_POSITION) + cutBytes, DECODED_POSITION);
  store<u64>(lines, load<u64>(lines, DECODED_LINE_COUNT) + 1, DECODED_LINE_COUNT);
  store<u64>(lines, 0, DECODED_CUT);
}

function report(lines: usize, line: usize, bytes: u32, row: i32, column: i32, at: u32): void {
  const count = load<u32>(lines, DECODED_ERROR_COUNT);
  const entry = load<u32>(lines, DECODED_ERRORS) + count * LINE_ERROR_BYTES;
  const offset = load<u64>(lines, DECODED_POSITION) + (line - load<u32>(lines, DECODED_PARTIAL));
  store<i32>(entry, Failure.take(), LINE_ERROR_CODE);
  store<i32>(entry, column, LINE_ERROR_COLUMN);
  store<u32>(entry, <u32>line, LINE_ERROR_ADDRESS);
  store<u32>(entry, bytes, LINE_ERROR_LENGTH);
  store<u32>(entry, at, LINE_ERROR_AT);
  store<u32>(entry, row, LINE_ERROR_ROW);
  store<u64>(entry, offset, LINE_ERROR_OFFSET);
  store<u64>(entry, load<u64>(lines, DECODED_LINE_COUNT) + row + 1, LINE_ERROR_NUMBER);
  store<u32>(lines, count + 1, DECODED_ERROR_COUNT);
}

/** Cuts out the middle of a line that is too long and not at its end. */
function cut(lines: usize, bytesMax: u32): void {
  const start = load<u32>(lines, DECODED_PARTIAL);
  const end = load<u32>(lines, END);
  const bytes = <usize>(end - start);
  if (bytes <= SAMPLE_BYTES + 1 || (bytes <= <usize>bytesMax + 1 && !load<u64>(lines, DECODED_CUT))) return;
  store<u8>(start + SAMPLE_BYTES, load<u8>(end - 1));
  store<u32>(lines, start + SAMPLE_BYTES + 1, END);
  store<u64>(lines, load<u64>(lines, DECODED_CUT) + (bytes - SAMPLE_BYTES - 1), DECODED_CUT);
}
