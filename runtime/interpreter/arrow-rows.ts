/** Record batches -> rows of values. */
import { DATETIME_OUT_OF_RANGE, INVALID_UTF8 } from "../assembly/codes.ts";
import { type ArrowData, entryAt, isDictionary, isNullAt, type MatchedBatch } from "../batch/arrow.ts";
import type { Value } from "../plan.ts";
import { Fault } from "./fault.ts";
import { type InputColumn, type InputFault, nullFor, textFor, timestampFor, wrongType } from "./input.ts";
import { decodeUtf8, illFormedAt } from "./utf8.ts";

/** Microseconds, or what a unit has of them: seconds, milliseconds, microseconds, nanoseconds. */
const UNITS_US = [1_000_000n, 1000n, 1n] as const;
const BOOL = 6;

/** Row `row` of the batch, in the order of `columns`, or the first column with a fault. */
export function fromArrow(matched: MatchedBatch, row: number, columns: readonly InputColumn[]): Value[] | InputFault {
  const values: Value[] = [];
  for (const [column, info] of columns.entries()) {
    const { data } = matched.columns[column]!;
    const value = isNullAt(data, row) ? nullFor(info) : valueAt(data, row, info);
    if (value instanceof Fault) return { code: value.code, column };
    values.push(value);
  }
  return values;
}

function valueAt(data: ArrowData, row: number, column: InputColumn): Value | Fault {
  const { type } = column;
  switch (type.kind) {
    case "TEXT":
      return textAt(data, row, column, type.maxLength);
    case "BOOLEAN":
      return (
        data.type.typeId === BOOL &&
        (((data.values as Uint8Array)[(data.offset + row) >>> 3]! >>> ((data.offset + row) & 7)) & 1) === 1
      );
    case "TIMESTAMP": {
      const value = (data.values as BigInt64Array)[row]!;
      const unit = UNITS_US[data.type.unit ?? 2];
      const us = unit === undefined ? (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n : value * unit;
      return timestampFor(us, type.precision);
    }
    case "DATE": {
      const days = data.values![row] as number;
      return Math.abs(days) > 53_375_995 ? new Fault(DATETIME_OUT_OF_RANGE) : days;
    }
    default:
      return data.values![row] as Value;
  }
}

function textAt(data: ArrowData, row: number, column: InputColumn, maxLength: number | null): Value | Fault {
  if (isDictionary(data.type)) {
    const entry = entryAt(data, row);
    if (entry === null || entry === undefined) return nullFor(column);
    return typeof entry === "string" ? textFor(entry, maxLength) : wrongType;
  }
  const bytes = (data.values as Uint8Array).subarray(data.valueOffsets![row]!, data.valueOffsets![row + 1]!);
  return illFormedAt(bytes) < 0 ? textFor(decodeUtf8(bytes, 0, bytes.length), maxLength) : new Fault(INVALID_UTF8);
}
