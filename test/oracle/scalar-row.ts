/** A row of the scalar tables, and the words in which they are written. */
import type { SpecType, Value } from "../fuzz/query-spec.ts";

export interface ScalarRow {
  /** In millrace SQL. */
  readonly sql: string;
  readonly type: SpecType;
  /** The value, or the SQLSTATE of the row error. */
  readonly expected: { readonly value: Value } | { readonly error: string };
  /** The same for the oracle; null: it is no judge of this row. */
  readonly duckdb: string | null;
  readonly postgres: string | null;
}

type Text = "=" | string | null;

export function row(
  sql: string,
  type: SpecType,
  expected: ScalarRow["expected"],
  duckdb: Text,
  postgres: Text,
): ScalarRow {
  const as = (text: Text) => (text === "=" ? sql : text);
  return { sql, type, expected, duckdb: as(duckdb), postgres: as(postgres) };
}

/** `=` the same text; null: no judge. */
export const int = (sql: string, value: number | bigint | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "INTEGER" }, { value: value === null ? null : BigInt(value) }, duckdb, postgres);
export const bigint = (sql: string, value: bigint | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "BIGINT" }, { value }, duckdb, postgres);
export const double = (sql: string, value: number | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "DOUBLE" }, { value }, duckdb, postgres);
export const bool = (sql: string, value: boolean | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "BOOLEAN" }, { value }, duckdb, postgres);
export const text = (sql: string, value: string | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TEXT", maxLength: null }, { value }, duckdb, postgres);
export const date = (sql: string, days: number | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "DATE" }, { value: days === null ? null : BigInt(days) }, duckdb, postgres);
export const time = (sql: string, iso: string | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TIMESTAMP", precision: 6 }, { value: iso === null ? null : micros(iso) }, duckdb, postgres);
export const fails = (
  sql: string,
  kind: "SMALLINT" | "INTEGER" | "BIGINT" | "DOUBLE" | "REAL" | "BOOLEAN" | "DATE" | "TINYINT",
  error: string,
  duckdb: Text = "=",
  postgres: Text = "=",
) => row(sql, { kind }, { error }, duckdb, postgres);
export const failsText = (sql: string, error: string, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TEXT", maxLength: null }, { error }, duckdb, postgres);
export const failsTime = (sql: string, error: string, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TIMESTAMP", precision: 6 }, { error }, duckdb, postgres);

function micros(iso: string): bigint {
  const [whole, fraction = ""] = iso.split(".");
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0"));
}
