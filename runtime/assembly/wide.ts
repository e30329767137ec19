/** Products wider than 64 bits, which WebAssembly has no instruction for. */
export class Wide {
  /** The upper 64 bits of the 128-bit product `a * b`; the lower ones are `a * b` itself. */
  @inline static multiplyHigh(a: u64, b: u64): u64 {
    const a0 = a & 0xffffffff;
    const a1 = a >>> 32;
    const b0 = b & 0xffffffff;
    const b1 = b >>> 32;
    const middle = a1 * b0 + ((a0 * b0) >>> 32);
    const cross = a0 * b1 + (middle & 0xffffffff);
    return a1 * b1 + (middle >>> 32) + (cross >>> 32);
  }
}
