/** Wakes whoever waits for something to change. */
export class Signal {
  #waiters: (() => void)[] = [];

  /** Resolves when something may have changed. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  notify(): void {
    if (this.#waiters.length > 0) for (const wake of this.#waiters.splice(0)) wake();
  }
}
