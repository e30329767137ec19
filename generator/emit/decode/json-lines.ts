/**
 * The view model of `templates/decode/json-lines.hbs`: a decoder of JSON lines for one source and the columns that a
 * query needs of it. The text stands in the file of the pipeline that scans the source, whose `batch` it fills.
 */
import { NULL_EVENT_TIME, NULL_NOT_ALLOWED } from "../../../runtime/assembly/codes.ts";
import type { Field, SqlType } from "../../../runtime/plan.ts";
import { typeName } from "../../catalog/sql-type.ts";
import { assertNever } from "../../diagnostics/assert-never.ts";
import { commentText } from "../literals.ts";

export interface JsonLinesModel {
  readonly source: string;
  readonly rowBytesMax: number;
  readonly columns: readonly JsonColumnModel[];
  readonly count: number;
  /** As `count`, but a piece of memory cannot be empty. */
  readonly outcomes: number;
}

export interface JsonColumnModel {
  readonly index: number;
  /** In the declaration. */
  readonly ordinal: number;
  readonly codeOfNull: number;
  /** The key's length in UTF-8 and its bytes. */
  readonly keyBytes: string;
  /** The column as declared, fit for a line comment. */
  readonly comment: string;
  /** Stores the value at [at, end) in `row`. */
  readonly store: string;
}

/** A source as declared; its column names are the keys of its lines. */
export interface JsonSource {
  readonly name: string;
  readonly columns: readonly Field[];
}

/**
 * `required`: ordinals of the declared columns that are read, ascending; column i of the batch is the i-th of them.
 * `eventTime`: which of those is the event time, or null. `rowBytesMax`: longest line in bytes, at most 2^31 - 1.
 */
export function buildJsonLinesDecoder(
  source: JsonSource,
  required: readonly number[],
  eventTime: number | null,
  rowBytesMax: number,
): JsonLinesModel {
  const columns = required.map((ordinal, index) => {
    const { name, type, nullable } = source.columns[ordinal]!;
    const key = [...new TextEncoder().encode(name)];
    return {
      index,
      ordinal,
      codeOfNull: index === eventTime ? NULL_EVENT_TIME : nullable ? 0 : NULL_NOT_ALLOWED,
      keyBytes: [key.length, ...key].join(", "),
      comment: `${commentText(name)} ${typeName(type)}${nullable ? "" : " NOT NULL"}`,
      store: storeValue(type, index),
    };
  });
  return {
    source: commentText(source.name),
    rowBytesMax,
    columns,
    count: columns.length,
    outcomes: Math.max(columns.length, 1),
  };
}

function storeValue(type: SqlType, column: number): string {
  const value = (reader: string) => `JsonValue.${reader}(at, end)`;
  const store = (wasmType: string, widthLog: number, read: string) => {
    const row = widthLog === 0 ? "row" : `(row << ${widthLog})`;
    return `store<${wasmType}>(Column.values(batch, ${column}) + ${row}, ${read})`;
  };
  switch (type.kind) {
    case "BOOLEAN":
      return `Batch.setBool(batch, ${column}, row, JsonValue.boolean(at))`;
    case "TINYINT":
      return store("i8", 0, value("i8"));
    case "SMALLINT":
      return store("i16", 1, value("i16"));
    case "INTEGER":
      return store("i32", 2, value("i32"));
    case "BIGINT":
      return store("i64", 3, value("i64"));
    case "REAL":
      return store("f32", 2, value("f32"));
    case "DOUBLE":
      return store("f64", 3, value("f64"));
    case "DATE":
      return store("i32", 2, value("date"));
    case "TIMESTAMP":
      return store("i64", 3, `JsonValue.timestamp(at, end, ${type.precision})`);
    case "TEXT":
      return type.maxLength === null
        ? `JsonValue.text(batch, ${column}, row, at, end)`
        : `JsonValue.varchar(batch, ${column}, row, at, end, ${type.maxLength})`;
    case "INTERVAL":
      throw new Error("a source column cannot be an INTERVAL");
    default:
      return assertNever(type, "SqlType");
  }
}
