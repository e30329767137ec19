/** What a lane was told to do and has not finished. */
import type { RefusedRow } from "../lane.ts";

/** A row as the host gave it, and what is known of its position. */
export type GivenRow = Pick<RefusedRow, "source" | "offset">;

/** Steps that each end in a call of the module; what it answers is settled before the next step. */
export interface Task {
  /** No step is left. */
  readonly isDone: boolean;
  /** Takes the next step and returns the module's status. */
  next(): number;
  /** Rows known to be part of the task that the module has not been offered. */
  readonly waitingRows: number;
  /** How row `row` of the latest push came. */
  given(row: number): GivenRow;
  /** The number of its line, from 1, for bytes; asked for in ascending order. */
  line?(row: number): number;
  /** Copies what the caller may change from now on. */
  keep?(): void;
}

/** One call of the module: a push of the open batch of objects, or a control, which has no rows. */
export class CallTask implements Task {
  isDone = false;
  readonly #call: () => number;
  readonly #objects: readonly object[];
  readonly #offsets: readonly (string | null)[];

  constructor(call: () => number, objects: readonly object[] = [], offsets: readonly (string | null)[] = []) {
    this.#call = call;
    this.#objects = objects;
    this.#offsets = offsets;
  }

  get waitingRows(): number {
    return this.isDone ? 0 : this.#objects.length;
  }

  next(): number {
    this.isDone = true;
    return this.#call();
  }

  given(row: number): GivenRow {
    return { source: { kind: "object", row: this.#objects[row]! }, offset: this.#offsets[row] ?? null };
  }
}
