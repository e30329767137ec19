/** 32-bit words a number may have; its users show that theirs have fewer. */
const WORDS_MAX = 96;

/** Whole numbers of some thousand bits, in two places: the number of words, then the words, the lowest first. */
export class Natural {
  static left(): usize {
    return memory.data(4 + WORDS_MAX * 4, 4);
  }

  static right(): usize {
    return memory.data(4 + WORDS_MAX * 4, 4);
  }

  static set(n: usize, value: u64): void {
    store<u64>(n, value, 4);
    store<u32>(n, value >>> 32 ? 2 : value ? 1 : 0);
  }

  /** n = n * factor + addend */
  static multiplyAdd(n: usize, factor: u32, addend: u32): void {
    const end = n + 4 + ((<usize>load<u32>(n)) << 2);
    let carry: u64 = addend;
    for (let word = n + 4; word < end; word += 4) {
      carry += <u64>load<u32>(word) * <u64>factor;
      store<u32>(word, <u32>carry);
      carry >>>= 32;
    }
    if (!carry) return;
    store<u32>(end, <u32>carry);
    store<u32>(n, load<u32>(n) + 1);
  }

  /** n = n * 5^exponent */
  static multiplyPowerOfFive(n: usize, exponent: u32): void {
    for (; exponent >= 13; exponent -= 13) Natural.multiplyAdd(n, 1220703125, 0);
    for (; exponent; exponent--) Natural.multiplyAdd(n, 5, 0);
  }

  /** n = n * 2^bits */
  static shiftLeft(n: usize, bits: u32): void {
    Natural.multiplyAdd(n, 1 << (bits & 31), 0);
    const words: usize = load<u32>(n);
    const moved: usize = bits >>> 5;
    if (!words || !moved) return;
    memory.copy(n + 4 + (moved << 2), n + 4, words << 2);
    memory.fill(n + 4, 0, moved << 2);
    store<u32>(n, words + moved);
  }

  /** -1, 0 or 1. */
  static compare(a: usize, b: usize): i32 {
    const words = load<u32>(a);
    if (words != load<u32>(b)) return words < load<u32>(b) ? -1 : 1;
    for (let i: usize = (<usize>words) << 2; i; i -= 4) {
      const x = load<u32>(a + i);
      const y = load<u32>(b + i);
      if (x != y) return x < y ? -1 : 1;
    }
    return 0;
  }
}
