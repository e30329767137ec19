import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

const draws = (seed: number, count = 1000) => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.next());
};

describe("Random", () => {
  it("replays from its seed and differs between seeds", () => {
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7).filter((word, i) => word === draws(8)[i]).length).toBeLessThan(3);
  });

  it("is xoshiro128** over a splitmix32 state: the words of another implementation", () => {
    expect(draws(1, 4)).toEqual(FIRST_WORDS);
  });

  it("draws every integer of a range about equally often, and nothing outside", () => {
    const random = new Random(3);
    const counts = new Map<number, number>();
    for (let i = 0; i < 6000; i++) {
      const n = random.between(-2, 3);
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("reaches both ends of a bigint range as wide as BIGINT", () => {
    const random = new Random(5);
    const [min, max] = [-(2n ** 63n), 2n ** 63n - 1n];
    const values = Array.from({ length: 2000 }, () => random.bigBetween(min, max));
    expect(values.every((value) => value >= min && value <= max)).toBe(true);
    expect(values.filter((value) => value < min / 2n).length).toBeGreaterThan(400);
    expect(values.filter((value) => value > max / 2n).length).toBeGreaterThan(400);
    expect(new Set(Array.from({ length: 50 }, () => random.bigBetween(4n, 5n)))).toEqual(new Set([4n, 5n]));
  });

  it("weighs choices, samples without repetition in order, shuffles without loss", () => {
    const random = new Random(9);
    const drawn = Array.from({ length: 2000 }, () =>
      random.weighted([
        [3, "a"],
        [1, "b"],
        [0, "c"],
      ] as const),
    );
    expect(drawn.filter((each) => each === "a").length).toBeGreaterThan(1350);
    expect(drawn).not.toContain("c");
    const sample = random.sample([1, 2, 3, 4, 5, 6, 7, 8], 5);
    expect(new Set(sample).size).toBe(5);
    expect([...sample].sort()).toEqual(sample);
    expect(random.shuffle([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});

/** Computed once by another implementation. */
const FIRST_WORDS = [393288148, 2174103013, 3814759091, 2092745082];
