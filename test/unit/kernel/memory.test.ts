import { expect, test } from "vitest";
import { instantiate } from "./instantiate.ts";
import { Random } from "./random.ts";

const PAGE = 65_536;

async function memory() {
  const kernel = await instantiate(`
    import { Memory } from "kernel/memory";
    export function alloc(bytes: usize): usize { return Memory.alloc(bytes); }
    export function free(block: usize, bytes: usize): void { Memory.free(block, bytes); }
    export function used(): usize { return Memory.used(); }
  `);
  const alloc = kernel.alloc as (bytes: number) => number;
  const free = kernel.free as (block: number, bytes: number) => void;
  const used = kernel.used as () => number;
  return { alloc, free, used, size: () => kernel.memory.buffer.byteLength };
}

test("blocks are reused by size, and spans are split", async () => {
  const { alloc, free, used } = await memory();
  const small = alloc(1);
  expect(small % 64).toBe(0);
  expect(used()).toBe(1024);
  free(small, 1);
  expect(used()).toBe(0);
  expect(alloc(1024)).toBe(small);

  const large = alloc(3 * PAGE);
  free(large, 3 * PAGE);
  expect(alloc(PAGE + 1)).toBe(large);
  expect(alloc(PAGE)).toBe(large + 2 * PAGE);
});

test.each([
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
])("spans that touch become one, freed in the order %i %i %i", async (...order) => {
  const { alloc, free } = await memory();
  const spans = [2, 3, 4].map((pages) => ({ at: alloc(pages * PAGE), bytes: pages * PAGE }));
  const behind = alloc(2 * PAGE);
  for (const i of order) free(spans[i]!.at, spans[i]!.bytes);
  expect(alloc(9 * PAGE)).toBe(spans[0]!.at);
  expect(alloc(2 * PAGE)).toBeGreaterThan(behind);
});

test("a small block that stays spoils one page of a span at most", async () => {
  const { alloc, free, size } = await memory();
  for (let i = 0; i < 200; i++) {
    const large = alloc(16 * PAGE);
    free(large, 16 * PAGE);
    alloc(1024);
  }
  expect(size()).toBeLessThan(64 * PAGE);
});

test("blocks of changing sizes do not cut memory ever smaller", async () => {
  const { alloc, free, used, size } = await memory();
  const random = new Random(23);
  const blocks: { at: number; bytes: number }[] = [];
  let most = 0;
  for (let i = 0; i < 20_000; i++) {
    if (blocks.length >= 20) {
      const [{ at, bytes }] = blocks.splice(random.below(blocks.length), 1) as [{ at: number; bytes: number }];
      free(at, bytes);
    }
    const bytes = 1 + random.below(random.below(3) === 0 ? 400_000 : 70_000);
    const at = alloc(bytes);
    expect(at).toBeGreaterThan(0);
    blocks.push({ at, bytes });
    most = Math.max(most, used());
  }
  expect(size()).toBeLessThan(3 * most);
});

test("blocks in use never overlap, whatever has been freed", async () => {
  const { alloc, free, used } = await memory();
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
  for (const { at, bytes } of blocks) free(at, bytes);
  expect(used()).toBe(0);
});
