import { beforeAll, expect, test } from "vitest";
import { type Kernel, loadKernel, type TextRef } from "./kernel.ts";
import { Random } from "./random.ts";

let kernel: Kernel<{ readonly hash: (t: TextRef) => bigint }>;
beforeAll(async () => {
  kernel = await loadKernel(`
    import { Text } from "kernel/text";
    export function hash(t: u64): u64 { return Text.hash(t); }
  `);
});

const hash = (text: string | Uint8Array) => BigInt.asUintN(64, kernel.call.hash(kernel.put(text)));

test("equal texts hash equal wherever they stand", () => {
  for (let length = 0; length < 70; length++) {
    const text = "é".repeat(length);
    // Buffers differ from call to call, and so does what lies in front of them.
    expect(new Set(Array.from({ length: 8 }, () => hash(text))).size).toBe(1);
  }
});

/** Texts as keys are: numbered, short, alike in front, alike behind. */
const FAMILIES: Readonly<Record<string, (i: number) => string>> = {
  digits: (i) => String(i),
  "padded digits": (i) => String(i).padStart(12, "0"),
  "alike in front": (i) => `https://example.org/item/${i}`,
  "alike behind": (i) => `${i}@example.org`,
  "alike in the middle": (i) => `${i & 255}-station-north-${i >> 8}`,
  "three fields": (i) => `0000000${i % 10}0000000${((i / 10) | 0) % 100}0000000${(i / 1000) | 0}`,
  "three letters": (i) => String.fromCharCode(33 + (i % 47), 33 + (((i / 47) | 0) % 47), 33 + (((i / 2209) | 0) % 47)),
};

test.each(Object.entries(FAMILIES))("%s fill buckets evenly by low bits, high bits and the middle", (_, key) => {
  const keys = 100_000;
  const hashes = Array.from({ length: keys }, (_, i) => hash(key(i)));
  expect(new Set(hashes).size).toBe(keys);
  for (const shift of [0n, 16n, 32n, 48n]) {
    const buckets = new Uint32Array(1 << 14);
    for (const h of hashes) buckets[Number((h >> shift) & 0x3fffn)]!++;
    const mean = keys / buckets.length;
    const chiSquare = buckets.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    // As random as dice: mean 16,383, standard deviation 181.
    expect(chiSquare, `bits from ${shift}`).toBeGreaterThan(16_383 - 5 * 181);
    expect(chiSquare, `bits from ${shift}`).toBeLessThan(16_383 + 5 * 181);
  }
});

test("one input bit changes every output bit half of the time", () => {
  const random = new Random(51);
  const samples = 300;
  for (const length of [2, 3, 7, 8, 9, 15, 16, 17, 24, 40]) {
    for (let bit = 0; bit < length * 8; bit += length < 10 ? 1 : 5) {
      const changed = new Float64Array(64);
      for (let i = 0; i < samples; i++) {
        const text = Uint8Array.from({ length }, () => random.below(256));
        const before = hash(text);
        text[bit >> 3]! ^= 1 << (bit & 7);
        const difference = before ^ hash(text);
        for (let out = 0; out < 64; out++) changed[out]! += Number((difference >> BigInt(out)) & 1n);
      }
      // Six standard deviations of 300 coins are 0.17.
      expect(Math.min(...changed) / samples, `length ${length}, bit ${bit}`).toBeGreaterThan(0.33);
      expect(Math.max(...changed) / samples, `length ${length}, bit ${bit}`).toBeLessThan(0.67);
    }
  }
});

test("no two of 400,000 texts of one to three bytes and of random ones collide", () => {
  const seen = new Set<bigint>();
  let texts = 0;
  const add = (text: Uint8Array) => {
    seen.add(hash(text));
    texts++;
  };
  for (let i = 0; i < 256; i++) add(new Uint8Array([i]));
  for (let i = 0; i < 65_536; i++) add(new Uint8Array([i, i >> 8]));
  for (let i = 0; i < 65_536; i++) add(new Uint8Array([i, 0, i >> 8]));
  const random = new Random(52);
  for (let i = 0; i < 270_000; i++) {
    // Few bits set: where a weak hash collides.
    const text = new Uint8Array(random.between(9, 40));
    text[0] = i;
    text[random.below(text.length - 8)]! ^= i >> 8;
    text[text.length - 1] = i >> 16;
    for (let n = 0; n < 6; n++) text[random.below(text.length)]! ^= 1 << random.below(8);
    add(text);
  }
  // Random texts may be equal now and then; different ones may not be.
  expect(texts - seen.size).toBeLessThan(60);
});
