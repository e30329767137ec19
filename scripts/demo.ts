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
import { bytesText, grouped, rateText, secondsText } from "../generator/cli/figures.ts";
import { layOut } from "../generator/cli/table.ts";
import { countWindows, digestOf, latestTable } from "./demo/results.ts";

/** Files of `examples/flights/`, folders of `generated/`. */
const QUERIES = [
  { name: "airport_delays", what: "delays by origin airport, in windows of an hour" },
  { name: "busiest_routes", what: "routes with at least 30 flights in a day, every 6 hours" },
] as const;

const BATCH_ROWS = 65_536;
const SHOWN_ROWS = 8;

await main();

async function main(): Promise<void> {
  heading("1  Build: SQL -> AssemblyScript -> WebAssembly");
  build();

  heading("2  Read three million flights");
  const flights = await timed("Parquet file of vega-datasets -> columns", readFlights);
  const file = join(scratchFolder(), "flights.jsonl");
  await timed("columns -> JSON lines in a scratch folder", () => writeLines(flights, file));
  const [first, last] = [flights.date[0]!, flights.date.at(-1)!].map(timestampText);
  say(`${grouped(flights.rows)} flights from ${first} to ${last}, in this order; the demo has checked it.`);
  say(`As JSON lines they are ${grouped(Math.round(statSync(file).size / 1e6))} MB, removed at the end.`);
  say("Each query now runs twice. The clock runs from the first flight handed in to the last result taken;");
  say("reading the file of JSON lines is part of it. Every flight read must end in exactly one bucket.");

  const feeds = { columns: columnsFeed(recordBatches(flights, BATCH_ROWS)), "JSON lines": linesFeed(file) };
  for (const [i, { name, what }] of QUERIES.entries()) {
    heading(`${i + 3}  ${name}: ${what}`);
    await demonstrate(name, flights.rows, feeds);
  }

  heading(`${QUERIES.length + 3}  The generated code`);
  print(layOut(QUERIES.flatMap(({ name }) => generatedFiles(name))));
  say("Beside them: index.js and index.d.ts, which this demo has imported; plan.txt, how the SQL became that.");
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

function writeLines(flights: Flights, path: string): Promise<void> {
  return pipeline(Readable.from(jsonLines(flights)), createWriteStream(path));
}

async function demonstrate(name: string, rows: number, feeds: Readonly<Record<string, Feed>>): Promise<void> {
  print([`examples/flights/${name}.sql`, ...querySql(name).map((line) => `  ${line}`), ""]);
  const { default: query }: { default: FlightQuery } = await import(
    pathToFileURL(join("generated", name, "index.js")).href
  );
  const runs: { readonly form: string; readonly ran: Run; readonly digest: string }[] = [];
  for (const [form, feed] of Object.entries(feeds)) {
    const ran = await run(query, feed);
    runs.push({ form, ran, digest: digestOf(ran.results) });
  }
  const { results, metrics } = runs[0]!.ran;
  const { lines, more } = latestTable(results, SHOWN_ROWS);
  print(lines);
  say(`The latest windows, most flights first; they have ${grouped(more)} more rows.`);
  say(`${grouped(metrics.delivered)} rows of ${grouped(countWindows(results))} windows in all.`);

  print(["", ...runs.flatMap(({ form, ran }) => [`from ${form}:`, ...conservation(ran)])]);
  for (const { form, ran, digest } of runs) {
    if (ran.metrics.law.read !== rows) throw new Error(`${name} from ${form}: not every flight was read`);
    if (digest !== runs[0]!.digest) throw new Error(`${name} from ${form}: other rows than from ${runs[0]!.form}`);
  }
  say(`Both gave the same rows in the same order: sha256 ${runs[0]!.digest.slice(0, 16)}… as JSON lines.`);
}

function conservation({ metrics, ms }: Run): readonly string[] {
  const { read, contributed, filtered, late, malformed, dropped, pending } = metrics.law;
  const buckets = Object.entries({ contributed, filtered, late, malformed, dropped, pending });
  const sum = buckets.map(([name, rows]) => `${grouped(rows)} ${name}`).join(" + ");
  const speed = `${secondsText(ms)} · ${rateText((read / ms) * 1000)}`;
  return [
    `  ${grouped(read)} read = ${sum}`,
    `  ${grouped(metrics.delivered)} out · ${metrics.openWindows} windows open · ${speed}`,
  ];
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

/** Without the source, which the file declares first. */
function querySql(name: string): readonly string[] {
  const text = readFileSync(`examples/flights/${name}.sql`, "utf8");
  return text.slice(text.indexOf("SELECT")).trimEnd().split("\n");
}

async function timed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  process.stdout.write(`${what} …`);
  const began = performance.now();
  const result = await work();
  process.stdout.write(` ${secondsText(performance.now() - began)}\n`);
  return result;
}

function heading(text: string): void {
  print(["", text, "-".repeat(text.length)]);
}

function say(text: string): void {
  print([text]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
