/** Whether a slice can be taken as it is: what the decoder of JSON lines finds out while it reads, for whole columns. */
import { type MatchedBatch, mayHaveNulls } from "./arrow.ts";
import type { InputBatch } from "./input-batch.ts";
import { areUtf8 } from "./utf8.ts";

/**
 * Of the first `count` rows of `target`, into which they have been copied. False: some row may have a NULL where there
 * must be none, or text that is not UTF-8 or too long. A date or instant out of range is the module's to report.
 */
export function isSound({ columns }: MatchedBatch, count: number, target: InputBatch): boolean {
  const { i32, u32, u8 } = target.view;
  return columns.every(({ type, data, mustBeThere }, column) => {
    if (mustBeThere && mayHaveNulls(data)) return false;
    if (type.kind !== "TEXT") return true;
    const offsets = i32.subarray(target.offsets[column]! >>> 2).subarray(0, count + 1);
    const at = target.textAt(column);
    const max = type.maxLength;
    if (max !== null && offsets.some((end, i) => end - (offsets[i - 1] ?? 0) > max)) return false;
    return isAscii(u32, at, offsets[count]!) || areUtf8(u8.subarray(at, at + offsets[count]!), offsets);
  });
}

/** What stands behind the text in its last word may spoil the answer, but only to false. */
function isAscii(u32: Uint32Array, at: number, bytes: number): boolean {
  let bits = 0;
  for (let word = at >>> 2, end = (at + bytes + 3) >>> 2; word < end; word++) bits |= u32[word]!;
  return (bits & 0x80808080) === 0;
}
