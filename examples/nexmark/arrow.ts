/** Batches as Arrow record batches: the typed arrays are the buffers, nothing is copied. */
import {
  type DataType,
  Field,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
} from "apache-arrow";
import type { Batch, ColumnKind, Shape, TextColumn } from "./columns.ts";

export function arrowSchema(shape: Shape): Schema {
  return new Schema(Object.entries(shape).map(([name, kind]) => new Field(name, arrowType(kind), false)));
}

/** `schema` is that of the batch's shape; batches of one stream share it. */
export function recordBatch<S extends Shape>(schema: Schema, { rows, columns }: Batch<S>): RecordBatch {
  const children = schema.fields.map(({ name, type }) => columnData(type, rows, columns[name]!));
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return new RecordBatch(schema, data);
}

function arrowType(kind: ColumnKind): DataType {
  switch (kind) {
    case "bigint":
      return new Int64();
    case "timestamp":
      return new TimestampMillisecond();
    case "text":
      return new Utf8();
  }
}

function columnData(type: DataType, length: number, column: BigInt64Array | TextColumn) {
  if (column instanceof BigInt64Array) {
    return makeData({ type: type as Int64, length, nullCount: 0, data: column });
  }
  return makeData({
    type: type as Utf8,
    length,
    nullCount: 0,
    valueOffsets: column.offsets,
    data: column.data,
  });
}
