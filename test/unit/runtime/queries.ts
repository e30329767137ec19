/** Small queries for the tests of the runtime: compiled once per test file, opened in either lane. */
import { loadInMemory } from "../../../generator/build/in-memory.ts";
import { compile, DEFAULT_LIMITS, type Limits } from "../../../generator/compile.ts";
import { renderDiagnostics } from "../../../generator/diagnostics/render.ts";
import type {
  Law,
  MalformedRow,
  Options,
  QueryConfig,
  QueryDefinition,
  StreamingQuery,
} from "../../../runtime/types.ts";
import { type Lane, type OpenQuery, openPacked } from "../../harness/open.ts";
import { type Packable, type PackedQuery, packQueries } from "../../harness/pack.ts";

export const LANES: readonly Lane[] = ["wasm", "interpret"];

export type AnyQuery = StreamingQuery<Record<string, object>, object, unknown>;
export type AnyDefinition = QueryDefinition<Record<string, object>, object, unknown>;

const SOURCE = `CREATE SOURCE s (k TEXT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);`;

/** Sums per key in windows of ten seconds; a row is late when the watermark has reached the end of its window. */
export const SUMS = `${SOURCE}
SELECT k, window_start, SUM(v) AS total, COUNT(*) AS n FROM TUMBLE(s, ts, INTERVAL '10' SECOND)
GROUP BY k, window_start, window_end EMIT ON WINDOW CLOSE;`;

/** The same, with corrections for ten seconds more. */
export const REVISED = `${SOURCE}
SELECT k, window_start, SUM(v) AS total FROM TUMBLE(s, ts, INTERVAL '10' SECOND)
GROUP BY k, window_start, window_end EMIT AFTER WATERMARK ALLOW LATENESS INTERVAL '10' SECOND;`;

/** Row by row; v = 0 is a row error, and rows of key 'x' are filtered. */
export const RATIOS = `${SOURCE} SELECT k, 100 / v AS ratio FROM s WHERE k IS DISTINCT FROM 'x';`;

export async function packed<K extends string>(
  sqls: Readonly<Record<K, string>>,
  limits: Limits = DEFAULT_LIMITS,
): Promise<Readonly<Record<K, PackedQuery>>> {
  const names = Object.keys(sqls) as K[];
  const queries = await packQueries(names.map((name) => compiled(name, sqls[name], limits)));
  return Object.fromEntries(names.map((name, i) => [name, queries[i]!])) as Record<K, PackedQuery>;
}

/** As `millrace run` does it: the definition that a generated module would hold. */
export async function defined(sql: string, limits: Limits = DEFAULT_LIMITS): Promise<AnyDefinition> {
  const { query, result } = compiled("q", sql, limits);
  return (await loadInMemory(query, result.sources, "wasm", "debug")).definition;
}

/** The bytes of the query's module. */
export async function compiledWasm(sql: string): Promise<BufferSource> {
  const { query, result } = compiled("q", sql, DEFAULT_LIMITS);
  return (await loadInMemory(query, result.sources, "wasm", "debug")).wasm as BufferSource;
}

function compiled(name: string, sql: string, limits: Limits): Packable {
  const result = compile([{ file: `${name}.sql`, text: sql }], { name, optimize: true, limits });
  if (result.query === null) throw new Error(renderDiagnostics(result.diagnostics, result.omitted, result.sources));
  return { result, query: result.query };
}

export function open(
  query: PackedQuery,
  lane: Lane,
  config: Options<QueryConfig> = {},
  restore: Uint8Array | null = null,
): Promise<OpenQuery> {
  return openPacked(query, lane, restore, config);
}

/** A row of `s` at so many seconds. */
export function row(seconds: number, v: unknown = 1, k: string | null = "a"): object {
  return { k, v, ts: seconds * 1000 };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function linesOf(rows: readonly object[]): Uint8Array {
  return bytesOf(rows.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

/** The buckets of the law that are not empty. */
export function lawOf(query: Pick<AnyQuery, "metrics">): Partial<Law> {
  return Object.fromEntries(Object.entries(query.metrics().law).filter(([, rows]) => rows > 0));
}

/** What matters of malformed rows: code, column, position. */
export function shown({ code, column, offset, line }: MalformedRow): string {
  return `${code} ${column} @${offset} line ${line}`;
}
