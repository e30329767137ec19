/**
 * Linear memory in blocks. Small blocks come in powers of two from 1 KiB to 64 KiB, each size on its own free list;
 * larger ones are spans of whole pages, from which small ones are cut where their list is empty. Nothing is moved and
 * memory never shrinks. A block is freed with the size it was asked for, so it needs no header.
 *
 * Every allocation can fail: it then returns 0 and has changed nothing. Callers reserve before they change state.
 */

const PAGE_LOG: u32 = 16;
const MIN_LOG: u32 = 10;
/** Pages that memory grows by at most, beyond what is needed. */
const MAX_PAGES_AHEAD: i32 = 1024;
/** Bytes behind the last block that exist too: readers take whole words and vectors at the end of a buffer. */
const READABLE_BEYOND: u64 = 64;

/** End of what has been handed out so far; 0 until the first allocation. */
let top: usize = 0;
let bytesInUse: usize = 0;

/** Heads of the free lists by size; a free block's first word is the next one. */
const freeBlocks: usize = memory.data((<i32>PAGE_LOG + 1) * 4, 4);
/** Freed spans and what is left of them; the first word is the next span, the second its bytes. */
let freeSpans: usize = 0;

export class Memory {
  /** At least `bytes` bytes, aligned to 64, contents undefined. 0 if the memory limit is reached. */
  static alloc(bytes: usize): usize {
    const size = Memory.blockBytes(bytes);
    let block: usize = size > 1 << PAGE_LOG ? 0 : takeBlock(size);
    if (!block) block = takeSpan(size);
    if (!block) block = takeNew(size);
    if (block) bytesInUse += size;
    return block;
  }

  /** Gives back a block that `alloc(bytes)` returned. */
  static free(block: usize, bytes: usize): void {
    const size = Memory.blockBytes(bytes);
    bytesInUse -= size;
    if (size > 1 << PAGE_LOG) {
      store<usize>(block, freeSpans);
      store<usize>(block, size, 4);
      freeSpans = block;
    } else {
      const list = freeList(size);
      store<usize>(block, load<usize>(list));
      store<usize>(list, block);
    }
  }

  /** The size of the block that a request for `bytes` bytes yields. */
  static blockBytes(bytes: usize): usize {
    if (bytes <= 1 << MIN_LOG) return 1 << MIN_LOG;
    if (bytes > 1 << PAGE_LOG) return (bytes + 0xffff) & ~0xffff;
    return (<usize>1) << (32 - clz<u32>(<u32>bytes - 1));
  }

  /** Bytes in blocks that are handed out. */
  static used(): usize {
    return bytesInUse;
  }
}

/** The list of the free blocks of a size, which is a power of 2. */
function freeList(size: usize): usize {
  return freeBlocks + ((<usize>ctz<u32>(<u32>size)) << 2);
}

function takeBlock(size: usize): usize {
  const list = freeList(size);
  const block = load<usize>(list);
  if (block) store<usize>(list, load<usize>(block));
  return block;
}

/** First fit among the freed spans; 0 if there is none. */
function takeSpan(size: usize): usize {
  let link: usize = 0;
  for (let span = freeSpans; span; link = span, span = load<usize>(span)) {
    const spanBytes = load<usize>(span, 4);
    if (spanBytes < size) continue;
    let rest = load<usize>(span);
    if (spanBytes > size) {
      const tail = span + size;
      store<usize>(tail, rest);
      store<usize>(tail, spanBytes - size, 4);
      rest = tail;
    }
    if (link) store<usize>(link, rest);
    else freeSpans = rest;
    return span;
  }
  return 0;
}

/** What has not been handed out before; 0 if the memory limit is reached. */
function takeNew(size: usize): usize {
  if (!top) top = (__heap_base + 63) & ~63;
  const end = <u64>top + <u64>size + READABLE_BEYOND;
  const have = (<u64>memory.size()) << PAGE_LOG;
  if (end > have) {
    const pages = <i32>((end - have + 0xffff) >>> PAGE_LOG);
    // Growing detaches every view of the host and costs the same for one page as for many.
    const ahead = max(pages, min(memory.size() >>> 2, MAX_PAGES_AHEAD));
    if (memory.grow(ahead) < 0 && memory.grow(pages) < 0) return 0;
  }
  const block = top;
  top += size;
  return block;
}
