/** Constant lists of an IN predicate. */
export class SortedList {
  /** Whether `value` is one of the `count` ascending i64 values at `list`; by halving. */
  static contains(list: usize, count: i32, value: i64): bool {
    let low: i32 = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = load<i64>(list + ((<usize>middle) << 3));
      if (found == value) return true;
      if (found < value) low = middle + 1;
      else high = middle;
    }
    return false;
  }
}
