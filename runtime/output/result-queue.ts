/** Results that wait to be taken: batches of columns, read row by row or handed over whole. */
import { BatchReader, type ColumnBatch, tailOf } from "../batch/column-batch.ts";
import { Fifo } from "../bridge/fifo.ts";
import type { OutputCodec } from "../codec.ts";
import type { Change } from "../types.ts";

const OPS = ["+I", "-U", "+U", "-D"] as const;
const UPDATE_AFTER = 2;

export class ResultQueue<R> {
  readonly #codec: OutputCodec<R>;
  readonly #batches = new Fifo<ColumnBatch>();
  /** Rows of the first batch that are taken. */
  #taken = 0;
  #reader: BatchReader | null = null;
  /** Rows that wait. */
  rows = 0;
  /** Rows taken so far, which is also the sequence number of the next. */
  delivered = 0;
  /** Checkpoints so far; results carry it. */
  epoch = 0;

  constructor(codec: OutputCodec<R>) {
    this.#codec = codec;
  }

  push(batch: ColumnBatch): void {
    this.#batches.push(batch);
    this.rows += batch.rows;
  }

  /** Fills `taken` up to `max` rows by `next`; the row that replaces a retracted one is taken with it. */
  take<T>(taken: T[], max: number, next: () => T | undefined): void {
    while (this.rows > 0 && (taken.length < max || (taken.length > 0 && this.#op === UPDATE_AFTER)))
      taken.push(next()!);
  }

  /** The next row; undefined: none waits. */
  nextRow(): R | undefined {
    const batch = this.#batches.first;
    if (batch === undefined) return undefined;
    this.#reader ??= new BatchReader(batch);
    const row = this.#codec.read(this.#reader, this.#taken);
    this.#taken++;
    this.rows--;
    this.delivered++;
    if (this.#taken === batch.rows) this.#dropFirst();
    return row;
  }

  nextChange(): Change<R> | undefined {
    const op = OPS[this.#op]!;
    const seq = this.delivered;
    const row = this.nextRow();
    return row === undefined ? undefined : { op, row, epoch: this.epoch, seq };
  }

  get #op(): number {
    return this.#batches.first?.ops[this.#taken] ?? 0;
  }

  takeBatch(): ColumnBatch | null {
    const { first } = this.#batches;
    if (first === undefined) return null;
    const batch = tailOf(first, this.#taken);
    this.#dropFirst();
    this.rows -= batch.rows;
    this.delivered += batch.rows;
    return batch;
  }

  /** What is not taken, for a checkpoint. */
  waiting(): readonly ColumnBatch[] {
    return [...this.#batches].map((batch, i) => tailOf(batch, i === 0 ? this.#taken : 0));
  }

  #dropFirst(): void {
    this.#batches.shift();
    this.#reader = null;
    this.#taken = 0;
  }
}
