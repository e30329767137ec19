/** Record batches as apache-arrow would hand them over, made from the rows of a case. */
import type { ArrowBatch, ArrowData, ArrowType } from "../../runtime/batch/arrow.ts";
import { daysOfText, microsecondsOfText } from "../../runtime/batch/datetime.ts";
import type { Field, SqlType } from "../../runtime/plan.ts";

/** Null if a value does not fit the column's type: Arrow could not hold it. `offset` rows of padding stand in front. */
export function arrowBatch(
  fields: readonly Field[],
  rows: readonly Record<string, unknown>[],
  offset: number,
): ArrowBatch | null {
  const children: ArrowData[] = [];
  for (const { name, type } of fields) {
    const values = rows.map((row) => native(row[name] ?? null, type));
    if (values.includes(undefined)) return null;
    children.push(columnOf(type, values as readonly Native[], offset));
  }
  return {
    numRows: rows.length,
    schema: { fields: fields.map(({ name }, i) => ({ name, type: children[i]!.type })) },
    data: { children },
  };
}

type Native = null | boolean | number | bigint | string;

/** Undefined: the column cannot hold the value. */
function native(value: unknown, type: SqlType): Native | undefined {
  if (value === null) return null;
  switch (type.kind) {
    case "BOOLEAN":
      return typeof value === "boolean" ? value : undefined;
    case "BIGINT":
      return typeof value === "bigint" || Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER": {
      const bits = { TINYINT: 8, SMALLINT: 16, INTEGER: 32 }[type.kind];
      return Number.isInteger(value) && BigInt.asIntN(bits, BigInt(value as number)) === BigInt(value as number)
        ? (value as number)
        : undefined;
    }
    case "REAL":
    case "DOUBLE":
      return typeof value === "number" ? value : undefined;
    case "TEXT":
      return typeof value === "string" ? value : undefined;
    case "DATE":
      return typeof value === "string" && daysOfText(value).code === 0 ? daysOfText(value).days : undefined;
    case "TIMESTAMP": {
      if (typeof value === "bigint") return value;
      if (typeof value === "number") return BigInt(Math.round(value * 1000));
      return typeof value === "string" && microsecondsOfText(value).code === 0
        ? microsecondsOfText(value).us
        : undefined;
    }
    case "INTERVAL":
      return undefined;
  }
}

function arrowType(type: SqlType): ArrowType {
  const named = (rest: Omit<ArrowType, "toString">): ArrowType => ({ ...rest, toString: () => type.kind });
  switch (type.kind) {
    case "BOOLEAN":
      return named({ typeId: 6 });
    case "TINYINT":
      return named({ typeId: 2, bitWidth: 8, isSigned: true });
    case "SMALLINT":
      return named({ typeId: 2, bitWidth: 16, isSigned: true });
    case "INTEGER":
      return named({ typeId: 2, bitWidth: 32, isSigned: true });
    case "BIGINT":
      return named({ typeId: 2, bitWidth: 64, isSigned: true });
    case "REAL":
      return named({ typeId: 3, precision: 1 });
    case "DOUBLE":
      return named({ typeId: 3, precision: 2 });
    case "TEXT":
      return named({ typeId: 5 });
    case "DATE":
      return named({ typeId: 8, unit: 0 });
    default:
      return named({ typeId: 10, unit: 2, timezone: null });
  }
}

/** Buffers of a slice: fixed-width values and text offsets start at the slice, bitmaps keep its offset in bits. */
function columnOf(type: SqlType, values: readonly Native[], offset: number): ArrowData {
  const hasNulls = values.includes(null);
  const common = {
    type: arrowType(type),
    length: values.length,
    offset,
    nullCount: values.filter((value) => value === null).length,
  };
  const nullBitmap = hasNulls
    ? bitmap(
        values.map((value) => value !== null),
        offset,
      )
    : new Uint8Array(0);
  if (type.kind === "BOOLEAN") return { ...common, nullBitmap, values: bitmap(values.map(Boolean), offset) };
  if (type.kind !== "TEXT") return { ...common, nullBitmap, values: fixed(type, values) };
  const encoded = values.map((value) => new TextEncoder().encode((value as string | null) ?? ""));
  const padding = offset * 3;
  const offsets = new Int32Array(values.length + 1);
  offsets[0] = padding;
  encoded.forEach((bytes, i) => {
    offsets[i + 1] = offsets[i]! + bytes.length;
  });
  const data = new Uint8Array(offsets[values.length]!);
  encoded.forEach((bytes, i) => {
    data.set(bytes, offsets[i]);
  });
  return { ...common, nullBitmap, values: data, valueOffsets: offsets };
}

function fixed(type: SqlType, values: readonly Native[]): ArrowData["values"] {
  const numbers = values.map((value) => Number(value ?? 0));
  switch (type.kind) {
    case "TINYINT":
      return Int8Array.from(numbers);
    case "SMALLINT":
      return Int16Array.from(numbers);
    case "INTEGER":
    case "DATE":
      return Int32Array.from(numbers);
    case "REAL":
      return Float32Array.from(numbers);
    case "DOUBLE":
      return Float64Array.from(numbers);
    default:
      return BigInt64Array.from(values, (value) => BigInt((value as bigint | null) ?? 0n));
  }
}

function bitmap(flags: readonly boolean[], offset: number): Uint8Array {
  const bytes = new Uint8Array((offset + flags.length + 7) >>> 3);
  flags.forEach((flag, i) => {
    if (flag) bytes[(offset + i) >>> 3]! |= 1 << ((offset + i) & 7);
  });
  return bytes;
}
