/** Rows that did not make it, for whoever wants to look: the newest are kept, and iteration waits for more. */
export interface SideStream<T> extends AsyncIterable<T> {
  /** Takes what is kept, the oldest first; never waits. */
  poll(): T[];
}

/** Older ones give way; counters and callbacks miss nothing. */
const KEPT_MAX = 1000;

export class KeptRows<T> implements SideStream<T> {
  #kept: T[] = [];
  #wake: (() => void) | null = null;
  #closed = false;

  add(row: T): void {
    this.#kept.push(row);
    // Twice the number before any is dropped, so that dropping costs little per row.
    if (this.#kept.length >= 2 * KEPT_MAX) this.#kept = this.#kept.slice(-KEPT_MAX);
    this.#notify();
  }

  /** No more will come: iterations finish. */
  close(): void {
    this.#closed = true;
    this.#notify();
  }

  poll(): T[] {
    const taken = this.#kept.slice(-KEPT_MAX);
    this.#kept = [];
    return taken;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    while (true) {
      for (const row of this.poll()) yield row;
      if (this.#kept.length > 0) continue;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        const before = this.#wake;
        this.#wake = () => {
          before?.();
          resolve();
        };
      });
    }
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
