import { Memory } from "./memory";

/**
 * The slices that hold rows of any key, in order of time, each with the number of nodes in it. Windows over none of
 * them are passed over. A list is LIVE_SLICES_BYTES of zeroed memory inside its owner.
 */
export const LIVE_SLICES_BYTES: usize = 12;

const ARRAY: usize = 0;
const COUNT: usize = 4;
const CAPACITY: usize = 8;

const ENTRY_LOG: usize = 4;
const START: usize = 0;
const NODES: usize = 8;

export class LiveSlices {
  @inline static count(list: usize): u32 {
    return load<u32>(list, COUNT);
  }
  @inline static start(list: usize, index: u32): i64 {
    return load<i64>(entry(list, index), START);
  }

  /** The start of the first slice at or after `start`; the largest i64 if there is none. */
  static firstFrom(list: usize, start: i64): i64 {
    const index = LiveSlices.indexOf(list, start);
    return index < LiveSlices.count(list) ? LiveSlices.start(list, index) : i64.MAX_VALUE;
  }

  /** Makes sure that the next `add` has room. False if memory has ended. */
  static reserve(list: usize): bool {
    const count = load<u32>(list, COUNT);
    const capacity = load<u32>(list, CAPACITY);
    if (count < capacity) return true;
    const larger = capacity ? capacity << 1 : 64;
    const array = Memory.alloc(larger << ENTRY_LOG);
    if (!array) return false;
    memory.copy(array, load<u32>(list, ARRAY), count << ENTRY_LOG);
    if (capacity) Memory.free(load<u32>(list, ARRAY), capacity << ENTRY_LOG);
    store<u32>(list, <u32>array, ARRAY);
    store<u32>(list, larger, CAPACITY);
    return true;
  }

  /** One node more in the slice; `reserve` came before. */
  static add(list: usize, start: i64): void {
    const index = LiveSlices.indexOf(list, start);
    const count = load<u32>(list, COUNT);
    const at = entry(list, index);
    if (index == count || load<i64>(at, START) != start) {
      memory.copy(at + (1 << ENTRY_LOG), at, (count - index) << ENTRY_LOG);
      store<i64>(at, start, START);
      store<u32>(at, 0, NODES);
      store<u32>(list, count + 1, COUNT);
    }
    store<u32>(at, load<u32>(at, NODES) + 1, NODES);
  }

  /** One node less. */
  static remove(list: usize, start: i64): void {
    const index = LiveSlices.indexOf(list, start);
    const at = entry(list, index);
    const nodes = load<u32>(at, NODES) - 1;
    store<u32>(at, nodes, NODES);
    if (nodes) return;
    const count = load<u32>(list, COUNT) - 1;
    memory.copy(at, at + (1 << ENTRY_LOG), (count - index) << ENTRY_LOG);
    store<u32>(list, count, COUNT);
  }

  /** The number of slices that start before `start`. */
  static indexOf(list: usize, start: i64): u32 {
    let low: u32 = 0;
    let high = LiveSlices.count(list);
    if (high && LiveSlices.start(list, high - 1) < start) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (LiveSlices.start(list, middle) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function entry(list: usize, index: u32): usize {
  return load<u32>(list, ARRAY) + (index << ENTRY_LOG);
}
