/**
 * 32-bit hashes of group keys. Fixed-width keys are multiplied by 2^64/phi and the high half is kept (Knuth,
 * TAOCP 3, 6.4); folding the high half in first keeps keys apart that differ there only. Texts are hashed by
 * `Text.hash`. A group index uses the top bits to choose a segment and the low bits to choose a slot.
 */

const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;

export class Hash {
  @inline static of64(key: u64): u32 {
    return <u32>(((key ^ (key >>> 32)) * MULTIPLIER) >>> 32);
  }

  /** The hash of one more key column on top of `hash`. */
  @inline static combine(hash: u32, key: u64): u32 {
    return Hash.of64(key ^ (<u64>hash * 0xd6e8feb86659fd93));
  }
}
