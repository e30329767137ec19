import { Fifo } from "./bridge/fifo.ts";
import { Signal } from "./bridge/signal.ts";

/** Rows that did not make it, for whoever wants to look: the newest are kept, and iteration waits for more. */
export interface SideStream<T> extends AsyncIterable<T> {
  /** Takes what is kept, the oldest first; never waits. */
  poll(): T[];
}

/** Older ones give way; counters and callbacks miss nothing. */
const KEPT_MAX = 1000;

export class KeptRows<T> implements SideStream<T> {
  readonly #kept = new Fifo<T>();
  readonly #signal = new Signal();
  #closed = false;

  add(row: T): void {
    this.#kept.push(row);
    if (this.#kept.size > KEPT_MAX) this.#kept.shift();
    this.#signal.notify();
  }

  /** No more will come: iterations finish. */
  close(): void {
    this.#closed = true;
    this.#signal.notify();
  }

  poll(): T[] {
    const taken = [...this.#kept];
    this.#kept.clear();
    return taken;
  }

  /** Takes row by row: what a loop that is left has not seen is still there. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    while (true) {
      while (this.#kept.size > 0) yield this.#kept.shift()!;
      if (this.#closed) return;
      await this.#signal.changed();
    }
  }
}
