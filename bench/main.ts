/**
 * The benchmark: `npm run bench [-- --quick] [--only WORD]`. Builds the queries and the C contestants, measures each
 * workload in a process of its own, and writes `report.json`; a run of all, not a quick one, also writes `README.md`.
 * Exit 0: measured. 1: results of contestants differ somewhere. 2: usage.
 */
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildC, buildQueries, type CBaseline } from "./build.ts";
import { type Measured, measure, type Task } from "./child.ts";
import { measureLoad } from "./load.ts";
import { machineLines } from "./machine.ts";
import { readme } from "./readme.ts";
import { entriesOf, type Figures, figureLines, workloadLines } from "./report.ts";
import { measureSizes } from "./sizes.ts";
import { spreadOf } from "./statistics.ts";
import { WORKLOADS, type Workload } from "./workloads.ts";

/** What a child process is told. */
type Order = { readonly measure: Task } | { readonly load: string };

const cache = fileURLToPath(new URL(".", import.meta.url));
const bench = join(cache, "..");
const generated = join(cache, "generated");
/** Queries over JSON lines: a filter of two BIGINT columns, the same with a TIMESTAMP, and windows, which are loaded. */
const SIZED = ["filter-json", "filter-json-timestamp", "tumble-json"] as const;
/** What is neither raced nor rated against a baseline. */
const FIGURES = "load and sizes";
const ROUNDS = { full: { total: 11, warmUp: 2 }, quick: { total: 6, warmUp: 1 } };
const LOADS = { full: 21, quick: 5 };

if (process.send === undefined) process.exitCode = await main(process.argv.slice(2));
else process.once("message", (order: Order) => void obey(order));

async function main(argv: readonly string[]): Promise<number> {
  const began = performance.now();
  const options = optionsOf(argv);
  if ("usage" in options) {
    console.error(options.usage);
    return 2;
  }
  const { quick, only } = options;
  const queries = await buildQueries(bench, cache);
  const c = buildC(bench, cache);
  const lines = await machineLines(bench, c);
  const say = (text: string) => {
    console.log(text);
    lines.push(text);
  };
  console.log(lines.join("\n"));
  const measured: Measured[] = [];
  for (const workload of WORKLOADS.filter(({ name }) => name.includes(only))) {
    const result = await inChild<Measured>({ measure: taskFor(workload, quick, c) });
    measured.push(result);
    const { info } = queries.find(({ name }) => name === workload.query)!;
    say(workloadLines(workload, result, info.fingerprints.code).join("\n"));
  }
  if (FIGURES.includes(only)) say(figureLines(await figures(quick)).join("\n"));
  writeFileSync(join(bench, "report.json"), `${JSON.stringify(entriesOf(measured), null, 2)}\n`);
  if (only === "" && !quick) writeFileSync(join(bench, "README.md"), readme(lines));
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s; bench/report.json is written`);
  return measured.some(({ mismatch }) => mismatch !== null) ? 1 : 0;
}

function optionsOf(argv: readonly string[]): { quick: boolean; only: string } | { usage: string } {
  const names = [...WORKLOADS.map(({ name }) => name), FIGURES];
  const usage = "usage: npm run bench [-- --quick] [--only WORD]";
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
    });
    if (names.some((name) => name.includes(values.only))) return values;
    return { usage: `\`${values.only}\` is in no name: ${names.join(", ")}\n${usage}` };
  } catch (error) {
    return { usage: `${(error as Error).message}\n${usage}` };
  }
}

function taskFor({ name, query }: Workload, quick: boolean, c: CBaseline): Task {
  const scratch = join(cache, "input");
  mkdirSync(scratch, { recursive: true });
  const executable = "executable" in c ? c.executable : null;
  const rounds = quick ? ROUNDS.quick : ROUNDS.full;
  return { workload: name, folder: join(generated, query), executable, scratch, quick, rounds };
}

async function figures(quick: boolean): Promise<Figures> {
  const folder = join(generated, SIZED[2]);
  const loads: number[] = [];
  for (let i = 0; i < (quick ? LOADS.quick : LOADS.full); i++) loads.push(await inChild<number>({ load: folder }));
  return { loadMs: spreadOf(loads), sizes: await measureSizes(join(bench, "../runtime"), generated, SIZED) };
}

/** A fresh process of this same program does it. */
function inChild<T>(order: Order): Promise<T> {
  const child = fork(join(cache, "bench.js"), { execArgv: ["--expose-gc"] });
  child.send(order);
  return new Promise((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as T));
    child.once("exit", (code, signal) => reject(new Error(`a measurement ended with ${signal ?? `code ${code}`}`)));
  });
}

async function obey(order: Order): Promise<void> {
  const answer = "load" in order ? await measureLoad(order.load) : await measure(order.measure);
  process.send!(answer, () => process.exit());
}
