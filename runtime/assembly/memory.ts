/**
 * Linear memory in blocks. Small blocks come in powers of two from 1 KiB to 64 KiB, each size on its own free list;
 * larger ones are spans of whole pages. Free spans that touch become one, so that large blocks of changing sizes do not
 * cut memory ever smaller. Nothing is moved and memory never shrinks. A block is freed with the size it was asked for,
 * so it needs no header.
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
/** Free spans of pages by address; the first word is the next span, the second its bytes. */
const FREE_SPANS: usize = memory.data(8, 4);

export class Memory {
  /** At least `bytes` bytes, aligned to 64, contents undefined. 0 if the memory limit is reached. */
  static alloc(bytes: usize): usize {
    const size = Memory.blockBytes(bytes);
    const block = size > 1 << PAGE_LOG ? takeSpan(size) : takeBlock(size);
    if (block) bytesInUse += size;
    return block;
  }

  /** Gives back a block that `alloc(bytes)` returned. */
  static free(block: usize, bytes: usize): void {
    const size = Memory.blockBytes(bytes);
    bytesInUse -= size;
    if (size > 1 << PAGE_LOG) freeSpan(block, size);
    else pushBlock(freeList(size), block);
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

function pushBlock(list: usize, block: usize): void {
  store<usize>(block, load<usize>(list));
  store<usize>(list, block);
}

/** Where the list is empty, a page is cut up: its first block is handed out, the rest goes on the list. */
function takeBlock(size: usize): usize {
  const list = freeList(size);
  let block = load<usize>(list);
  if (block) {
    store<usize>(list, load<usize>(block));
    return block;
  }
  const page = takeSpan(1 << PAGE_LOG);
  if (!page) return 0;
  for (block = page + (1 << PAGE_LOG) - size; block > page; block -= size) pushBlock(list, block);
  return page;
}

/** First fit among the free spans, else new pages. `size` is a multiple of the page size. */
function takeSpan(size: usize): usize {
  let link = FREE_SPANS;
  for (let span = load<usize>(link); span; link = span, span = load<usize>(span)) {
    const bytes = load<usize>(span, 4);
    if (bytes < size) continue;
    let next = load<usize>(span);
    if (bytes > size) {
      const tail = span + size;
      store<usize>(tail, next);
      store<usize>(tail, bytes - size, 4);
      next = tail;
    }
    store<usize>(link, next);
    return span;
  }
  if (!top) top = (__heap_base + 63) & ~63;
  const end = <u64>top + <u64>size + READABLE_BEYOND;
  const have = (<u64>memory.size()) << PAGE_LOG;
  if (end > have) {
    const pages = <i32>((end - have + 0xffff) >>> PAGE_LOG);
    // Growing detaches every view of the host and costs the same for one page as for many.
    const ahead = max(pages, min(memory.size() >>> 2, MAX_PAGES_AHEAD));
    if (memory.grow(ahead) < 0 && memory.grow(pages) < 0) return 0;
  }
  const span = top;
  top += size;
  return span;
}

/** Puts a span in its place among the free ones and joins it with those that touch it. */
function freeSpan(span: usize, size: usize): void {
  let before = FREE_SPANS;
  let next = load<usize>(before);
  while (next && next < span) {
    before = next;
    next = load<usize>(next);
  }
  if (span + size == next) {
    size += load<usize>(next, 4);
    next = load<usize>(next);
  }
  // The head of the list touches nothing: its second word is 0 and it lies below all spans.
  const bytesBefore = load<usize>(before, 4);
  if (before + bytesBefore == span) {
    span = before;
    size += bytesBefore;
  } else store<usize>(before, span);
  store<usize>(span, next);
  store<usize>(span, size, 4);
}
