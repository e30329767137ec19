/** PostgreSQL (PGlite) as a judge: as duckdb.ts, and row by row for errors. */
import { PGlite } from "@electric-sql/pglite";
import { formatDate, formatTimestamp, parseDate, parseTimestamp } from "../fuzz/calendar.ts";
import type { SpecType, Value } from "../fuzz/query-spec.ts";
import { isFloat, isInteger } from "../fuzz/typing.ts";
import { canonicalRow } from "./canonical.ts";
import { identifier, type TimeMode, tableColumns, textLiteral } from "./print-batch.ts";
import { POSTGRES_PRELUDE, postgresDialect } from "./print-postgres.ts";
import type { Table } from "./tables.ts";

/** Column with the arrival number in every table. */
export const ROW_NUMBER = "mr$row";

export class PostgresOracle {
  readonly #database: PGlite;
  #loaded: { readonly tables: readonly Table[]; readonly mode: TimeMode } | null = null;

  /** About three seconds and a few hundred megabytes: open one and keep it. */
  static async open(): Promise<PostgresOracle> {
    const database = await PGlite.create();
    await database.exec(POSTGRES_PRELUDE);
    return new PostgresOracle(database);
  }

  private constructor(database: PGlite) {
    this.#database = database;
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async load(tables: readonly Table[], mode: TimeMode): Promise<void> {
    if (this.#loaded?.tables === tables && this.#loaded.mode === mode) return;
    await this.#database.exec(tables.map((table) => createTable(table, mode)).join("\n"));
    this.#loaded = { tables, mode };
  }

  async rows(sql: string, types: readonly SpecType[]): Promise<string[]> {
    return (await this.typed(sql, types)).map((row) => canonicalRow(row, types));
  }

  async typed(sql: string, types: readonly SpecType[]): Promise<Value[][]> {
    return (await this.texts(sql)).map((row) => row.map((text, i) => fromText(text, types[i]!)));
  }

  /** Every value as PostgreSQL's own text. */
  async texts(sql: string): Promise<(string | null)[][]> {
    const result = await this.#database.query<(string | null)[]>(sql, [], { rowMode: "array", parsers: RAW });
    return result.rows;
  }

  async run(statements: string): Promise<void> {
    await this.#database.exec(statements);
  }

  /** The SQLSTATE with which a query fails, in our terms; null: it succeeds. */
  async sqlstate(sql: string): Promise<string | null> {
    try {
      await this.texts(sql);
      return null;
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (typeof code !== "string") throw error;
      return toSqlstate(code);
    }
  }
}

/** Text that is no number or boolean is 22P02 there, 22018 in the standard; `int1` is a domain (print-postgres.ts). */
export function toSqlstate(code: string): string {
  if (code === "22P02") return "22018";
  return code === "23514" ? "22003" : code;
}

function createTable({ source, rows }: Table, mode: TimeMode): string {
  const columns = tableColumns(source, mode);
  const list = columns.map(({ name, type }) => `${identifier(name)} ${postgresDialect.typeName(type)}`);
  const name = identifier(source.name);
  const tuples = rows.map((row, i) => `(${[i, ...columns.map(({ type }, c) => toText(row[c]!, type))].join(", ")})`);
  const insert = tuples.length === 0 ? "" : `INSERT INTO ${name} VALUES ${tuples.join(", ")};`;
  return `DROP TABLE IF EXISTS ${name}; CREATE TEMP TABLE ${name} (${[`"${ROW_NUMBER}" integer`, ...list].join(", ")}); ${insert}`;
}

function toText(value: Value, type: SpecType): string {
  if (value === null) return "NULL";
  if (type.kind === "DATE") return textLiteral(formatDate(value as bigint));
  if (type.kind === "TIMESTAMP") return textLiteral(formatTimestamp(value as bigint, 6));
  return typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : textLiteral(Object.is(value, -0) ? "-0" : String(value));
}

/** Type ids whose values PGlite would otherwise convert, some with loss. */
const RAW = Object.fromEntries(
  [16, 20, 21, 23, 25, 700, 701, 1043, 1082, 1114, 1700].map((oid) => [oid, (text: string) => text]),
);

function fromText(text: string | null, type: SpecType): Value {
  if (text === null) return null;
  if (isInteger(type.kind)) return BigInt(text);
  if (isFloat(type.kind)) return Number(text);
  if (type.kind === "BOOLEAN") return text === "t" || text === "true";
  if (type.kind === "DATE") return parseDate(text);
  if (type.kind === "TIMESTAMP") return parseTimestamp(text);
  return text;
}
