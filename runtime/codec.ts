/** What a generated codec offers: the typed border between JavaScript rows and columns. */
import type { BatchReader } from "./batch/column-batch.ts";
import type { InputBatch } from "./batch/input-batch.ts";

export interface InputCodec {
  /** Writes the required columns of `event` into `row`. 0, or the code of the first fault and its column: code | column << 16. */
  write(batch: InputBatch, row: number, event: Readonly<Record<string, unknown>>): number;
}

export interface OutputCodec<R> {
  /** The row as the generated declarations type it. */
  read(reader: BatchReader, row: number): R;
}

export interface Codec<R> {
  /** By position of the input. */
  readonly inputs: readonly InputCodec[];
  readonly output: OutputCodec<R>;
}
