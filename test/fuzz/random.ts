/**
 * The one source of randomness of the fuzzers: xoshiro128** (Blackman and Vigna, 2018) on 32-bit words, seeded by
 * splitmix32, so that a seed replays on every host. Draws are taken in program order; nothing else is random.
 */
export class Random {
  readonly #state = new Uint32Array(4);

  constructor(seed: number) {
    let word = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      word = (word + 0x9e3779b9) >>> 0;
      let z = word;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.#state[i] = z ^ (z >>> 15);
    }
  }

  /** A uniform integer in `[0, 2^32)`. */
  next(): number {
    const s = this.#state;
    const result = Math.imul(rotl(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotl(s[3]!, 11);
    return result;
  }

  /** A uniform integer in `[0, n)`; the bias of the multiplication is below n / 2^32. */
  below(n: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * n);
  }

  /** A uniform integer in `[low, high]`. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** A uniform integer in `[low, high]`; the range may be as wide as 2^96. */
  bigBetween(low: bigint, high: bigint): bigint {
    const word = (BigInt(this.next()) << 64n) | (BigInt(this.next()) << 32n) | BigInt(this.next());
    return low + ((word * (high - low + 1n)) >> 96n);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error("pick from an empty list");
    return items[this.below(items.length)]!;
  }

  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
    let at = (this.next() / 0x1_0000_0000) * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      at -= weight;
      if (at < 0) return value;
    }
    return choices.at(-1)![1];
  }

  /** `count` different items in the order of the list. */
  sample<T>(items: readonly T[], count: number): T[] {
    const marks = items.map((item, i) => ({ item, i, rank: this.next() }));
    const chosen = marks.sort((a, b) => a.rank - b.rank).slice(0, count);
    return chosen.sort((a, b) => a.i - b.i).map(({ item }) => item);
  }

  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [result[i], result[j]] = [result[j]!, result[i]!];
    }
    return result;
  }

  /** An independent generator, so that what one part draws does not move another part. */
  fork(): Random {
    return new Random(this.next());
  }
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
