/**
 * The view model of `templates/decode/json-lines.hbs`: a decoder of JSON lines for one source and the columns that a
 * query needs of it. The text stands in the file of the pipeline that scans the source, whose `batch` it fills: the
 * columns have the places that they have there.
 */
import { NULL_EVENT_TIME, NULL_NOT_ALLOWED } from "../../../runtime/assembly/codes.ts";
import type { Field, SqlType } from "../../../runtime/plan.ts";
import { stepOf, typeName } from "../../catalog/sql-type.ts";
import { assertNever } from "../../diagnostics/assert-never.ts";
import { type ColumnPlace, type FixedWidth, positionOf } from "../batch-place.ts";
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
  /** In UTF-8. */
  readonly key: readonly number[];
  readonly keyBytes: number;
  /** The column's name, and as it is declared, fit for a line comment. */
  readonly name: string;
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
 * `required`: ordinals of the declared columns that are read, ascending; column i of the batch is the i-th of them and
 * stands at the i-th of `places`.
 * `eventTime`: which of those is the event time, or null. `rowBytesMax`: longest line in bytes, at most 2^31 - 1.
 */
export function buildJsonLinesDecoder(
  source: JsonSource,
  required: readonly number[],
  places: readonly ColumnPlace[],
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
      key,
      keyBytes: key.length,
      name: commentText(name),
      comment: `${commentText(name)} ${typeName(type)}${nullable ? "" : " NOT NULL"}`,
      store: storeValue(type, index, places[index]!),
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

function storeValue(type: SqlType, column: number, { storage, values }: ColumnPlace): string {
  const store = (value: string) =>
    `store<${storage}>(${positionOf("row", storage as FixedWidth)}, ${value}, ${values})`;
  switch (type.kind) {
    case "BOOLEAN":
      return `Batch.setBool(batch, ${column}, row, JsonValue.boolean(at))`;
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
    case "REAL":
    case "DOUBLE":
      return store(`JsonValue.${storage}(at, end)`);
    case "DATE":
      return store("JsonValue.date(at, end)");
    case "TIMESTAMP":
      return store(`JsonValue.timestamp(at, end, ${stepOf(type)})`);
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
