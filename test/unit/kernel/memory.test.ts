import { expect, test } from "vitest";
import { instantiate } from "./instantiate.ts";
import { Random } from "./random.ts";

test("blocks are reused by size, and spans are split", async () => {
  const kernel = await instantiate(`
    import { Memory } from "kernel/memory";
    export function alloc(bytes: usize): usize { return Memory.alloc(bytes); }
    export function free(block: usize, bytes: usize): void { Memory.free(block, bytes); }
    export function used(): usize { return Memory.used(); }
  `);
  const alloc = kernel.alloc as (bytes: number) => number;
  const free = kernel.free as (block: number, bytes: number) => void;
  const used = kernel.used as () => number;

  const small = alloc(1);
  expect(small % 64).toBe(0);
  expect(used()).toBe(1024);
  free(small, 1);
  expect(used()).toBe(0);
  expect(alloc(1024)).toBe(small);

  const large = alloc(3 * 65536);
  free(large, 3 * 65536);
  expect(alloc(65537)).toBe(large);
  expect(alloc(65536)).toBe(large + 2 * 65536);
});

test("blocks in use never overlap, whatever has been freed", async () => {
  const kernel = await instantiate(`
    import { Memory } from "kernel/memory";
    export function alloc(bytes: usize): usize { return Memory.alloc(bytes); }
    export function free(block: usize, bytes: usize): void { Memory.free(block, bytes); }
    export function used(): usize { return Memory.used(); }
  `);
  const alloc = kernel.alloc as (bytes: number) => number;
  const free = kernel.free as (block: number, bytes: number) => void;
  const used = kernel.used as () => number;
  const random = new Random(17);
  const blocks: { at: number; bytes: number }[] = [];
  for (let i = 0; i < 4_000; i++) {
    if (blocks.length > 0 && random.below(blocks.length > 60 ? 3 : 2) > 0) {
      const [{ at, bytes }] = blocks.splice(random.below(blocks.length), 1) as [{ at: number; bytes: number }];
      free(at, bytes);
      continue;
    }
    const bytes = 1 + random.below(2 ** random.between(1, 20));
    const at = alloc(bytes);
    expect(at).toBeGreaterThan(0);
    expect(at % 64).toBe(0);
    for (const other of blocks) {
      if (at < other.at + other.bytes && other.at < at + bytes) expect.fail(`${at}+${bytes} overlaps ${other.at}`);
    }
    blocks.push({ at, bytes });
  }
  // All that is free again is used again.
  for (const { at, bytes } of blocks) free(at, bytes);
  expect(used()).toBe(0);
});
