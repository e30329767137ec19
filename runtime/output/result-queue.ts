/** Results that wait to be taken: batches of columns, read row by row or handed over whole. */
import { BatchReader, type ColumnBatch, tailOf } from "../batch/column-batch.ts";
import type { OutputCodec } from "../codec.ts";
import type { Change } from "../types.ts";

const OPS = ["+I", "-U", "+U", "-D"] as const;
const UPDATE_AFTER = 2;

export class ResultQueue<R> {
  readonly #codec: OutputCodec<R>;
  #batches: ColumnBatch[] = [];
  /** Rows of the first batch that are taken. */
  #taken = 0;
  #reader: BatchReader | null = null;
  #rows = 0;
  #delivered = 0;
  /** Checkpoints so far; results carry it. */
  epoch = 0;

  constructor(codec: OutputCodec<R>) {
    this.#codec = codec;
  }

  /** Rows that wait. */
  get rows(): number {
    return this.#rows;
  }

  /** Rows taken so far, which is also the sequence number of the next. */
  get delivered(): number {
    return this.#delivered;
  }

  push(batch: ColumnBatch): void {
    this.#batches.push(batch);
    this.#rows += batch.rows;
  }

  /** Up to `max` rows; the row that replaces a retracted one is taken with it. */
  takeRows(max: number): R[] {
    const rows: R[] = [];
    this.#each(max, (row) => rows.push(row));
    return rows;
  }

  takeChanges(max: number): Change<R>[] {
    const changes: Change<R>[] = [];
    this.#each(max, (row, op) =>
      changes.push({ op: OPS[op]!, row, epoch: this.epoch, seq: this.#delivered + changes.length }),
    );
    return changes;
  }

  #each(max: number, take: (row: R, op: number) => void): void {
    let taken = 0;
    while (this.#batches.length > 0 && taken < max) {
      const batch = this.#batches[0]!;
      this.#reader ??= new BatchReader(batch);
      while (this.#taken < batch.rows && (taken < max || batch.ops[this.#taken] === UPDATE_AFTER)) {
        take(this.#codec.read(this.#reader, this.#taken), batch.ops[this.#taken] ?? 0);
        this.#taken++;
        taken++;
      }
      if (this.#taken === batch.rows) this.#dropFirst();
    }
    this.#rows -= taken;
    this.#delivered += taken;
  }

  takeBatch(): ColumnBatch | null {
    const [batch] = this.waiting();
    if (batch === undefined) return null;
    this.#dropFirst();
    this.#rows -= batch.rows;
    this.#delivered += batch.rows;
    return batch;
  }

  /** What is not taken, for a checkpoint. */
  waiting(): readonly ColumnBatch[] {
    return this.#batches.map((batch, i) => tailOf(batch, i === 0 ? this.#taken : 0));
  }

  restore(batches: readonly ColumnBatch[], delivered: number, epoch: number): void {
    this.#batches = [...batches];
    this.#rows = batches.reduce((rows, batch) => rows + batch.rows, 0);
    this.#delivered = delivered;
    this.epoch = epoch;
  }

  #dropFirst(): void {
    this.#batches.shift();
    this.#reader = null;
    this.#taken = 0;
  }
}
