/**
 * The generator's only source of randomness: sfc32 (Doty-Humphrey, PractRand) on 32-bit integers. Nothing here depends
 * on the host, so that a seed gives the same rows everywhere.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Streams of one seed are independent of each other. */
  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    this.#c = Math.floor(seed / 0x1_0000_0000) | 0;
    // sfc32 needs some rounds until all bits of the seed have reached all bits of the state.
    for (let round = 0; round < 16; round++) this.next();
  }

  /** A uniform integer in [0, 2^32). */
  next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A uniform integer in [0, n), n up to 2^32. */
  below(n: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * n);
  }

  /** True with probability 1 - 1/ratio: how Nexmark draws what is hot. */
  isHot(ratio: number): boolean {
    return this.below(ratio) > 0;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /**
   * Uniform in its logarithm, 1 to 10^6: the product of 10^3, 10^1.5, 10^0.75 … where a random bit is set. Square roots
   * are rounded alike on every host, powers are not.
   */
  magnitude(): number {
    let factor = 1;
    for (let bits = this.next(), i = 0; i < FACTORS.length; i++, bits >>>= 1) {
      if ((bits & 1) !== 0) factor *= FACTORS[i]!;
    }
    return factor;
  }
}

const FACTORS: readonly number[] = rootsFrom(1000, 24);

function rootsFrom(first: number, count: number): number[] {
  const roots = [first];
  while (roots.length < count) roots.push(Math.sqrt(roots.at(-1)!));
  return roots;
}
