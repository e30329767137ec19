import { TextRef } from "./column";
import { Memory } from "./memory";

/**
 * Bump allocation for bytes that die together. A region is four words inside its owner: the newest chunk, the
 * cursor, the end of that chunk, and the size of the next one. A chunk starts with the previous chunk and its size.
 * Chunks grow from 1 KiB to 64 KiB, so that a slice of few groups stays small and freeing costs O(chunks).
 */
export const REGION_BYTES: usize = 16;

const NEWEST: usize = 0;
const CURSOR: usize = 4;
const END: usize = 8;
const NEXT_BYTES: usize = 12;

const CHUNK_HEADER: usize = 8;

export class Region {
  static init(region: usize): void {
    store<u32>(region, 0, NEWEST);
    store<u32>(region, 0, CURSOR);
    store<u32>(region, 0, END);
    store<u32>(region, 1024, NEXT_BYTES);
  }

  /** Makes sure that the next allocations of `bytes` in all succeed. False if memory has ended. */
  @inline static reserve(region: usize, bytes: usize): bool {
    return load<u32>(region, END) - load<u32>(region, CURSOR) >= <u32>bytes || addChunk(region, bytes);
  }

  /** `bytes` bytes that `reserve` has promised; not aligned. */
  @inline static take(region: usize, bytes: usize): usize {
    const at = load<u32>(region, CURSOR);
    store<u32>(region, at + <u32>bytes, CURSOR);
    return at;
  }

  /** Copies a text into room that `reserve` has promised. Its address is never 0, even if it is empty. */
  static keep(region: usize, text: TextRef): TextRef {
    const bytes = text >>> 32;
    const at = Region.take(region, <usize>bytes);
    memory.copy(at, <usize>(<u32>text), <usize>bytes);
    return (bytes << 32) | <u64>at;
  }

  /**
   * Puts `text` in the place of the one at `field`, whose room of `capacity` bytes is used again if it is enough;
   * otherwise new room of twice the size is taken.
   */
  static replace(region: usize, field: usize, capacity: usize, text: TextRef): void {
    const bytes = <u32>(text >>> 32);
    let at = load<u32>(field);
    if (at == 0 || load<u32>(capacity) < bytes) {
      at = <u32>Region.take(region, bytes << 1);
      store<u32>(capacity, bytes << 1);
    }
    memory.copy(at, <usize>(<u32>text), bytes);
    store<u64>(field, ((<u64>bytes) << 32) | <u64>at);
  }

  static free(region: usize): void {
    let chunk: usize = load<u32>(region, NEWEST);
    while (chunk) {
      const previous = load<u32>(chunk);
      Memory.free(chunk, load<u32>(chunk, 4));
      chunk = previous;
    }
    Region.init(region);
  }
}

function addChunk(region: usize, bytes: usize): bool {
  const wanted = load<u32>(region, NEXT_BYTES);
  const size = Memory.blockBytes(bytes + CHUNK_HEADER > wanted ? bytes + CHUNK_HEADER : wanted);
  const chunk = Memory.alloc(size);
  if (!chunk) return false;
  store<u32>(chunk, load<u32>(region, NEWEST));
  store<u32>(chunk, <u32>size, 4);
  store<u32>(region, <u32>chunk, NEWEST);
  store<u32>(region, <u32>(chunk + CHUNK_HEADER), CURSOR);
  store<u32>(region, <u32>(chunk + size), END);
  if (wanted < 65536) store<u32>(region, wanted << 1, NEXT_BYTES);
  return true;
}
