import { Memory } from "./memory";

/**
 * Small pieces that live and die one by one: slice headers, nodes, kept texts. Sizes are rounded up to one of twelve
 * classes (at most a third is lost); each class has a free list and carves 16 KiB blocks. Larger pieces are blocks of
 * their own. A piece is freed with the size it was asked for.
 */

const CLASSES: i32 = 12;
const BLOCK: usize = 16384;
const LARGEST: usize = 1024;

const freePieces: usize = memory.data(CLASSES * 4, 4);

export class Slab {
  /** At least `bytes` bytes, aligned to 16, contents undefined. 0 if memory has ended. */
  static alloc(bytes: usize): usize {
    if (bytes > LARGEST) return Memory.alloc(bytes);
    const list = freePieces + ((<usize>classOf(bytes)) << 2);
    const piece = load<usize>(list);
    if (!piece) return carve(list, Slab.size(bytes));
    store<usize>(list, load<usize>(piece));
    return piece;
  }

  static free(piece: usize, bytes: usize): void {
    if (bytes > LARGEST) {
      Memory.free(piece, bytes);
      return;
    }
    const list = freePieces + ((<usize>classOf(bytes)) << 2);
    store<usize>(piece, load<usize>(list));
    store<usize>(list, piece);
  }

  /** The room that a request for `bytes` bytes really gets. */
  static size(bytes: usize): usize {
    return bytes > LARGEST ? Memory.blockBytes(bytes) : sizeOf(classOf(bytes));
  }
}

/** Classes 0, 1, 2, …: 16, 32, 48, 64, 96, 128, 192, …, 1024: between powers of two one step halfway. */
function classOf(bytes: usize): i32 {
  if (bytes <= 64) return bytes <= 16 ? 0 : <i32>((bytes - 1) >>> 4);
  const log = 31 - clz<u32>(<u32>bytes - 1);
  const half = <i32>((bytes - 1) >>> (log - 1)) & 1;
  return 4 + ((<i32>log - 6) << 1) + half;
}

function sizeOf(index: i32): usize {
  if (index < 4) return (<usize>index + 1) << 4;
  const step = <usize>(index - 4);
  return ((step & 1) + 3) << (5 + (step >>> 1));
}

function carve(list: usize, size: usize): usize {
  const block = Memory.alloc(BLOCK);
  if (!block) return 0;
  for (let piece = block + size; piece + size <= block + BLOCK; piece += size) {
    store<usize>(piece, load<usize>(list));
    store<usize>(list, piece);
  }
  return block;
}
