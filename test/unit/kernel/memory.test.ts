import { expect, test } from "vitest";
import { instantiate } from "./instantiate.ts";

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
