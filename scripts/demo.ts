/**
 * `npm run demo`: two windowed queries over three million flights. Builds them with `millrace build`, imports what that
 * wrote, runs it over the flights as columns and again as JSON lines, and shows the latest results, what became of every
 * row, how fast it was, and that both forms gave the same rows.
 */
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { type Flights, jsonLines, readFlights, recordBatches, timestampText } from "../examples/flights/flights.ts";
import { columnsFeed, type Feed, type FlightQuery, linesFeed, type Run, run } from "../examples/flights/run.ts";
import { bytesText, counted, grouped, rateText, secondsText } from "../generator/cli/figures.ts";
import { layOut } from "../generator/cli/table.ts";
import type { QueryMetrics } from "../runtime/index.ts";
import { countWindows, digestOf, latestRows } from "./demo/results.ts";

/** Files of `examples/flights/`, folders of `generated/`. */
const QUERIES = [
  { name: "airport_delays", what: "how late flights from each airport were, by the hour" },
  { name: "busiest_routes", what: "routes with at least 30 flights in a day, a new day every 6 hours" },
] as const;

const BATCH_ROWS = 65_536;
const SHOWN_ROWS = 5;

await main();

async function main(): Promise<void> {
  print(["", "SQL -> AssemblyScript -> WebAssembly"]);
  build();

  print([""]);
  const flights = await telling("Reading flights-3m.parquet of vega-datasets", readFlights, ({ rows, date }) => {
    const [first, last] = [date[0]!, date.at(-1)!].map((us) => timestampText(us).slice(0, 10));
    return `${grouped(rows)} flights, ${first} to ${last}`;
  });
  const file = join(scratchFolder(), "flights.jsonl");
  const bytes = await telling(
    "Writing them as JSON lines to a scratch file",
    () => writeLines(flights, file),
    (size) => `${grouped(Math.round(size / 1e6))} MB`,
  );

  const feeds = [
    { form: "columns", bytes: null, feed: columnsFeed(recordBatches(flights, BATCH_ROWS)) },
    { form: "JSON lines", bytes, feed: linesFeed(file) },
  ];
  for (const { name, what } of QUERIES) {
    print(["", `${name}: ${what}`, ...windowClause(name)]);
    await demonstrate(name, flights.rows, feeds);
  }

  print(["", "The generated code", ...layOut(QUERIES.flatMap(({ name }) => generatedFiles(name)))]);
  print(["Beside it: index.js and index.d.ts, which this demo imported, and plan.txt, how the SQL became that."]);
}

/** As a user does, in a process of its own. */
function build(): void {
  const names = QUERIES.map(({ name }) => name);
  const { status } = spawnSync(process.execPath, ["dist/cli.js", "build", ...names], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** Removed when the process ends, also by a signal. */
function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "millrace-demo-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.on("SIGINT", () => process.exit(130));
  process.on("SIGTERM", () => process.exit(143));
  return folder;
}

/** Resolves to the bytes written. */
async function writeLines(flights: Flights, path: string): Promise<number> {
  await pipeline(Readable.from(jsonLines(flights)), createWriteStream(path));
  return statSync(path).size;
}

interface Form {
  readonly form: string;
  /** Null where they are not read, but lie in memory. */
  readonly bytes: number | null;
  readonly feed: Feed;
}

/** Runs what `build` wrote; throws if a row is lost, or if the forms do not give the same rows in the same order. */
async function demonstrate(name: string, rows: number, forms: readonly Form[]): Promise<void> {
  const { default: query }: { default: FlightQuery } = await import(
    pathToFileURL(join("generated", name, "index.js")).href
  );
  const runs: (Form & { readonly ran: Run; readonly digest: string })[] = [];
  for (const form of forms) {
    const ran = await run(query, form.feed);
    const digest = digestOf(ran.results);
    if (ran.metrics.law.contributed !== rows)
      throw new Error(`${name} from ${form.form}: not every flight has counted`);
    if (digest !== (runs[0]?.digest ?? digest))
      throw new Error(`${name} from ${form.form}: other rows than from columns`);
    runs.push({ ...form, ran, digest });
  }
  const { results, metrics } = runs[0]!.ran;
  print(latestRows(results, SHOWN_ROWS));
  print([
    ` … the latest of ${counted(metrics.delivered, "row")} in ${counted(countWindows(results), "window")}, most flights first`,
    conservation(metrics),
    ...runs.map(({ form, bytes, ran: { ms } }) => speed(form, rows, bytes, ms)),
  ]);
}

function conservation({ law, openWindows }: QueryMetrics): string {
  const { read, contributed, filtered, late, malformed, dropped, pending } = law;
  const buckets = Object.entries({ contributed, filtered, late, malformed, dropped, pending });
  const sum = buckets.map(([bucket, rows]) => `${grouped(rows)} ${bucket}`).join(" + ");
  return `${grouped(read)} read = ${sum} · ${counted(openWindows, "window")} open`;
}

function speed(form: string, rows: number, bytes: number | null, ms: number): string {
  const perSecond = (amount: number) => (amount / ms) * 1000;
  const volume = bytes === null ? "" : `, ${Math.round(perSecond(bytes) / 1e6)} MB/s, the reading of the file included`;
  return `${`from ${form}`.padEnd("from JSON lines".length)}  ${secondsText(ms)}, ${rateText(perSecond(rows))}${volume}`;
}

/** The generated sources with what they say they are, and the module they compile to. */
function generatedFiles(name: string): readonly (readonly string[])[] {
  const folder = `generated/${name}`;
  const sources = readdirSync(folder).filter((file) => file.startsWith("pipeline_"));
  const described = sources.map((file) => {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    const [, what = ""] = /^ \* Pipeline \d+: (.*)\.$/m.exec(text) ?? [];
    return [`${folder}/${file}`, `${text.split("\n").length} lines`, what];
  });
  const size = bytesText(statSync(`${folder}/query.wasm`).size);
  return [...described, [`${folder}/query.wasm`, size, "what they compile to"]];
}

/** What the query says about its windows, and where the whole of it is. */
function windowClause(name: string): readonly string[] {
  const file = `examples/flights/${name}.sql`;
  const lines = readFileSync(file, "utf8").split("\n");
  return [...lines.filter((line) => /^(FROM|GROUP BY|HAVING) /.test(line)).map((line) => `  ${line}`), `  -- ${file}`];
}

/** Says what is done while it is done, then what came of it, and how long it took. */
async function telling<T>(what: string, work: () => Promise<T>, told: (value: T) => string): Promise<T> {
  process.stdout.write(`${what} …`);
  const began = performance.now();
  const value = await work();
  process.stdout.write(` ${told(value)} in ${secondsText(performance.now() - began)}\n`);
  return value;
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
