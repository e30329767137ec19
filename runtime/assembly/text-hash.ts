// Odd, with about as many ones as zeros: two of wyhash's constants and one of splitmix64's.
const FACTOR_1: u64 = 0xa0761d6478bd642f;
const FACTOR_2: u64 = 0xe7037ed1a0b428db;
const FACTOR_3: u64 = 0xbf58476d1ce4e5b9;

/**
 * A hash for tables, not against malice: by words of 8 bytes, the last of which overlaps the one before so that there
 * is no tail. A product carries upward only, so each word is folded onto its lower half before it is multiplied.
 */
export function hashBytes(start: usize, bytes: usize): u64 {
  let hash = <u64>bytes * FACTOR_3;
  const end = start + bytes;
  if (bytes < 8) {
    hash ^= fold(load<u64>(start) & (((<u64>1) << ((<u64>bytes) << 3)) - 1));
  } else {
    for (let p = start; p + 8 < end; p += 8) hash = (hash ^ fold(load<u64>(p))) * FACTOR_1;
    hash ^= fold(load<u64>(end - 8));
  }
  hash *= FACTOR_2;
  hash ^= hash >>> 29;
  hash *= FACTOR_3;
  return hash ^ (hash >>> 32);
}

function fold(word: u64): u64 {
  return word ^ (word >>> 32);
}
