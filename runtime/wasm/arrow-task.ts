/** A record batch: slices of it are copied into the input batch and pushed. */
import { DONE, INPUT_ROWS } from "../assembly/layout.ts";
import type { MatchedBatch } from "../batch/arrow.ts";
import { copySlice } from "../batch/arrow-copy.ts";
import { isSound } from "../batch/arrow-sound.ts";
import type { InputBatch } from "../batch/input-batch.ts";
import { exactRowOf } from "../batch/row-of.ts";
import type { RowSource } from "../lane.ts";
import type { Instance } from "./instance.ts";
import type { GivenRow, Task } from "./task.ts";

/** Writes an object into a row of the input batch: 0, or why it cannot be (see InputCodec). */
export type WriteRow = (row: number, event: object) => number;

export class ArrowTask implements Task {
  readonly #instance: Instance;
  readonly #target: InputBatch;
  readonly #write: WriteRow;
  readonly #matched: MatchedBatch;
  readonly #offset: string | null;
  /** Rows of the record batch that have been copied or refused. */
  #next = 0;
  /** Which row of the record batch a row of the input batch is. */
  #originOf!: (row: number) => number;

  constructor(instance: Instance, target: InputBatch, write: WriteRow, matched: MatchedBatch, offset: string | null) {
    this.#instance = instance;
    this.#target = target;
    this.#write = write;
    this.#matched = matched;
    this.#offset = offset;
  }

  get waitingRows(): number {
    return this.#matched.rows - this.#next;
  }

  get isDone(): boolean {
    return this.waitingRows === 0;
  }

  next(): number {
    const { exports, view } = this.#instance;
    exports.clear(0);
    view.refresh();
    const rows = this.#copy(Math.min(INPUT_ROWS, this.waitingRows));
    return rows === 0 ? DONE : this.#instance.push(rows);
  }

  /** Returns how many of the rows can be taken. */
  #copy(count: number): number {
    const isCopied = copySlice(this.#matched, this.#next, count, this.#target);
    if (!isCopied || !isSound(this.#matched, count, this.#target)) return this.#writeEach(this.#next + count);
    const first = this.#next;
    this.#originOf = (row) => first + row;
    this.#next += count;
    return count;
  }

  /** Some row of the slice cannot be taken: they are written one by one, like objects. */
  #writeEach(end: number): number {
    this.#instance.exports.clear(0);
    const origins: number[] = [];
    const faults: (readonly [row: number, code: number])[] = [];
    for (let row = this.#next; row < end; row++) {
      const code = this.#write(origins.length, exactRowOf(this.#matched, row));
      if (code === 0) origins.push(row);
      else faults.push([row, code]);
    }
    this.#next = end;
    this.#originOf = (row) => origins[row]!;
    for (const [row, code] of faults) this.#instance.refuseWritten(code, this.#givenAt(row));
    return origins.length;
  }

  given(row: number): GivenRow {
    return this.#givenAt(this.#originOf(row));
  }

  #givenAt(row: number): GivenRow {
    const source: RowSource = { kind: "arrow", batch: this.#matched.batch, row };
    return { source, offset: this.#offset };
  }
}
