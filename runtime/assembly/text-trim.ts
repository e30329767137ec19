import { Utf8 } from "./utf8";

/** Address of the first byte from `start` on that is no space. */
export function skipForwardSpaces(start: usize, end: usize): usize {
  while (start < end && load<u8>(start) == 0x20) start++;
  return start;
}

/** Address after the last byte before `end` that is no space. */
export function skipBackSpaces(start: usize, end: usize): usize {
  while (end > start && load<u8>(end - 1) == 0x20) end--;
  return end;
}

/** Address of the first code point from `start` on that is not in the set, a text in [set, setEnd). */
export function skipForward(start: usize, end: usize, set: usize, setEnd: usize): usize {
  while (start < end && contains(set, setEnd, Utf8.decode(start))) start += Utf8.width(load<u8>(start));
  return min(start, end);
}

/** Address after the last code point before `end` that is not in the set. */
export function skipBack(start: usize, end: usize, set: usize, setEnd: usize): usize {
  while (end > start) {
    const last = Utf8.last(start, end);
    if (!contains(set, setEnd, Utf8.decode(last))) break;
    end = last;
  }
  return end;
}

function contains(set: usize, end: usize, codePoint: u32): bool {
  for (let p = set; p < end; p += Utf8.width(load<u8>(p))) if (Utf8.decode(p) == codePoint) return true;
  return false;
}
