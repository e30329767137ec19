/** Whether `bytes` bytes at `a` and `b` are equal. Eight to 32 of them by words that overlap, as `hashBytes` reads them. */
export function sameBytes(a: usize, b: usize, bytes: usize): bool {
  const last = bytes - 8;
  if (last <= 24) {
    const step = min<usize>(last, 8);
    const outer = (load<u64>(a) ^ load<u64>(b)) | (load<u64>(a + last) ^ load<u64>(b + last));
    const inner = load<u64>(a + step) ^ load<u64>(b + step);
    return (outer | inner | (load<u64>(a + last - step) ^ load<u64>(b + last - step))) == 0;
  }
  if (bytes < 8) return ((load<u64>(a) ^ load<u64>(b)) & (((<u64>1) << ((<u64>bytes) << 3)) - 1)) == 0;
  for (let i: usize = 0; i < last; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  return load<u64>(a + last) == load<u64>(b + last);
}

/**
 * Address of the first occurrence of the `bytes` bytes at `needle` in [start, end), `start` if `bytes` is 0; 0 if
 * there is none. Sixteen places are looked at together: those are compared whole where both the needle's first and
 * its last byte fit (W. Muła, "SIMD-friendly algorithms for substring searching").
 */
export function findBytes(start: usize, end: usize, needle: usize, bytes: usize): usize {
  if (!bytes) return start;
  if (end - start < bytes) return 0;
  const first = i8x16.splat(load<i8>(needle));
  const last = i8x16.splat(load<i8>(needle + bytes - 1));
  const lastPlace = end - bytes;
  for (let p = start; p <= lastPlace; p += 16) {
    const firstFits = i8x16.eq(v128.load(p), first);
    const lastFits = i8x16.eq(v128.load(p + bytes - 1), last);
    let places: u32 = i8x16.bitmask(v128.and(firstFits, lastFits));
    for (; places; places &= places - 1) {
      const place = p + ctz(places);
      if (place > lastPlace) return 0;
      if (sameBytes(place, needle, bytes)) return place;
    }
  }
  return 0;
}
