/** Slices of a record batch into the input batch, column by column. */
import { NULL_NOT_ALLOWED } from "../assembly/codes.ts";
import {
  type ArrowData,
  entryAt,
  isDictionary,
  isNullAt,
  type MatchedBatch,
  mayHaveNulls,
  toMicroseconds,
} from "./arrow.ts";
import { copyBits } from "./bits.ts";
import { floorTo, isInstant } from "./datetime.ts";
import type { InputBatch } from "./input-batch.ts";

/**
 * Copies rows [from, from + count) into rows [0, count) of `target`, which is empty. False: an entry of a dictionary
 * cannot be taken. MR6301 if memory has ended.
 */
export function copySlice({ columns }: MatchedBatch, from: number, count: number, target: InputBatch): boolean {
  for (const [column, { type, data, mustBeThere }] of columns.entries()) {
    const { view } = target;
    const at = target.values[column]!;
    const validity = target.validity[column]!;
    if (validity !== 0 && mayHaveNulls(data)) copyBits(data.nullBitmap!, data.offset + from, count, view.u8, validity);
    switch (type.kind) {
      case "TEXT":
        if (!isDictionary(data.type)) copyTexts(data, from, count, target, column);
        else if (!copyEntries(data, from, count, target, column, mustBeThere)) return false;
        break;
      case "BOOLEAN":
        copyBits(data.values as Uint8Array, data.offset + from, count, view.u8, at);
        break;
      case "TIMESTAMP":
        copyTimestamps(data, from, count, view.i64, at >>> 3, 10 ** (6 - type.precision));
        break;
      default: {
        const slice = (data.values as Uint8Array).subarray(from, from + count);
        view.u8.set(new Uint8Array(slice.buffer, slice.byteOffset, slice.byteLength), at);
      }
    }
  }
  return true;
}

/** Digits finer than `finest` microseconds are cut toward minus infinity; what is out of range becomes the largest number. */
function copyTimestamps(
  data: ArrowData,
  from: number,
  count: number,
  target: BigInt64Array,
  at: number,
  finest: number,
): void {
  const { unit } = data.type;
  const values = data.values as BigInt64Array;
  if (unit === 2 && finest === 1) return target.set(values.subarray(from, from + count), at);
  const step = BigInt(finest);
  for (let i = 0; i < count; i++) {
    const us = toMicroseconds(values[from + i]!, unit);
    target[at + i] = isInstant(us) ? floorTo(us, step) : 2n ** 63n - 1n;
  }
}

function copyEntries(
  data: ArrowData,
  from: number,
  count: number,
  target: InputBatch,
  column: number,
  mustBeThere: boolean,
): boolean {
  const nulls = mustBeThere ? NULL_NOT_ALLOWED : 0;
  for (let row = 0; row < count; row++) {
    const entry = isNullAt(data, from + row) ? null : entryAt(data, from + row);
    if (target.setText(column, row, nulls, entry, 0) !== 0) return false;
  }
  return true;
}

function copyTexts(data: ArrowData, from: number, count: number, target: InputBatch, column: number): void {
  const offsets = data.valueOffsets!;
  const start = offsets[from]!;
  const end = offsets[from + count]!;
  target.reserve(column, 0, end - start);
  const { u8, i32 } = target.view;
  u8.set((data.values as Uint8Array).subarray(start, end), target.textAt(column));
  const at = target.offsets[column]! >>> 2;
  for (let i = 0; i <= count; i++) i32[at + i] = offsets[from + i]! - start;
}
