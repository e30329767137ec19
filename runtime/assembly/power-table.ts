import { POWER_BASE_MIN, POWER_STEP, powerBases, powersOfFive } from "./power-data";
import { Wide } from "./wide";

/**
 * Powers of ten from 10^-342 to 10^324 as 128-bit significands: 10^q = `high:low` × 2^e, rounded down, with the
 * upper bit of `high` set. `find` leaves its answer in `high` and `low`.
 */
export class PowerTable {
  static high: u64 = 0;
  static low: u64 = 0;

  static find(q: i32): void {
    const index: u32 = q - POWER_BASE_MIN;
    const base = powerBases() + <usize>(index / POWER_STEP) * 24;
    const unaligned = PowerTable.five(index % POWER_STEP);
    const five = unaligned << clz(unaligned);

    const base2 = load<u64>(base);
    const base1 = load<u64>(base, 8);
    const word1 = base1 * five;
    const word0 = word1 + Wide.multiplyHigh(load<u64>(base, 16), five);
    const product2 = base2 * five;
    const carried = product2 + Wide.multiplyHigh(base1, five);
    const middle = carried + <u64>(word0 < word1);
    const top = Wide.multiplyHigh(base2, five) + <u64>(carried < product2) + <u64>(middle < carried);

    // Two factors with their upper bit set: the product has its own there or one below.
    const shift = clz(top);
    PowerTable.high = shift ? (top << 1) | (middle >>> 63) : top;
    PowerTable.low = shift ? (middle << 1) | (word0 >>> 63) : middle;
  }

  /** 5^n for n of 0 … 26. */
  @inline static five(n: u32): u64 {
    return load<u64>(powersOfFive() + ((<usize>n) << 3));
  }
}
