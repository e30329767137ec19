/** The flights demo gives the right answer: every row that DuckDB computes from the same Parquet file, and no other. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FLIGHTS_FILE, type Flights, readFlights, recordBatches } from "../../examples/flights/flights.ts";
import { columnsFeed, type FlightQuery, run } from "../../examples/flights/run.ts";
import { loadInMemory } from "../../generator/build/in-memory.ts";
import { compile, DEFAULT_LIMITS } from "../../generator/compile.ts";
import { renderDiagnostics } from "../../generator/diagnostics/render.ts";
import { BatchReader, type ColumnBatch } from "../../runtime/index.ts";
import { difference } from "../oracle/canonical.ts";
import { openSandbox } from "./sandbox.ts";

let flights: Flights;
let duckdb: DuckDBConnection;
beforeAll(async () => {
  flights = await readFlights();
  duckdb = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  await duckdb.run(`CREATE VIEW flights AS SELECT * FROM '${FLIGHTS_FILE}'`);
});
afterAll(() => duckdb.closeSync());

it("airport_delays", async () => {
  const batch = `
    SELECT epoch_us(date_trunc('hour', date)) AS window_start, origin, count(*), avg(delay), max(delay),
           100 * count(*) FILTER (WHERE delay > 15) // count(*)
    FROM flights
    GROUP BY window_start, origin`;
  expect(difference(await answerOf("airport_delays"), await batchAnswer(batch))).toBeNull();
});

it("busiest_routes", async () => {
  const hours = 3_600_000_000;
  const batch = `
    SELECT slide * ${6 * hours} AS window_start, slide * ${6 * hours} + ${24 * hours}, origin, destination,
           count(*), avg(delay)
    FROM (SELECT epoch_us(date) // ${6 * hours} - unnest([0, 1, 2, 3]) AS slide, origin, destination, delay FROM flights)
    GROUP BY slide, origin, destination
    HAVING count(*) >= 30`;
  expect(difference(await answerOf("busiest_routes"), await batchAnswer(batch))).toBeNull();
});

it("npm run demo shows rows of that answer, and where every flight has gone", async () => {
  const { folder: cwd, remove } = openSandbox();
  const demo = spawnSync(process.execPath, ["scripts/run-ts.mjs", "scripts/demo.ts"], { cwd, encoding: "utf8" });
  remove();
  expect(demo.status, demo.stderr).toBe(0);
  const law =
    /^3,000,000 read = 3,000,000 contributed \+ 0 filtered \+ 0 late \+ 0 malformed \+ 0 dropped \+ 0 pending/gm;
  expect(demo.stdout.match(law)).toHaveLength(2);
  expect(demo.stdout.match(/^from (columns|JSON lines) +[\d.]+ s, [\d.]+ M rows\/s/gm)).toHaveLength(4);
  const latest = await batchAnswer(`
    SELECT strftime(date_trunc('hour', date), '%Y-%m-%d %H:%M:%S') AS hour, origin, count(*) AS n,
           printf('%.2f', avg(delay)), max(delay), 100 * count(*) FILTER (WHERE delay > 15) // count(*)
    FROM flights GROUP BY hour, origin ORDER BY hour DESC, n DESC LIMIT 1`);
  expect(demo.stdout.replace(/ {2,}/g, "|")).toContain(latest[0]);
  for (const name of ["airport_delays", "busiest_routes"])
    expect(demo.stdout).toMatch(new RegExp(`^ generated/${name}/pipeline_0\\.ts +\\d+ lines  Scan flights -> `, "m"));
}, 180_000);

async function answerOf(name: string): Promise<string[]> {
  const file = `examples/flights/${name}.sql`;
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  const options = { name, optimize: true, limits: DEFAULT_LIMITS };
  const { query, sources, diagnostics, omitted } = compile([{ file, text }], options);
  if (query === null) throw new Error(renderDiagnostics(diagnostics, omitted, sources));
  const { definition } = await loadInMemory(query, sources, "wasm", "release");
  const { results, metrics } = await run(definition as FlightQuery, columnsFeed(recordBatches(flights, 10_000)));
  expect(metrics.law).toMatchObject({ read: flights.rows, contributed: flights.rows });
  return results.flatMap(rowTexts);
}

/** Times in microseconds; numbers as JavaScript writes them. */
function rowTexts(batch: ColumnBatch): string[] {
  const reader = new BatchReader(batch);
  return Array.from({ length: batch.rows }, (_, row) =>
    batch.fields
      .map(({ type }, i) => (type.kind === "TIMESTAMP" ? reader.getI64(i, row) : reader.get(i, row)))
      .join("|"),
  );
}

async function batchAnswer(sql: string): Promise<string[]> {
  const result = await duckdb.runAndReadAll(sql);
  return result.getRows().map((row) => row.join("|"));
}
