/** Slices of a record batch into the input batch, column by column. */
import { type ArrowData, type MatchedBatch, type MatchedColumn, mayHaveNulls, toMicroseconds } from "./arrow.ts";
import { TIMESTAMP_LIMIT } from "./datetime.ts";
import type { InputBatch } from "./input-batch.ts";

/** Copies rows [from, from + count) into rows [0, count) of `target`, which is empty. MR6301 if memory has ended. */
export function copySlice({ columns }: MatchedBatch, from: number, count: number, target: InputBatch): void {
  for (const [column, matched] of columns.entries()) {
    const { data } = matched;
    const validity = target.validity[column]!;
    if (validity !== 0 && mayHaveNulls(data))
      copyBitmap(data.nullBitmap!, data.offset + from, count, target.view.u8, validity);
    copyValues(matched, from, count, target, column);
  }
}

function copyValues(
  { type, data }: MatchedColumn,
  from: number,
  count: number,
  target: InputBatch,
  column: number,
): void {
  const { view } = target;
  const at = target.values[column]!;
  switch (type.kind) {
    case "TEXT":
      return copyTexts(data, from, count, target, column);
    case "BOOLEAN":
      return copyBitmap(data.values as Uint8Array, data.offset + from, count, view.u8, at);
    case "TIMESTAMP":
      return copyTimestamps(data, from, count, view.i64, at >>> 3, 10 ** (6 - type.precision));
    default: {
      const values = data.values as Uint8Array;
      const slice = values.subarray(from, from + count);
      view.u8.set(new Uint8Array(slice.buffer, slice.byteOffset, slice.byteLength), at);
    }
  }
}

/** Bits [from, from + count) of `source` to the bits at byte `at` of `target`. */
function copyBitmap(source: Uint8Array, from: number, count: number, target: Uint8Array, at: number): void {
  const shift = from & 7;
  const start = from >>> 3;
  const bytes = (count + 7) >>> 3;
  if (shift === 0) return target.set(source.subarray(start, start + bytes), at);
  for (let i = 0; i < bytes; i++) {
    target[at + i] = (source[start + i]! >>> shift) | ((source[start + i + 1] ?? 0) << (8 - shift));
  }
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
    const isInRange = us >= -TIMESTAMP_LIMIT && us <= TIMESTAMP_LIMIT;
    target[at + i] = isInRange ? us - (((us % step) + step) % step) : 2n ** 63n - 1n;
  }
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
