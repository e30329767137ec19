/** DuckDB as a judge: tables from rows, a query's rows in canonical form. One connection, one thread. */
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  FLOAT,
  INTEGER,
  SMALLINT,
  TIMESTAMP,
  TINYINT,
  VARCHAR,
} from "@duckdb/node-api";
import { assertNever, type SpecType, type TypeKind, type Value } from "../fuzz/query-spec.ts";
import { canonicalRow } from "./canonical.ts";
import { identifier, type TimeMode, tableColumns } from "./print-batch.ts";
import { duckdbDialect } from "./print-duckdb.ts";
import type { Table } from "./tables.ts";

export class DuckdbOracle {
  readonly #connection: DuckDBConnection;
  #loaded: { readonly tables: readonly Table[]; readonly mode: TimeMode } | null = null;

  static async open(): Promise<DuckdbOracle> {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    // Half the time of these small queries went into optimizing them.
    await connection.run("PRAGMA disable_optimizer");
    return new DuckdbOracle(connection);
  }

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  close(): void {
    this.#connection.closeSync();
  }

  /** Makes the tables; the same list again costs nothing. */
  async load(tables: readonly Table[], mode: TimeMode): Promise<void> {
    if (this.#loaded?.tables === tables && this.#loaded.mode === mode) return;
    for (const table of tables) await this.#create(table, mode);
    this.#loaded = { tables, mode };
  }

  async #create({ source, rows }: Table, mode: TimeMode): Promise<void> {
    const columns = tableColumns(source, mode);
    const list = columns.map(({ name, type }) => `${identifier(name)} ${duckdbDialect.typeName(type)}`).join(", ");
    await this.#connection.run(`CREATE OR REPLACE TEMP TABLE ${identifier(source.name)} (${list})`);
    if (rows.length === 0) return;
    const chunk = DuckDBDataChunk.create(
      columns.map(({ type }) => TYPES[type.kind]),
      rows.length,
    );
    for (const [c, { type }] of columns.entries()) {
      const values = rows.map((row) => toDuckdb(row[c]!, type));
      chunk.setColumnValues(c, values);
    }
    const appender = await this.#connection.createAppender(source.name);
    appender.appendDataChunk(chunk);
    appender.closeSync();
  }

  /** The result of a query over the loaded tables, each row canonical by the given types. */
  async rows(sql: string, types: readonly SpecType[]): Promise<string[]> {
    return (await this.typed(sql, types)).map((row) => canonicalRow(row, types));
  }

  async typed(sql: string, types: readonly SpecType[]): Promise<Value[][]> {
    return (await this.values(sql)).map((row) => row.map((value, i) => fromDuckdb(value, types[i]!)));
  }

  async values(sql: string): Promise<DuckDBValue[][]> {
    const result = await this.#connection.run(sql);
    const rows: DuckDBValue[][] = [];
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      rows.push(...chunk.getRows());
    }
    return rows;
  }
}

const TYPES: Readonly<Record<TypeKind, DuckDBType>> = {
  BOOLEAN,
  TINYINT,
  SMALLINT,
  INTEGER,
  BIGINT,
  REAL: FLOAT,
  DOUBLE,
  TEXT: VARCHAR,
  DATE,
  TIMESTAMP,
};

function toDuckdb(value: Value, type: SpecType): DuckDBValue {
  if (value === null) return null;
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return Number(value);
    case "DATE":
      return new DuckDBDateValue(Number(value));
    case "TIMESTAMP":
      return new DuckDBTimestampValue(value as bigint);
    default:
      return value;
  }
}

function fromDuckdb(value: DuckDBValue, type: SpecType): Value {
  if (value === null) return null;
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return BigInt(value as number | bigint);
    case "DATE":
      return BigInt((value as DuckDBDateValue).days);
    case "TIMESTAMP":
      return (value as DuckDBTimestampValue).micros;
    case "BOOLEAN":
    case "REAL":
    case "DOUBLE":
    case "TEXT":
      return value as Value;
    default:
      return assertNever(type, "SpecType");
  }
}
