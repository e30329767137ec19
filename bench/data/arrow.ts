/** Columns as the record batches that apache-arrow would hand over: views, nothing is copied. */
import type { ArrowBatch } from "../../runtime/index.ts";
import type { TextColumn } from "./text-column.ts";

export type ArrowColumn =
  | { readonly name: string; readonly type: "bigint" | "timestamp"; readonly values: BigInt64Array }
  | { readonly name: string; readonly type: "text"; readonly values: TextColumn };

const BATCH_ROWS = 65_536;

export function arrowBatches(rows: number, columns: readonly ArrowColumn[]): readonly ArrowBatch[] {
  const schema = { fields: columns.map((column) => ({ name: column.name, type: TYPES[column.type] })) };
  return Array.from({ length: Math.ceil(rows / BATCH_ROWS) }, (_, i) => {
    const from = i * BATCH_ROWS;
    const to = Math.min(from + BATCH_ROWS, rows);
    return { numRows: to - from, schema, data: { children: columns.map((column) => part(column, from, to)) } };
  });
}

/** Signed integers of 64 bits; timestamps of microseconds; UTF-8. `typeId` as in apache-arrow. */
const TYPES = {
  bigint: { typeId: 2, bitWidth: 64, isSigned: true, toString: () => "Int64" },
  timestamp: { typeId: 10, unit: 2, timezone: null, toString: () => "Timestamp<MICROSECOND>" },
  text: { typeId: 5, toString: () => "Utf8" },
} as const;

function part(column: ArrowColumn, from: number, to: number): ArrowBatch["data"]["children"][number] {
  const common = { type: TYPES[column.type], length: to - from, offset: 0, nullCount: 0, nullBitmap: null };
  if (column.type !== "text") return { ...common, values: column.values.subarray(from, to) };
  const { offsets, bytes } = column.values;
  return { ...common, values: bytes, valueOffsets: offsets.subarray(from, to + 1) };
}
