/** Eight bytes of text in one number, the first in the lowest byte. */
export class Word {
  @inline static byte(word: u64, index: u64): i32 {
    return <i32>(word >>> (index << 3)) & 0xff;
  }

  /** The mask of the `count` lowest bytes; of none below 1, of all eight above 7. */
  @inline static lowBytes(count: i32): u64 {
    return count <= 0 ? 0 : count >= 8 ? <u64>-1 : ((<u64>1) << (count << 3)) - 1;
  }
}
