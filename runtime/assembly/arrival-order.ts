import { Budget } from "./budget";
import { DONE, MORE } from "./layout";
import { Memory } from "./memory";

/**
 * The groups of one window in order of the arrival of their first rows: collected, then sorted by radix, 11 bits at a
 * time, as far as the budget goes. A list is ARRIVAL_ORDER_BYTES of zeroed memory inside its owner.
 */
export const ARRIVAL_ORDER_BYTES: usize = 48;

/** Entries, and as much room again for the other side of each pass. */
const FROM: usize = 0;
const TO: usize = 4;
const CAPACITY: usize = 8;
const COUNT: usize = 12;
const LEAST: usize = 16;
const GREATEST: usize = 24;
/** Bits sorted so far, and whether the entries came in order. */
const SHIFT: usize = 32;
const ORDERED: usize = 36;
/** Where the pass stands: counting up to COUNT, then moving up to COUNT. */
const COUNTED: usize = 40;
const MOVED: usize = 44;

const ENTRY_LOG: usize = 4;
const ARRIVAL: usize = 0;
const GROUP: usize = 8;

const DIGIT_BITS: u32 = 11;
const DIGITS: u32 = 1 << DIGIT_BITS;
const positions: usize = memory.data((1 << 11) * 4, 4);

export class ArrivalOrder {
  /** Empties the list and makes room for `capacity` groups. False if memory has ended. */
  static begin(order: usize, capacity: u32): bool {
    store<u32>(order, 0, COUNT);
    store<i64>(order, i64.MAX_VALUE, LEAST);
    store<i64>(order, i64.MIN_VALUE, GREATEST);
    store<u32>(order, 0, SHIFT);
    store<u32>(order, 1, ORDERED);
    store<u32>(order, 0, COUNTED);
    store<u32>(order, 0, MOVED);
    const have = load<u32>(order, CAPACITY);
    if (capacity <= have) return true;
    const wanted = max(capacity, have << 1);
    const from = Memory.alloc(wanted << ENTRY_LOG);
    if (!from) return false;
    const to = Memory.alloc(wanted << ENTRY_LOG);
    if (!to) {
      Memory.free(from, wanted << ENTRY_LOG);
      return false;
    }
    if (have) {
      Memory.free(load<u32>(order, FROM), have << ENTRY_LOG);
      Memory.free(load<u32>(order, TO), have << ENTRY_LOG);
    }
    store<u32>(order, <u32>from, FROM);
    store<u32>(order, <u32>to, TO);
    store<u32>(order, wanted, CAPACITY);
    return true;
  }

  static add(order: usize, arrival: i64, group: usize): void {
    const count = load<u32>(order, COUNT);
    const entry = load<u32>(order, FROM) + (count << ENTRY_LOG);
    store<i64>(entry, arrival, ARRIVAL);
    store<u32>(entry, <u32>group, GROUP);
    if (arrival < load<i64>(order, GREATEST)) store<u32>(order, 0, ORDERED);
    else store<i64>(order, arrival, GREATEST);
    if (arrival < load<i64>(order, LEAST)) store<i64>(order, arrival, LEAST);
    store<u32>(order, count + 1, COUNT);
  }

  @inline static count(order: usize): u32 {
    return load<u32>(order, COUNT);
  }
  @inline static group(order: usize, index: u32): usize {
    return load<u32>(load<u32>(order, FROM) + (index << ENTRY_LOG), GROUP);
  }

  /** Sorts as far as the budget goes: DONE or MORE. */
  static sort(order: usize): i32 {
    if (load<u32>(order, ORDERED)) return DONE;
    const count = load<u32>(order, COUNT);
    const least = load<i64>(order, LEAST);
    const range = <u64>(load<i64>(order, GREATEST) - least);
    while (load<u32>(order, SHIFT) < 64 && range >>> load<u32>(order, SHIFT)) {
      if (!countDigits(order, count, least)) return MORE;
      if (!moveEntries(order, count, least)) return MORE;
      const from = load<u32>(order, FROM);
      store<u32>(order, load<u32>(order, TO), FROM);
      store<u32>(order, from, TO);
      store<u32>(order, 0, COUNTED);
      store<u32>(order, 0, MOVED);
      store<u32>(order, load<u32>(order, SHIFT) + DIGIT_BITS, SHIFT);
    }
    return DONE;
  }
}

/** First half of a pass: `positions` becomes where the entries of each digit go. False: the budget is spent. */
function countDigits(order: usize, count: u32, least: i64): bool {
  let at = load<u32>(order, COUNTED);
  if (at == count) return true;
  if (at == 0) memory.fill(positions, 0, DIGITS << 2);
  const shift = <u64>load<u32>(order, SHIFT);
  const from = load<u32>(order, FROM);
  const limit = min(count, at + <u32>max(Budget.left, 0));
  Budget.left -= limit - at;
  for (; at < limit; at++) {
    const slot = positions + (digit(from, at, least, shift) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  store<u32>(order, at, COUNTED);
  if (at < count) return false;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < DIGITS; i++) {
    const slot = positions + (i << 2);
    const here = load<u32>(slot);
    store<u32>(slot, sum);
    sum += here;
  }
  return true;
}

function moveEntries(order: usize, count: u32, least: i64): bool {
  let at = load<u32>(order, MOVED);
  const shift = <u64>load<u32>(order, SHIFT);
  const from = load<u32>(order, FROM);
  const to = load<u32>(order, TO);
  const limit = min(count, at + <u32>max(Budget.left, 0));
  Budget.left -= limit - at;
  for (; at < limit; at++) {
    const slot = positions + (digit(from, at, least, shift) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    memory.copy(to + (place << ENTRY_LOG), from + (at << ENTRY_LOG), 1 << ENTRY_LOG);
  }
  store<u32>(order, at, MOVED);
  return at == count;
}

function digit(entries: usize, index: u32, least: i64, shift: u64): u32 {
  return <u32>(<u64>(load<i64>(entries + (index << ENTRY_LOG), ARRIVAL) - least) >>> shift) & (DIGITS - 1);
}
