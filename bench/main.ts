/**
 * The benchmark: `npm run bench [-- --quick] [--only WORD]`. Builds the queries and the C contestants, measures each
 * workload in a process of its own, and writes `report.json`; a complete run that is not quick also writes `README.md`.
 * Exit 0: measured. 1: results of contestants differ somewhere. 2: usage.
 */
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { BuiltQuery } from "../generator/build/build.ts";
import { buildC, buildQueries, type CBaseline } from "./build.ts";
import { type Measured, measure, type Task } from "./child.ts";
import { measureLoad } from "./load.ts";
import { machine } from "./machine.ts";
import { figureLines, reportEntries, type Report, workloadLines } from "./report.ts";
import { readme } from "./readme.ts";
import { measureSizes } from "./sizes.ts";
import { spreadOf } from "./statistics.ts";
import { WORKLOADS } from "./workloads.ts";

type Message = { readonly measure: Task } | { readonly load: string };

const cache = fileURLToPath(new URL(".", import.meta.url));
const bench = join(cache, "..");
/** The query that stands for a simple one: BIGINT, TIMESTAMP and JSON input. */
const SIMPLE = "tumble-json";
const ROUNDS = { full: { total: 11, warmUp: 2 }, quick: { total: 6, warmUp: 1 } };

if (process.send !== undefined) process.once("message", (message: Message) => void answer(message));
else process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = optionsOf(argv);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const began = performance.now();
  const chosen = WORKLOADS.filter(({ name }) => name.includes(options.only));
  if (chosen.length === 0) {
    console.error(`no workload has \`${options.only}\` in its name: ${WORKLOADS.map(({ name }) => name).join(", ")}`);
    return 2;
  }
  const queries = await buildQueries(bench, cache);
  const c = buildC(bench, cache);
  console.log(`${machine().join("\n")}\n`);
  const measured: Measured[] = [];
  for (const workload of chosen) {
    const task = taskFor(workload.name, workload.query, options.quick, c);
    const result = await inChild<Measured>({ measure: task });
    measured.push(result);
    for (const line of workloadLines(workload, result, c)) console.log(line);
  }
  const report = { measured, c, quick: options.quick, queries, ...(await figures(options.quick, options.only)) };
  for (const line of figureLines(report)) console.log(line);
  writeReport(report, options.only === "" && !options.quick);
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s; written: bench/report.json`);
  return measured.some(({ mismatch }) => mismatch !== null) ? 1 : 0;
}

function optionsOf(argv: readonly string[]): { readonly quick: boolean; readonly only: string } | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
    });
    return values;
  } catch (error) {
    return `${(error as Error).message}\nusage: npm run bench [-- --quick] [--only WORD]`;
  }
}
