/** Bitmaps of Arrow: row by row, the least significant bit of a byte first. */

/** How many bytes hold the bits of `rows` rows. */
export function bitmapBytes(rows: number): number {
  return (rows + 7) >>> 3;
}

export function bitAt(bitmap: ArrayLike<number>, at: number): boolean {
  return ((bitmap[at >>> 3]! >>> (at & 7)) & 1) !== 0;
}

/** Bits [from, from + count) of `source` to the bits at byte `at` of `target`. */
export function copyBits(source: Uint8Array, from: number, count: number, target: Uint8Array, at: number): void {
  const shift = from & 7;
  const start = from >>> 3;
  const bytes = bitmapBytes(count);
  if (shift === 0) return target.set(source.subarray(start, start + bytes), at);
  for (let i = 0; i < bytes; i++) {
    target[at + i] = (source[start + i]! >>> shift) | ((source[start + i + 1] ?? 0) << (8 - shift));
  }
}
