// Odd, with about as many ones as zeros: wyhash's constants and one of splitmix64's.
const FACTOR_1: u64 = 0xa0761d6478bd642f;
const FACTOR_2: u64 = 0xe7037ed1a0b428db;
const FACTOR_3: u64 = 0xbf58476d1ce4e5b9;
const FACTOR_4: u64 = 0x8ebc6af09c88c6e3;

/**
 * A hash for tables, not against malice: by words of 8 bytes. Eight to 32 bytes are covered by four words that overlap,
 * whatever the length, because a loop whose end cannot be foreseen costs more than a word read twice. A product carries
 * upward only, so each word is folded onto its lower half before it is multiplied.
 */
export function hashBytes(start: usize, bytes: usize): u64 {
  const last = start + bytes - 8;
  let hash = <u64>bytes * FACTOR_3;
  if (bytes - 8 <= 24) {
    const step = min<usize>(bytes - 8, 8);
    const outer = (fold(load<u64>(start)) ^ hash) * FACTOR_1 + fold(load<u64>(last)) * FACTOR_2;
    const inner = fold(load<u64>(start + step)) * FACTOR_3 + fold(load<u64>(last - step)) * FACTOR_4;
    hash = outer ^ rotl(inner, 23);
    hash ^= hash >>> 32;
  } else if (bytes < 8) {
    hash ^= fold(load<u64>(start) & (((<u64>1) << ((<u64>bytes) << 3)) - 1));
  } else {
    for (let p = start; p < last; p += 8) hash = (hash ^ fold(load<u64>(p))) * FACTOR_1;
    hash ^= fold(load<u64>(last));
  }
  hash *= FACTOR_2;
  hash ^= hash >>> 29;
  hash *= FACTOR_3;
  return hash ^ (hash >>> 32);
}

function fold(word: u64): u64 {
  return word ^ (word >>> 32);
}
