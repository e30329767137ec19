/** Windows of 10 s as a good JavaScript programmer keeps them: a Map by window, in it a Map by key. */
import { DELAY_US, WINDOW_US } from "../data/bids.ts";

export interface JsRow<K> {
  readonly key: K;
  readonly windowStart: number;
  readonly n: number;
  readonly total: number;
  readonly highest: number;
}

interface Group {
  n: number;
  total: number;
  highest: number;
}

/** Times are microseconds, or `unit` times as long. Sums are exact up to 2^53. */
export class JsWindows<K> {
  late = 0;
  readonly #open = new Map<number, Map<K, Group>>();
  readonly #size: number;
  readonly #delay: number;
  #watermark = Number.NEGATIVE_INFINITY;
  #firstEnd = Number.POSITIVE_INFINITY;
  /** Most rows belong to the window of the row before. */
  #start = Number.NaN;
  #groups = new Map<K, Group>();

  constructor(unit = 1) {
    this.#size = WINDOW_US / unit;
    this.#delay = DELAY_US / unit;
  }

  /** One row: `value` is added up, the highest `top` is kept. */
  add(key: K, value: number, top: number, time: number): void {
    const judged = this.#watermark;
    if (time - this.#delay > judged) this.#watermark = time - this.#delay;
    const start = time - (time % this.#size);
    if (start + this.#size <= judged) {
      this.late++;
      return;
    }
    if (start !== this.#start) this.#enter(start);
    const group = this.#groups.get(key);
    if (group === undefined) {
      this.#groups.set(key, { n: 1, total: value, highest: top });
      return;
    }
    group.n++;
    group.total += value;
    if (top > group.highest) group.highest = top;
  }

  #enter(start: number): void {
    let groups = this.#open.get(start);
    if (groups === undefined) {
      groups = new Map();
      this.#open.set(start, groups);
      if (start + this.#size < this.#firstEnd) this.#firstEnd = start + this.#size;
    }
    this.#start = start;
    this.#groups = groups;
  }

  /** Whether the watermark has passed the end of a window. */
  get hasClosed(): boolean {
    return this.#firstEnd <= this.#watermark;
  }

  /** The rows of the windows that have closed. */
  takeClosed(rows: JsRow<K>[]): void {
    this.#firstEnd = Number.POSITIVE_INFINITY;
    for (const start of [...this.#open.keys()].sort((a, b) => a - b)) {
      if (start + this.#size > this.#watermark) {
        this.#firstEnd = start + this.#size;
        return;
      }
      for (const [key, { n, total, highest }] of this.#open.get(start)!)
        rows.push({ key, windowStart: start, n, total, highest });
      this.#open.delete(start);
    }
  }

  end(): void {
    this.#watermark = Number.POSITIVE_INFINITY;
  }
}
