/**
 * `npm run demo`: two windowed queries over three million flights. Builds them with `millrace build`, imports what that
 * wrote, runs it over the flights as columns and again as JSON lines, and shows the latest results, what became of every
 * row, how fast it was, and that both forms gave the same rows.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RecordBatch } from "apache-arrow";
import { type Flights, jsonLines, readFlights, recordBatches, timestampText } from "../examples/flights/flights.ts";
import { grouped, rateText, secondsText } from "../generator/cli/figures.ts";
import { textCell } from "../generator/cli/run/cells.ts";
import { ndjsonWriter } from "../generator/cli/run/row-writer.ts";
import { layOut } from "../generator/cli/table.ts";
import { BatchReader, type ColumnBatch, type Input, type QueryDefinition, type QueryMetrics } from "../runtime/index.ts";

/** Files of `examples/flights/`, folders of `generated/`. */
const QUERIES = [
  { name: "airport_delays", what: "delays by origin airport, per hour" },
  { name: "busiest_routes", what: "routes with at least 30 flights a day, every 6 hours" },
] as const;

/** How many flights are in a record batch, and how many bytes of JSON lines are read at once. */
const BATCH_ROWS = 65_536;
const CHUNK_BYTES = 1 << 20;
const SHOWN_ROWS = 8;

await main();

async function main(): Promise<void> {
  heading("1  Build: SQL -> AssemblyScript -> WebAssembly");
  build();

  heading("2  Read three million flights");
  const flights = await timed("Parquet file of vega-datasets -> columns", readFlights);
  const batches = recordBatches(flights, BATCH_ROWS);
  const linesFile = join(scratchFolder(), "flights.jsonl");
  await timed("columns -> JSON lines in a scratch folder", () => writeLines(flights, linesFile));
  say(`${grouped(flights.rows)} flights in the order of their dates, which the demo has checked:`);
  say(`${timestampText(flights.date[0]!)} to ${timestampText(flights.date.at(-1)!)}.`);
  say(`As JSON lines ${grouped(Math.round(statSync(linesFile).size / 1e6))} MB; the file is removed at the end.`);

  for (const [i, query] of QUERIES.entries()) {
    heading(`${i + 3}  ${query.name}: ${query.what}`);
    await demonstrate(query.name, flights.rows, batches, linesFile);
  }

  heading(`${QUERIES.length + 3}  What ran`);
  for (const { name } of QUERIES) showFolder(name);
  say("pipeline_0.ts is the loop over the flights, pipeline_1.ts makes results of windows that have closed;");
  say("plan.txt says how the SQL became that, index.d.ts what an application imports.");
}

/** As a user does, in a process of its own. */
function build(): void {
  const { status } = spawnSync(process.execPath, ["dist/cli.js", "build", ...QUERIES.map(({ name }) => name)], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Removed when the process ends, however that comes. */
function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "millrace-demo-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));
  return folder;
}

function writeLines(flights: Flights, path: string): void {
  const file = openSync(path, "w");
  for (const lines of jsonLines(flights)) writeSync(file, lines);
  closeSync(file);
}

async function demonstrate(
  name: string,
  rows: number,
  batches: readonly RecordBatch[],
  linesFile: string,
): Promise<void> {
  const module = await import(pathToFileURL(join("generated", name, "index.js")).href);
  const query: QueryDefinition<{ flights: object }, object> = module.default;
  const columns = await run(query, columnsFeed(batches));
  const lines = await run(query, linesFeed(linesFile));

  const latest = latestRows(columns.results);
  print(tableOf(latest.rows));
  const windows = windowCount(columns.results);
  say(`The latest windows, most flights first; ${grouped(latest.more)} more rows of these,`);
  say(`${grouped(columns.metrics.emitted)} rows of ${grouped(windows)} windows in all.`);

  print([""]);
  print(
    layOut(
      [
        ["columns", conservation(columns)],
        ["JSON lines", conservation(lines)],
      ],
    ),
  );
  if (columns.metrics.law.read !== rows || lines.metrics.law.read !== rows) throw new Error("not all flights were read");
  const [ours, others] = [columns, lines].map(({ results }) => digest(results));
  if (ours !== others) throw new Error(`${name}: the rows from columns and those from JSON lines differ`);
  say(`Both gave the same rows in the same order: sha256 ${ours!.slice(0, 16)}… of them as JSON lines.`);
}

interface Run {
  readonly results: readonly ColumnBatch[];
  readonly metrics: QueryMetrics;
  /** From before the first row is handed in until the last result has been taken. */
  readonly ms: number;
}

/** Hands the flights over piece by piece; `take` is to be called after each. */
type Feed = (input: Input<object>, take: () => void) => void;

async function run(definition: QueryDefinition<{ flights: object }, object>, feed: Feed): Promise<Run> {
  const query = await definition.start();
  const input = query.inputs.flights;
  const results: ColumnBatch[] = [];
  const take = () => {
    for (let batch = query.pollBatch(); batch !== null; batch = query.pollBatch()) results.push(batch);
  };
  const began = performance.now();
  feed(input, take);
  input.end();
  take();
  const ms = performance.now() - began;
  return { results, metrics: await query.stop(), ms };
}

function columnsFeed(batches: readonly RecordBatch[]): Feed {
  return (input, take) => {
    for (const batch of batches) {
      input.submitArrow(batch);
      take();
    }
  };
}

function linesFeed(path: string): Feed {
  return (input, take) => {
    const file = openSync(path, "r");
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let bytes = readSync(file, chunk); bytes > 0; bytes = readSync(file, chunk)) {
      input.submitBytes(chunk.subarray(0, bytes));
      take();
    }
    closeSync(file);
  };
}

/** The latest results, those of one window with most flights first, as a table; and how many more these windows have. */
function latestTable(results: readonly ColumnBatch[]): { readonly table: readonly string[]; readonly more: number } {
  const latest: Result[] = [];
  for (const result of fromTheEnd(results)) {
    if (latest.length >= SHOWN_ROWS && result.window !== latest.at(-1)!.window) break;
    latest.push(result);
  }
  latest.sort((a, b) => Number(b.window - a.window) || Number(b.flights - a.flights));
  const { fields } = results[0]!;
  const cells = fields.map(({ type }) => textCell(type));
  const rows = latest.slice(0, SHOWN_ROWS).map(({ reader, row }) => cells.map((cell, i) => short(cell(reader, i, row)!)));
  const table = layOut(
    [fields.map(({ name }) => name), fields.map(({ type }) => typeName(type).toLowerCase()), ...rows],
    fields.map(({ type }) => isNumber(type.kind)),
  );
  return { table, more: Math.max(latest.length - SHOWN_ROWS, 0) };
}

interface Result {
  readonly reader: BatchReader;
  readonly row: number;
  /** Its start, µs. */
  readonly window: bigint;
  readonly flights: bigint;
}

function* fromTheEnd(results: readonly ColumnBatch[]): Generator<Result> {
  for (const batch of results.toReversed()) {
    const reader = new BatchReader(batch);
    const column = (name: string) => batch.fields.findIndex((field) => field.name === name);
    const [window, flights] = [column("window_start"), column("flights")];
    for (let row = batch.rows - 1; row >= 0; row--) {
      yield { reader, row, window: reader.getI64(window, row)!, flights: reader.getI64(flights, row)! };
    }
  }
}

/** Results come window by window. */
function countWindows(results: readonly ColumnBatch[]): number {
  let windows = 0;
  let previous: bigint | null = null;
  for (const { window } of fromTheEnd(results)) {
    if (window !== previous) windows++;
    previous = window;
  }
  return windows;
}

function digest(results: readonly ColumnBatch[]): string {
  const hash = createHash("sha256");
  const writer = ndjsonWriter({ columns: results[0]!.fields, changelog: "append" });
  for (const batch of results) hash.update(writer.rows(batch));
  return hash.digest("hex");
}
