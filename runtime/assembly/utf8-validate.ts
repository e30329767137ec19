// What may be wrong with two bytes in a row; a bit each.
const TOO_SHORT: i8 = 1;
const TOO_LONG: i8 = 2;
const OVERLONG_3: i8 = 4;
const TOO_LARGE: i8 = 8;
const SURROGATE: i8 = 16;
const OVERLONG_2: i8 = 32;
/** A second byte of 80 … 8F: overlong after F0, above U+10FFFF after F5 and more. */
const EDGE_4: i8 = 64;
/** A continuation after a continuation is right where a third or fourth byte is due. */
const CONTINUED: i8 = -128;

/** What the lower half of the first byte says nothing about. */
const ANY: i8 = TOO_SHORT | TOO_LONG | CONTINUED;
const ABOVE_F4: i8 = ANY | TOO_LARGE | EDGE_4;
/** What any continuation may be wrong by. */
const STRAY: i8 = TOO_LONG | OVERLONG_2 | CONTINUED;

// Two bytes have the faults that all three tables agree on: by the upper and the lower half of the first byte, and by
// the upper half of the second.
// biome-ignore format: a table
const BY_FIRST_HIGH = i8x16(
  TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
  CONTINUED, CONTINUED, CONTINUED, CONTINUED,
  TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | EDGE_4,
);
// biome-ignore format: a table
const BY_FIRST_LOW = i8x16(
  ANY | OVERLONG_3 | OVERLONG_2 | EDGE_4, ANY | OVERLONG_2, ANY, ANY,
  ANY | TOO_LARGE, ABOVE_F4, ABOVE_F4, ABOVE_F4,
  ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4,
  ABOVE_F4, ABOVE_F4 | SURROGATE, ABOVE_F4, ABOVE_F4,
);
// biome-ignore format: a table
const BY_SECOND_HIGH = i8x16(
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
  STRAY | OVERLONG_3 | EDGE_4, STRAY | OVERLONG_3 | TOO_LARGE,
  STRAY | SURROGATE | TOO_LARGE, STRAY | SURROGATE | TOO_LARGE,
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
);

/**
 * Whether [start, end) is UTF-8, where a code point begins at `start`: by blocks of 16 bytes, each byte judged with
 * the one before by three table lookups of four bits (J. Keiser, D. Lemire, "Validating UTF-8 in less than one
 * instruction per byte").
 */
export function validateBlocks(start: usize, end: usize): bool {
  let previous = i64x2.splat(0);
  let faults = i64x2.splat(0);
  let isLast = false;
  for (let p = start; !isLast; p += 16) {
    let block = v128.load(p);
    isLast = end - p < 16;
    if (isLast) {
      // Zeros behind the end, at least one: a sequence that is cut off is then too short.
      const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
      block = v128.and(block, i8x16.lt_u(places, i8x16.splat(<i8>(end - p))));
    }
    if (i8x16.bitmask(v128.or(block, previous))) faults = v128.or(faults, faultsIn(block, previous));
    previous = block;
  }
  return !v128.any_true(faults);
}

function faultsIn(block: v128, previous: v128): v128 {
  const before = i8x16.shuffle(previous, block, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  const pairFaults = v128.and(
    v128.and(
      i8x16.swizzle(BY_FIRST_HIGH, i8x16.shr_u(before, 4)),
      i8x16.swizzle(BY_FIRST_LOW, v128.and(before, i8x16.splat(15))),
    ),
    i8x16.swizzle(BY_SECOND_HIGH, i8x16.shr_u(block, 4)),
  );
  // Two bytes after E0 and above, and three after F0 and above, a continuation must follow a continuation.
  const before2 = i8x16.shuffle(previous, block, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
  const before3 = i8x16.shuffle(previous, block, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
  const third = i8x16.sub_sat_u(before2, i8x16.splat(0x60));
  const fourth = i8x16.sub_sat_u(before3, i8x16.splat(0x70));
  const isDue = v128.and(v128.or(third, fourth), i8x16.splat(CONTINUED));
  return v128.xor(pairFaults, isDue);
}
