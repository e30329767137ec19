/** Types by name. What other systems have and this version does not is refused with the type to take instead. */
import type { SqlType } from "../catalog/sql-type.ts";
import { BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP_DIGITS, timestamp } from "../catalog/sql-type.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { TypeName } from "../sql/ast.ts";

const TYPES: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ["BOOLEAN", BOOLEAN],
  ["BOOL", BOOLEAN],
  ["TINYINT", { kind: "TINYINT" }],
  ["SMALLINT", { kind: "SMALLINT" }],
  ["INT2", { kind: "SMALLINT" }],
  ["INTEGER", INTEGER],
  ["INT", INTEGER],
  ["INT4", INTEGER],
  ["BIGINT", BIGINT],
  ["INT8", BIGINT],
  ["REAL", { kind: "REAL" }],
  ["FLOAT4", { kind: "REAL" }],
  ["DOUBLE", DOUBLE],
  ["DOUBLE PRECISION", DOUBLE],
  ["FLOAT8", DOUBLE],
  ["TEXT", TEXT],
  ["STRING", TEXT],
  ["VARCHAR", TEXT],
  ["CHARACTER VARYING", TEXT],
  ["CHAR VARYING", TEXT],
  ["DATE", DATE],
  ["TIMESTAMP", timestamp(TIMESTAMP_DIGITS)],
  ["TIMESTAMP WITHOUT TIME ZONE", timestamp(TIMESTAMP_DIGITS)],
]);

const SIZED = new Set(["VARCHAR", "CHARACTER VARYING", "CHAR VARYING"]);

/** As PostgreSQL: ten mebi. */
const VARCHAR_MAX = 10_485_760;

interface Refusal {
  readonly why: string;
  readonly instead: readonly string[];
}

function refusals(names: string, why: string, ...instead: readonly string[]): [string, Refusal][] {
  return names.split(", ").map((name) => [name, { why, instead }]);
}

const REFUSED: ReadonlyMap<string, Refusal> = new Map([
  ...refusals("FLOAT", "FLOAT is REAL in Flink and DOUBLE in PostgreSQL: say which", "REAL", "DOUBLE"),
  ...refusals(
    "DECIMAL, NUMERIC, DEC, NUMBER, MONEY, BIGDECIMAL",
    "exact fractions are not part of this version; a DOUBLE rounds them",
  ),
  ...refusals(
    "CHAR, CHARACTER, BPCHAR, NCHAR, NVARCHAR, NATIONAL CHARACTER, NATIONAL CHAR",
    "text has no padding",
    "VARCHAR",
  ),
  ...refusals("CLOB, LONGTEXT, MEDIUMTEXT, LONG VARCHAR", "text has no limit unless VARCHAR(n) sets one", "TEXT"),
  ...refusals(
    "TIMESTAMPTZ, TIMESTAMP WITH TIME ZONE, TIMESTAMP WITH LOCAL TIME ZONE, TIMESTAMP_LTZ, DATETIME, DATETIME2",
    "times are UTC without a zone",
    "TIMESTAMP",
  ),
  ...refusals(
    "TIME, TIMETZ, TIME WITHOUT TIME ZONE, TIME WITH TIME ZONE",
    "a time without its day is not part of this version",
  ),
  ...refusals("BYTEA, BYTES, BINARY, BINARY VARYING, VARBINARY, BLOB, BIT", "byte values are not part of this version"),
  ...refusals("UUID", "a UUID is text in this version", "TEXT"),
  ...refusals("JSON, JSONB, VARIANT, XML", "documents are text in this version", "TEXT"),
  ...refusals("INTERVAL", "intervals are literals in this version"),
  ...refusals("ENUM", "an ENUM is text in this version", "TEXT"),
  ...refusals("HUGEINT, INT128, INT256, RW_INT256", "whole numbers have at most 64 bits", "BIGINT"),
  ...refusals("SERIAL, BIGSERIAL, SMALLSERIAL", "rows bring their own numbers", "BIGINT"),
  ...refusals("UTINYINT, UINT8", "whole numbers have a sign", "SMALLINT"),
  ...refusals("USMALLINT, UINT16", "whole numbers have a sign", "INTEGER"),
  ...refusals("UINTEGER, UINT32, UBIGINT, UINT64, UHUGEINT", "whole numbers have a sign", "BIGINT"),
  ...refusals("ARRAY, MAP, ROW, STRUCT, MULTISET, LIST, VECTOR, GEOMETRY, POINT, RAW, ANY", "columns are scalar"),
]);

/** The type that is written; null after reporting that there is no such type, or not in this version. */
export function resolveType(type: TypeName, bag: DiagnosticBag): SqlType | null {
  const { words, numbers, span } = type;
  if (words === "") return null;
  const known = type.composed ? undefined : TYPES.get(words);
  if (known !== undefined) return withNumbers(known, type, bag);

  const base = words.replace(/ UNSIGNED$/, "");
  const refusal = type.composed
    ? { why: "columns are scalar", instead: [] }
    : base !== words
      ? { why: "whole numbers have a sign", instead: ["BIGINT"] }
      : REFUSED.get(words);
  if (refusal !== undefined) {
    const details = bag.error("MR4003", span, { type: type.composed ? type.text : words, why: refusal.why });
    for (const instead of refusal.instead) {
      details.try(instead === "VARCHAR" && numbers.length === 1 ? `VARCHAR(${numbers[0]})` : instead);
    }
    return null;
  }
  const details = bag.error("MR2004", span, { name: words });
  for (const candidate of suggest(words, TYPES.keys())) details.try(candidate);
  return null;
}

function withNumbers(type: SqlType, { words, numbers, span }: TypeName, bag: DiagnosticBag): SqlType | null {
  const [number] = numbers;
  if (number === undefined) return type;
  const value = `(${numbers.join(", ")})`;
  if (type.kind === "TIMESTAMP" && numbers.length === 1) {
    if (Number.isInteger(number) && number <= TIMESTAMP_DIGITS) return timestamp(number);
    const why = "times are counted in microseconds";
    bag.error("MR4003", span, { type: `TIMESTAMP(${number})`, why }).try(`TIMESTAMP(${TIMESTAMP_DIGITS})`);
    return null;
  }
  if (SIZED.has(words) && numbers.length === 1) {
    if (Number.isInteger(number) && number >= 1 && number <= VARCHAR_MAX) return { kind: "TEXT", maxLength: number };
    bag.error("MR2027", span, { what: words, value, expected: `a length from 1 to ${VARCHAR_MAX}` });
    return null;
  }
  bag.error("MR2027", span, { what: words, value, expected: "the type alone" }).try(words);
  return null;
}
