/** Rows of values -> columns in Arrow layout: how the interpreter's results leave it. */
import type { ColumnBatch, ColumnData } from "../batch/column-batch.ts";
import type { Field, TypeKind, Value } from "../plan.ts";

const NO_BYTES = new Uint8Array(0);
const encoder = new TextEncoder();

export function columnBatch(
  fields: readonly Field[],
  rows: readonly (readonly Value[])[],
  ops: readonly number[] | null,
): ColumnBatch {
  return {
    fields,
    rows: rows.length,
    ops: ops === null ? NO_BYTES : Uint8Array.from(ops),
    columns: fields.map((field, i) =>
      columnData(
        field,
        rows.map((row) => row[i]!),
      ),
    ),
  };
}

function columnData({ type, nullable }: Field, values: readonly Value[]): ColumnData {
  const validity = nullable ? bits(values.map((value) => value !== null)) : NO_BYTES;
  if (type.kind === "TEXT") return { validity, values: NO_BYTES, ...texts(values) };
  const present = values.map((value) => value ?? 0);
  return {
    validity,
    values: type.kind === "BOOLEAN" ? bits(values.map(Boolean)) : fixed(type.kind, present),
    offsets: new Int32Array(0),
    data: NO_BYTES,
  };
}

function fixed(kind: TypeKind, values: readonly Value[]): Uint8Array {
  const numbers = values as readonly number[];
  switch (kind) {
    case "TINYINT":
      return new Uint8Array(Int8Array.from(numbers).buffer);
    case "SMALLINT":
      return new Uint8Array(Int16Array.from(numbers).buffer);
    case "INTEGER":
    case "DATE":
      return new Uint8Array(Int32Array.from(numbers).buffer);
    case "REAL":
      return new Uint8Array(Float32Array.from(numbers).buffer);
    case "DOUBLE":
      return new Uint8Array(Float64Array.from(numbers).buffer);
    default:
      return new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value as bigint)).buffer);
  }
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array((flags.length + 7) >>> 3);
  flags.forEach((flag, i) => {
    if (flag) bytes[i >>> 3]! |= 1 << (i & 7);
  });
  return bytes;
}

function texts(values: readonly Value[]): Pick<ColumnData, "offsets" | "data"> {
  const encoded = values.map((value) => (value === null ? NO_BYTES : encoder.encode(value as string)));
  const offsets = new Int32Array(values.length + 1);
  encoded.forEach((bytes, i) => {
    offsets[i + 1] = offsets[i]! + bytes.length;
  });
  const data = new Uint8Array(offsets[values.length]!);
  encoded.forEach((bytes, i) => {
    data.set(bytes, offsets[i]);
  });
  return { offsets, data };
}
