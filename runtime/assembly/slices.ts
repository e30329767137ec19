import { GROUP_TABLE_BYTES, GroupTable } from "./group-table";
import { Memory } from "./memory";
import { REGION_BYTES, Region } from "./region";

/**
 * The open slices of a tumbling aggregate, ordered by start: each owns the table of its groups and the bytes of their
 * texts, so that closing one frees both at once. A list is SLICE_LIST_BYTES of zeroed memory inside its owner.
 */
export const SLICE_LIST_BYTES: usize = 16;

const ARRAY: usize = 0;
const HEAD: usize = 4;
const TAIL: usize = 8;
const CAPACITY: usize = 12;

const SLICE_BYTES: usize = 40 + GROUP_TABLE_BYTES;
const START: usize = 0;
const END: usize = 8;
const FIRED: usize = 16;
const REGION: usize = 24;
const TABLE: usize = 24 + REGION_BYTES;

export class Slices {
  @inline static start(slice: usize): i64 {
    return load<i64>(slice, START);
  }
  @inline static end(slice: usize): i64 {
    return load<i64>(slice, END);
  }
  /** Whether the slice has been sent once, with more to come for late rows. */
  @inline static fired(slice: usize): bool {
    return load<u8>(slice, FIRED) != 0;
  }
  @inline static setFired(slice: usize): void {
    store<u8>(slice, 1, FIRED);
  }
  /** The table of the slice's groups. */
  @inline static groups(slice: usize): usize {
    return slice + TABLE;
  }
  /** The region that holds the texts of the slice's groups. */
  @inline static texts(slice: usize): usize {
    return slice + REGION;
  }

  @inline static count(list: usize): u32 {
    return load<u32>(list, TAIL) - load<u32>(list, HEAD);
  }
  /** The slice at `index`, the earliest first. */
  @inline static at(list: usize, index: u32): usize {
    return load<u32>(load<u32>(list, ARRAY) + ((load<u32>(list, HEAD) + index) << 2));
  }

  /** The slice that starts at `start`; 0 if it is not open. */
  static find(list: usize, start: i64): usize {
    const index = Slices.indexOf(list, start);
    if (index == Slices.count(list)) return 0;
    const slice = Slices.at(list, index);
    return Slices.start(slice) == start ? slice : 0;
  }

  /** The slice that starts at `start`, opened if need be. 0 if memory has ended; nothing has changed then. */
  static findOrOpen(list: usize, start: i64, size: i64, groupBytes: u32): usize {
    const found = Slices.find(list, start);
    if (found) return found;
    if (!makeRoom(list)) return 0;
    const slice = newSlice(start, size, groupBytes);
    if (!slice) return 0;
    const index = Slices.indexOf(list, start);
    // What came before tells how much will come: an index made at once need not be split again and again.
    if (index && index == Slices.count(list)) {
      GroupTable.prepare(Slices.groups(slice), GroupTable.groups(Slices.groups(Slices.at(list, index - 1))));
    }
    const at = load<u32>(list, ARRAY) + ((load<u32>(list, HEAD) + index) << 2);
    memory.copy(at + 4, at, (Slices.count(list) - index) << 2);
    store<u32>(at, <u32>slice);
    store<u32>(list, load<u32>(list, TAIL) + 1, TAIL);
    return slice;
  }

  /** Frees the earliest slice. */
  static removeFirst(list: usize): void {
    const slice = Slices.at(list, 0);
    GroupTable.free(slice + TABLE);
    Region.free(slice + REGION);
    Memory.free(slice, SLICE_BYTES);
    store<u32>(list, load<u32>(list, HEAD) + 1, HEAD);
  }

  /** Frees the slices that end at or before `watermark`. */
  static removeClosed(list: usize, watermark: i64): void {
    while (Slices.count(list) != 0 && Slices.end(Slices.at(list, 0)) <= watermark) Slices.removeFirst(list);
  }

  /** The first position from `index` on of a slice that has ended and was not sent; -1 if there is none. */
  static nextUnsent(list: usize, index: u32, watermark: i64): i32 {
    for (; index < Slices.count(list); index++) {
      const slice = Slices.at(list, index);
      if (Slices.end(slice) > watermark) return -1;
      if (!Slices.fired(slice)) return <i32>index;
    }
    return -1;
  }

  /** The number of slices that start before `start`. */
  static indexOf(list: usize, start: i64): u32 {
    let low: u32 = 0;
    let high = Slices.count(list);
    // Most rows belong to the latest slice.
    if (high && Slices.start(Slices.at(list, high - 1)) < start) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Slices.start(Slices.at(list, middle)) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Groups of all open slices. */
  static keys(list: usize): u32 {
    let keys: u32 = 0;
    for (let i: u32 = 0; i < Slices.count(list); i++) keys += GroupTable.groups(Slices.groups(Slices.at(list, i)));
    return keys;
  }
}

function newSlice(start: i64, size: i64, groupBytes: u32): usize {
  const slice = Memory.alloc(SLICE_BYTES);
  if (!slice) return 0;
  if (!GroupTable.init(slice + TABLE, groupBytes)) {
    Memory.free(slice, SLICE_BYTES);
    return 0;
  }
  Region.init(slice + REGION);
  store<i64>(slice, start, START);
  store<i64>(slice, start + size, END);
  store<u8>(slice, 0, FIRED);
  return slice;
}

/** Room for one more slice behind the last: the array slides back to its start, or doubles. */
function makeRoom(list: usize): bool {
  const array: usize = load<u32>(list, ARRAY);
  const head = load<u32>(list, HEAD);
  const count = Slices.count(list);
  const capacity = load<u32>(list, CAPACITY);
  if (load<u32>(list, TAIL) < capacity) return true;
  let to = array;
  if (count << 1 >= capacity) {
    const larger = capacity ? capacity << 1 : 256;
    to = Memory.alloc(larger << 2);
    if (!to) return false;
    store<u32>(list, larger, CAPACITY);
    store<u32>(list, <u32>to, ARRAY);
  }
  memory.copy(to, array + (head << 2), count << 2);
  if (to != array && array) Memory.free(array, capacity << 2);
  store<u32>(list, 0, HEAD);
  store<u32>(list, count, TAIL);
  return true;
}
