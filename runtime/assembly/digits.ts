/** Eight decimal digits at once, as the bytes of one little-endian word: the first digit is the lowest byte. */
export class Digits {
  /** Whether all eight bytes are '0' to '9'. */
  @inline static eight(word: u64): bool {
    const upper: u64 = 0xf0f0f0f0f0f0f0f0;
    // Adding 6 carries ':' and above into the upper half of their byte.
    return ((word & upper) | (((word + 0x0606060606060606) & upper) >>> 4)) == 0x3333333333333333;
  }

  /** The number that eight digits stand for. */
  @inline static value(word: u64): u64 {
    const pairs = Digits.pairs(word - 0x3030303030303030);
    const mask: u64 = 0x000000ff000000ff;
    const first = (pairs & mask) * 0x000f424000000064; // 100 and 1,000,000
    const second = ((pairs >>> 16) & mask) * 0x0000271000000001; // 1 and 10,000
    return (first + second) >>> 32;
  }

  /** From digits as numbers: byte i becomes ten times itself plus byte i + 1. */
  @inline static pairs(digits: u64): u64 {
    return digits * 10 + (digits >>> 8);
  }

  /** The eight digits of a number below 100,000,000, with leading zeros. */
  @inline static text(value: u32): u64 {
    // Split by 10,000, then each half by 100, then each quarter by 10, all lanes at once.
    const fours = <u64>(value / 10000) | ((<u64>(value % 10000)) << 32);
    const hundreds = ((fours * 5243) >>> 19) & 0x0000007f0000007f;
    const twos = hundreds | ((fours - hundreds * 100) << 16);
    const tens = ((twos * 103) >>> 10) & 0x000f000f000f000f;
    return tens | ((twos - tens * 10) << 8) | 0x3030303030303030;
  }

  /** The two digits of a number below 100, with a leading zero. */
  @inline static two(value: u32): u32 {
    const tens = (value * 103) >>> 10;
    return tens | ((value - tens * 10) << 8) | 0x3030;
  }
}
