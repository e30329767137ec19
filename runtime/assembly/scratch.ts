import { Failure } from "./failure";
import { Memory } from "./memory";

/**
 * Room for texts that live as long as one row: results of `lower`, `||`, `CAST(… AS TEXT)` and the like. The row
 * loop calls `reset` before each row that uses it. When memory ends, `alloc` hands out nothing more; texts are empty
 * then, and the loop, which asks `hasEnded` before it lets go of the row or keeps something of it, takes it again later.
 */

/** Blocks in use for this row, newest first; a block starts with the next one and its size. */
let newest: usize = 0;
let cursor: usize = 0;
let end: usize = 0;

export class Scratch {
  /** True once an allocation failed, until the next `reset`. */
  static exhausted: bool = false;

  /** `bytes` bytes, aligned to 8; 0 if memory has ended. */
  static alloc(bytes: usize): usize {
    const size = (bytes + 7) & ~7;
    if (end - cursor < size && !addBlock(size)) {
      Scratch.exhausted = true;
      return 0;
    }
    const at = cursor;
    cursor += size;
    return at;
  }

  /** Whether memory has ended for a text of the row; a failure to which that has led is forgotten. */
  @inline static hasEnded(): bool {
    if (Scratch.exhausted) Failure.code = 0;
    return Scratch.exhausted;
  }

  /** Gives back the unused end of the latest allocation at `at`. */
  @inline static trim(at: usize, bytes: usize): void {
    cursor = at + ((bytes + 7) & ~7);
  }

  /** Forgets the texts of the last row; the first block is kept. */
  static reset(): void {
    Scratch.exhausted = false;
    if (!newest) return;
    while (load<usize>(newest)) {
      const next = load<usize>(newest);
      Memory.free(newest, load<usize>(newest, 4));
      newest = next;
    }
    cursor = newest + 8;
    end = newest + load<usize>(newest, 4);
  }
}

function addBlock(size: usize): bool {
  let bytes = size + 8;
  if (bytes < 4096) bytes = 4096;
  const block = Memory.alloc(bytes);
  if (!block) return false;
  store<usize>(block, newest);
  store<usize>(block, Memory.blockBytes(bytes), 4);
  newest = block;
  cursor = block + 8;
  end = block + Memory.blockBytes(bytes);
  return true;
}
