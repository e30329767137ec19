import { LOWER_RUN_COUNT, lowerRuns, UPPER_RUN_COUNT, upperRuns } from "./case-data";
import { TextRef } from "./column";
import { Scratch } from "./scratch";
import { Text } from "./text";
import { Room } from "./text-room";
import { Utf8 } from "./utf8";

/**
 * Case by Unicode simple mapping: one code point becomes one, whatever stands around it, in no language in
 * particular. The results lie in `Scratch`.
 */
export class CaseMap {
  static lower(t: TextRef): TextRef {
    return mapText(t, 0x41, lowerRuns(), LOWER_RUN_COUNT);
  }

  static upper(t: TextRef): TextRef {
    return mapText(t, 0x61, upperRuns(), UPPER_RUN_COUNT);
  }
}

/** `firstLetter` begins the 26 ASCII letters that change, which differ from the others in bit 5. */
function mapText(t: TextRef, firstLetter: i8, runs: usize, runCount: u32): TextRef {
  const bytes: usize = Text.bytes(t);
  // A code point of two bytes may map to one of three; nothing grows more.
  const room = Room.alloc(<u64>bytes + (<u64>bytes >>> 1));
  if (!room) return 0;
  let from = Text.address(t);
  let to = room;
  const end = from + bytes;
  while (from < end) {
    const block = v128.load(from);
    const letters = i8x16.lt_u(i8x16.sub(block, i8x16.splat(firstLetter)), i8x16.splat(26));
    v128.store(to, v128.xor(block, v128.and(letters, i8x16.splat(0x20))));
    // Without a byte beyond ASCII, the 16 stand as they are; else those before the first one do.
    const ascii = min(<usize>ctz(<u32>i8x16.bitmask(block) | 0x10000), end - from);
    from += ascii;
    to += ascii;
    while (from < end && load<i8>(from) < 0) {
      to += Utf8.encode(mapCodePoint(Utf8.decode(from), runs, runCount), to);
      from += Utf8.width(load<u8>(from));
    }
  }
  Scratch.trim(room, to - room);
  return Text.of(room, to - room);
}

/** The last run that begins at or before the code point decides. */
function mapCodePoint(codePoint: u32, runs: usize, runCount: u32): u32 {
  let low: u32 = 0;
  let high = runCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(runs + ((<usize>middle) << 3)) >>> 11 <= codePoint) low = middle + 1;
    else high = middle;
  }
  if (!low) return codePoint;
  const run = runs + ((<usize>(low - 1)) << 3);
  const range = load<u32>(run);
  const offset = codePoint - (range >>> 11);
  const delta = load<i32>(run, 4);
  // A step of 2 (binary 10) leaves out odd offsets, one of 1 (01) none.
  const leftOut = offset & <u32>((delta & 3) >>> 1);
  return offset > (range & 0x7ff) || leftOut ? codePoint : codePoint + (delta >> 2);
}
