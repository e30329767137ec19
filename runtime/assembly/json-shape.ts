import { Failure } from "./failure";
import { Json } from "./json";
import { JsonColumns } from "./json-columns";
import { JsonText } from "./json-text";

/** Members that a shape remembers. */
const MEMBERS_MAX: u32 = 48;

/** A member: its key as written up to the value, a bit for each of the 32 bytes that are not compared, length, column. */
const TEXT = 0;
const IGNORED = 32;
const LENGTH = 36;
const COLUMN = 40;
const MEMBER_BYTES: usize = 48;

/** Bytes of a shape: the number of members seen, a spare member, those members, and one that matches nothing valid. */
export const JSON_SHAPE_BYTES: i32 = (<i32>MEMBERS_MAX + 3) * <i32>MEMBER_BYTES;
const COUNT = 0;
const SPARE = MEMBER_BYTES;
const FIRST = 2 * MEMBER_BYTES;

/**
 * The members of the lines read so far, in the order in which they were first seen; all zero at the start. A line
 * mostly has the members of the line before in the same order: two compares of 16 bytes then read a key with its
 * quotes, the colon and white space. What matches is known to be valid. Where the expected member does not stand, the
 * others are tried, and a key that none has is read by the grammar and remembered, unless it is too long: the spare
 * member stands for it once.
 */
export class JsonShape {
  @inline static first(shape: usize): usize {
    return shape + FIRST;
  }
  @inline static after(member: usize): usize {
    return member + MEMBER_BYTES;
  }
  /** Index of the column among the required ones; negative if the key is not required. */
  @inline static column(member: usize): i32 {
    return load<i32>(member, COLUMN);
  }
  @inline static length(member: usize): usize {
    return load<u32>(member, LENGTH);
  }

  /** Whether the key at `at` is the member's. */
  @inline static matches(member: usize, at: usize): bool {
    const low: u32 = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(member, TEXT)));
    const high: u32 = i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(member, TEXT + 16)));
    return (low | (high << 16) | load<u32>(member, IGNORED)) == 0xffffffff;
  }

  /** The member whose key stands at `at` although `expected` does not; 0 for a fault. */
  static find(shape: usize, expected: usize, at: usize, columns: usize, count: i32, keys: usize): usize {
    const seen = load<u32>(shape, COUNT);
    let member = expected;
    for (let tried: u32 = 0; tried < seen; tried++) {
      member = member < shape + FIRST + (seen - 1) * MEMBER_BYTES ? member + MEMBER_BYTES : shape + FIRST;
      if (JsonShape.matches(member, at)) return member;
    }
    const value = Json.name(at);
    if (!value) return 0;
    const column = JsonColumns.find(columns, count, keys, JsonText.of(at + 1, Json.keyEnd));
    if (Failure.code) return 0;
    const length = value - at;
    member = shape + SPARE;
    if (length < 32) {
      // A full shape starts anew: keys that never come back must not keep others out.
      const index = seen == MEMBERS_MAX ? 0 : seen;
      store<u32>(shape, index + 1, COUNT);
      member = shape + FIRST + index * MEMBER_BYTES;
      memory.copy(member + TEXT, at, length);
      store<u32>(member, (<u32>-1) << (<u32>length), IGNORED);
    }
    store<u32>(member, <u32>length, LENGTH);
    store<i32>(member, column, COLUMN);
    return member;
  }
}
