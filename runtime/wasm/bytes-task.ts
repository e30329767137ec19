/** JSON lines: a chunk is handed to the decoder in pieces, and the rows of each piece are pushed. */
import {
  DECODED_ERROR_COUNT,
  DECODED_ERRORS,
  DECODED_LINE_COUNT,
  DECODED_LINES,
  DECODED_PARTIAL,
  DECODED_POSITION,
  DONE,
  LINE_BYTES,
  LINE_ERROR_ADDRESS,
  LINE_ERROR_BYTES,
  LINE_ERROR_CODE,
  LINE_ERROR_COLUMN,
  LINE_ERROR_LENGTH,
  LINE_ERROR_NUMBER,
  LINE_ERROR_OFFSET,
  LINE_LENGTH,
} from "../assembly/layout.ts";
import type { InputBatch } from "../batch/input-batch.ts";
import type { Instance } from "./instance.ts";
import type { GivenRow, Task } from "./task.ts";

/** Bytes handed to the decoder at once. */
const PIECE_BYTES = 262_144;
/** What of a malformed line is shown. */
const SAMPLE_BYTES = 256;
const NEWLINE = 0x0a;

export class BytesTask implements Task {
  /** How many rows the bytes hold is not known. */
  readonly waitingRows = 0;
  readonly #instance: Instance;
  readonly #batch: InputBatch;
  readonly #last: boolean;
  #chunk: Uint8Array;
  #taken = 0;
  /** The decoder has not been told that nothing follows. */
  #mustEnd: boolean;
  /** The decoder has lines that did not fit the batch. */
  #hasMore = false;
  /** A line whose number is known; those behind it are counted from there. */
  #numbered = { address: 0, line: 0 };

  constructor(instance: Instance, batch: InputBatch, chunk: Uint8Array, last: boolean) {
    this.#instance = instance;
    this.#batch = batch;
    this.#chunk = chunk;
    this.#last = last;
    this.#mustEnd = last;
  }

  keep(): void {
    this.#chunk = this.#chunk.slice(this.#taken);
    this.#taken = 0;
  }

  get isDone(): boolean {
    return !this.#hasMore && !this.#mustEnd && this.#taken === this.#chunk.length;
  }

  /** Where the decoder says what it has done. */
  get #decoded(): number {
    return this.#instance.exports.decoded!() >>> 0;
  }

  next(): number {
    this.#instance.exports.clear(0);
    this.#decode();
    const { rows } = this.#batch;
    return rows > 0 ? this.#instance.push(rows) : DONE;
  }

  #decode(): void {
    const { exports, view } = this.#instance;
    const bytes = this.#hasMore ? 0 : this.#write();
    const isLast = this.#last && this.#taken === this.#chunk.length;
    if (isLast) this.#mustEnd = false;
    const decoded = this.#decoded;
    const line = view.counter(decoded + DECODED_LINE_COUNT) + 1;
    this.#numbered = { address: view.address(decoded + DECODED_PARTIAL), line };
    this.#hasMore = true;
    const status = exports.decode!(bytes, isLast ? 1 : 0);
    this.#instance.check(status);
    this.#hasMore = status !== DONE;
    this.#reportLines(decoded);
  }

  /** Gives the decoder the next piece; returns its bytes. */
  #write(): number {
    const { exports, view } = this.#instance;
    const piece = this.#chunk.subarray(this.#taken, this.#taken + PIECE_BYTES);
    const address = exports.input!(piece.length) >>> 0;
    this.#instance.requireRoom(address);
    view.u8.set(piece, address);
    this.#taken += piece.length;
    return piece.length;
  }

  #reportLines(decoded: number): void {
    const { view, input } = this.#instance;
    const count = view.address(decoded + DECODED_ERROR_COUNT);
    const at = decoded + DECODED_ERRORS;
    for (let i = 0; i < count; i++) {
      const entry = at + i * LINE_ERROR_BYTES;
      const address = view.address(entry + LINE_ERROR_ADDRESS);
      const bytes = view.bytes(address, Math.min(view.address(entry + LINE_ERROR_LENGTH), SAMPLE_BYTES));
      const column = view.i32[(entry + LINE_ERROR_COLUMN) >>> 2]!;
      this.#instance.refuse({
        code: view.address(entry + LINE_ERROR_CODE),
        column: column < 0 ? null : input.declared[column]!.name,
        offset: String(view.counter(entry + LINE_ERROR_OFFSET)),
        line: view.counter(entry + LINE_ERROR_NUMBER),
        source: { kind: "bytes", bytes },
      });
    }
  }

  given(row: number): GivenRow {
    const { view } = this.#instance;
    const decoded = this.#decoded;
    const entry = decoded + DECODED_LINES + row * LINE_BYTES;
    const address = view.address(entry);
    const bytes = view.bytes(address, view.address(entry + LINE_LENGTH));
    // What the decoder has used of its buffer ends where the position of the next line is known.
    const offset = view.counter(decoded + DECODED_POSITION) - (view.address(decoded + DECODED_PARTIAL) - address);
    return { source: { kind: "bytes", bytes }, offset: String(offset) };
  }

  line(row: number): number {
    const { view } = this.#instance;
    const address = view.address(this.#decoded + DECODED_LINES + row * LINE_BYTES);
    let { address: from, line } = this.#numbered;
    for (let end = view.u8.indexOf(NEWLINE, from); end < address; end = view.u8.indexOf(NEWLINE, from)) {
      from = end + 1;
      line++;
    }
    this.#numbered = { address: from, line };
    return line;
  }
}
