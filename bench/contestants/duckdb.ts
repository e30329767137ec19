/** DuckDB with one thread: a table in memory, loaded before the clock starts, or its own reader of JSON lines. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import type { Contestant } from "../contest.ts";
import { Digester, sumOfColumn } from "../digest.ts";

export interface DuckTable {
  readonly name: string;
  readonly columns: readonly DuckColumn[];
}

export type DuckColumn =
  | { readonly name: string; readonly kind: "bigint" | "timestamp"; readonly values: BigInt64Array }
  | { readonly name: string; readonly kind: "text"; readonly at: (row: number) => string }
  | { readonly name: string; readonly kind: "boolean"; readonly values: Uint8Array };

type Api = typeof import("@duckdb/node-api");

/** Null where its binaries are not installed: there are none for some machines. */
export async function duckDbApi(): Promise<Api | null> {
  try {
    return await import("@duckdb/node-api");
  } catch {
    return null;
  }
}

/** A query for each name, each of which yields BIGINT and VARCHAR columns only. */
export type DuckQueries = Readonly<Partial<Record<"duckdb" | "duckdb int", string>>>;

/** No contestants where there is no DuckDB. */
export async function inDuckDb(
  tables: readonly DuckTable[],
  rows: number,
  queries: DuckQueries,
  checkColumn: number,
): Promise<readonly Contestant[]> {
  const api = await duckDbApi();
  if (api === null) return [];
  const instance = await api.DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("SET preserve_insertion_order = false");
  for (const table of tables) await load(api, connection, table, rows);
  const contestants = Object.entries(queries) as [keyof DuckQueries, string][];
  return contestants.map(([name, query]) => contestant(name, connection, query, checkColumn));
}

function contestant(
  name: keyof DuckQueries,
  connection: DuckDBConnection,
  query: string,
  checkColumn: number,
): Contestant {
  return {
    name,
    async digest() {
      const digester = new Digester();
      for (const chunk of await (await connection.run(query)).fetchAllChunks()) addChunk(digester, chunk, checkColumn);
      return digester.digest;
    },
    async run() {
      const began = performance.now();
      const result = await connection.run(query);
      let count = 0;
      let check = 0;
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        for (let column = 0; column < chunk.columnCount; column++) chunk.getColumnVector(column);
        check = (check + sumOfColumn(bytesOf(chunk, checkColumn), chunk.rowCount)) | 0;
        count += chunk.rowCount;
      }
      return { ns: (performance.now() - began) * 1e6, rows: count, check };
    },
    close: () => connection.closeSync(),
  };
}

async function load(
  { BIGINT, BOOLEAN, DuckDBDataChunk, TIMESTAMP, VARCHAR }: Api,
  connection: DuckDBConnection,
  { name, columns }: DuckTable,
  rows: number,
): Promise<void> {
  const typeOf = { bigint: BIGINT, timestamp: TIMESTAMP, text: VARCHAR, boolean: BOOLEAN } as const;
  const declared = columns.map((column) => `${column.name} ${typeOf[column.kind]} NOT NULL`).join(", ");
  await connection.run(`CREATE TABLE ${name} (${declared})`);
  const appender = await connection.createAppender(name);
  const types = columns.map(({ kind }) => typeOf[kind]);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    const chunk = DuckDBDataChunk.create(types, count);
    columns.forEach((column, i) => {
      fill(chunk.getColumnVector(i), column, from, count);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** DuckDB's own vector size. */
const CHUNK_ROWS = 2048;

function fill(vector: DuckDBVector, column: DuckColumn, from: number, count: number): void {
  if (column.kind === "bigint" || column.kind === "timestamp")
    itemsOf(vector).set(column.values.subarray(from, from + count));
  else
    for (let i = 0; i < count; i++)
      vector.setItem(i, column.kind === "text" ? column.at(from + i) : column.values[from + i] === 1);
  vector.flush();
}

/** The values of a BIGINT or TIMESTAMP vector, the latter in microseconds. They are reached past the declarations: one by one they would cost DuckDB its lead. */
function itemsOf(vector: DuckDBVector): BigInt64Array {
  return (vector as unknown as { readonly items: BigInt64Array }).items;
}

function bytesOf(chunk: DuckDBDataChunk, column: number): Uint8Array {
  const items = itemsOf(chunk.getColumnVector(column));
  return new Uint8Array(items.buffer, items.byteOffset, items.byteLength);
}

const encoder = new TextEncoder();

function addChunk(digester: Digester, chunk: DuckDBDataChunk, checkColumn: number): void {
  const columns = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnVector(i));
  for (let row = 0; row < chunk.rowCount; row++) {
    digester.begin();
    for (const column of columns) {
      const value = column.getItem(row);
      if (typeof value === "string") digester.addText(encoder.encode(value));
      else digester.addNumber(Number(value));
    }
    digester.row(Number(columns[checkColumn]!.getItem(row)));
  }
}
