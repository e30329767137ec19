import { Scratch } from "./scratch";

/** A text above 1 GiB counts as the end of memory: lengths and sums of lengths stay within 32 bits. */
const BYTES_MAX: u64 = 1 << 30;

/** Scratch memory for a new text, a little more than asked for: whole words may be written at its end. */
export class Room {
  /** Bytes that may be written behind a text. */
  @inline static readonly SLACK: usize = 16;

  /** Room for `bytes` bytes; 0 and `Scratch.exhausted` if memory has ended. */
  static alloc(bytes: u64): usize {
    if (bytes <= BYTES_MAX) return Scratch.alloc(<usize>bytes + Room.SLACK);
    Scratch.exhausted = true;
    return 0;
  }

  /** Copies into room: up to 7 bytes behind the end are overwritten. */
  static copy(to: usize, from: usize, bytes: usize): void {
    if (bytes > 64) {
      memory.copy(to, from, bytes);
      return;
    }
    // For so few bytes memory.copy, a call into the host, costs more than the stores.
    for (let i: usize = 0; i < bytes; i += 8) store<u64>(to + i, load<u64>(from + i));
  }
}
