import { Failure } from "./failure";
import { Json } from "./json";
import { JsonColumns } from "./json-columns";
import { JsonText } from "./json-text";

/** Members a shape remembers. */
const MEMBERS_MAX: u32 = 48;

const COUNT = 0;
const MEMBERS = 16;

/** A member: the bytes of its key, ones where `TEXT` has none, their number, and the key's column. */
const MEMBER_BYTES: usize = 80;
const TEXT = 0;
const IGNORED = 32;
const LENGTH = 64;
const COLUMN = 68;

/** Bytes of a shape; all zero is one that knows no members. */
export const JSON_SHAPE_BYTES: i32 = 16 + (48 + 2) * 80;

/**
 * The members of the lines read so far, in the order in which they were first seen. A line mostly has the members of
 * the line before in the same order, so that two compares of 16 bytes read a key, its quotes, the white space and the
 * colon. What has matched is known to be valid; where nothing matches, the key is read by the grammar and remembered.
 *
 * The first member is a spare one for keys too long to be remembered; it is never compared with. The place after the
 * last one seen always exists and matches nothing valid.
 */
export class JsonShape {
  @inline static first(shape: usize): usize {
    return shape + MEMBERS + MEMBER_BYTES;
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
    const low = v128.or(i8x16.eq(v128.load(at), v128.load(member, TEXT)), v128.load(member, IGNORED));
    const high = v128.or(i8x16.eq(v128.load(at, 16), v128.load(member, TEXT + 16)), v128.load(member, IGNORED + 16));
    return i8x16.all_true(v128.and(low, high));
  }

  /** The member whose key stands at `at` although `expected` does not; 0 for a fault. */
  static find(shape: usize, expected: usize, at: usize, columns: usize): usize {
    const first = JsonShape.first(shape);
    const end = first + load<u32>(shape, COUNT) * MEMBER_BYTES;
    for (let member = expected + MEMBER_BYTES; member < end; member += MEMBER_BYTES) {
      if (JsonShape.matches(member, at)) return member;
    }
    for (let member = first; member < expected && member < end; member += MEMBER_BYTES) {
      if (JsonShape.matches(member, at)) return member;
    }
    return learn(shape, at, columns);
  }
}

/** Reads the key at `at` and remembers it. */
function learn(shape: usize, at: usize, columns: usize): usize {
  const key = Json.space(at);
  const end = Json.key(key);
  const value = end ? Json.colon(end) : 0;
  if (!value) return 0;
  const column = JsonColumns.find(columns, JsonText.of(key + 1, end - 1));
  if (Failure.code) return 0;
  const length = value - at;
  const member = length <= 32 ? append(shape) : shape + MEMBERS;
  store<u32>(member, <u32>length, LENGTH);
  store<i32>(member, column, COLUMN);
  if (length <= 32) {
    memory.copy(member + TEXT, at, length);
    memory.fill(member + IGNORED, 0, length);
    memory.fill(member + IGNORED + length, 0xff, 32 - length);
  }
  return member;
}

/** Room for a member. A shape that is full starts anew: lines that never repeat their keys must not keep others out. */
function append(shape: usize): usize {
  let count = load<u32>(shape, COUNT);
  if (count == MEMBERS_MAX) count = 0;
  store<u32>(shape, count + 1, COUNT);
  return JsonShape.first(shape) + count * MEMBER_BYTES;
}
