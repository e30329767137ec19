/** `millrace build`: SQL -> AssemblyScript -> wasm -> `generated/<name>/`. */
import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { ascRuns } from "../build/asc.ts";
import { type BuiltQuery, buildQuery } from "../build/build.ts";
import { NO_CACHE, type WasmCache } from "../build/cache.ts";
import { ascOptions } from "../build/in-memory.ts";
import { differences, isBuild, isOurs, writeQuery } from "../build/write.ts";
import type { WindowAggregate } from "../physical/plan.ts";
import { nameIn, type Project } from "../project/config.ts";
import { problem, unwritable } from "../project/problem.ts";
import { projectQueries, selectQueries } from "../project/queries.ts";
import { projectCache } from "./cache.ts";
import { compileQueries, type ReadyQuery } from "./compile-queries.ts";
import { FAILED, FINE, type Outcome } from "./exit.ts";
import { bytesText, counted, secondsText } from "./figures.ts";
import type { BuildOptions, Context } from "./program.ts";
import { workingOn } from "./report.ts";
import { layOut } from "./table.ts";

/** Nothing is written if a query has an error. Under `--frozen` nothing is written at all. */
export async function buildQueries(
  { terminal, project }: Context,
  args: readonly string[],
  options: BuildOptions,
): Promise<Outcome> {
  const began = performance.now();
  const known = await project();
  const ready = await compileQueries(known, selectQueries(known, args), terminal);
  if ("exit" in ready) return ready;

  const folder = options.out ?? join(known.root, known.outDir);
  const target: Target = {
    folder: nameIn(known, folder),
    cache: options.cache ? projectCache(known.root) : NO_CACHE,
    isFrozen: options.frozen === true,
    wat: options.emit === "wat",
  };
  const results: Result[] = [];
  for (const query of ready) results.push(await workingOn(query.file, () => buildOne(query, target, known)));
  for (const { query, ...result } of results) terminal.emit({ type: "built", query: query.name, ...result });

  const orphans = args.length > 0 ? [] : orphansOf(known, target);
  const stale = target.isFrozen ? [...results.flatMap(({ changed }) => changed), ...orphans] : [];
  if (!terminal.isQuiet) terminal.people.write(tableOf(results, performance.now() - began));
  if (target.isFrozen) for (const file of stale) terminal.emit({ type: "stale", file });
  if (stale.length > 0) {
    const list = stale.map((file) => `  ${file}\n`).join("");
    terminal.stderr.write(`stale, or not of a build:\n${list}next: millrace build\n`);
  } else {
    for (const orphan of orphans) terminal.note(`${orphan} belongs to no query of the project; delete it\n`);
  }
  const withStatus = (status: Status) => results.filter((result) => result.status === status).length;
  return {
    exit: stale.length > 0 ? FAILED : FINE,
    summary: {
      queries: results.length,
      built: withStatus("built"),
      cached: withStatus("cached"),
      unchanged: withStatus("unchanged"),
      stale: stale.length,
      ascRuns,
    },
  };
}

interface Target {
  /** Relative to the project's root. */
  readonly folder: string;
  readonly cache: WasmCache;
  readonly isFrozen: boolean;
  readonly wat: boolean;
}

/** built: compiled now; cached: written with a module from the cache; unchanged: every file was there; stale: frozen. */
type Status = "built" | "cached" | "unchanged" | "stale";

interface Result {
  readonly query: ReadyQuery;
  readonly status: Status;
  /** Files written, or that would have been. */
  readonly changed: readonly string[];
  readonly pipelines: number;
  readonly wasmBytes: number;
  readonly entryBytes: number;
  /** Null if the module came from the cache. */
  readonly compileMs: number | null;
}

async function buildOne(query: ReadyQuery, target: Target, { root }: Project): Promise<Result> {
  const { compiled, sources, files, name, file } = query;
  const folder = join(root, target.folder, name);
  if (!accessing(folder, () => isOurs(folder))) {
    const why = "it holds other files, and no manifest of a query";
    throw problem("MR8012", { folder: posix.join(target.folder, name), why }, ["millrace build --out <folder>"]);
  }
  const began = performance.now();
  const sql = files.map(({ text }) => text).join("\n");
  const built = await buildQuery(
    compiled,
    sources,
    file,
    sql,
    ascOptions(compiled, "release"),
    target.cache,
    target.wat,
  );
  const compileMs = built.cached ? null : performance.now() - began;
  const changed = changedIn(folder, built, target.isFrozen);
  return {
    query,
    status: changed.length === 0 ? "unchanged" : target.isFrozen ? "stale" : built.cached ? "cached" : "built",
    changed: changed.map((changedFile) => posix.join(target.folder, name, changedFile)),
    pipelines: built.info.pipelines,
    wasmBytes: sizeOf(built, "query.wasm"),
    entryBytes: sizeOf(built, "index.js"),
    compileMs,
  };
}

/** Modules need not be kept with the text, whose manifest has their digest: under `--frozen` they may be missing. */
function changedIn(folder: string, built: BuiltQuery, isFrozen: boolean): readonly string[] {
  if (!isFrozen) return accessing(folder, () => writeQuery(folder, built));
  return differences(folder, built).filter((name) => name !== "query.wasm" || existsSync(join(folder, name)));
}

function accessing<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function sizeOf({ files }: BuiltQuery, name: string): number {
  return Buffer.byteLength(files.get(name)!);
}

/** Generated folders of queries that are no longer there. */
function orphansOf(project: Project, { folder }: Target): readonly string[] {
  const names = new Set(projectQueries(project).map(({ name }) => name));
  const all = existsSync(join(project.root, folder)) ? readdirSync(join(project.root, folder)) : [];
  return all
    .filter((name) => !names.has(name) && isBuild(join(project.root, folder, name)))
    .map((name) => posix.join(folder, name));
}

function tableOf(results: readonly Result[], ms: number): string {
  const head = ["query", "pipelines", "wasm", "entry", "state/key", "time", "status"];
  const rows = results.map(({ query, pipelines, wasmBytes, entryBytes, compileMs, status }) => [
    query.name,
    `${pipelines}`,
    bytesText(wasmBytes),
    bytesText(entryBytes),
    stateText(query.compiled.physical.aggregates),
    compileMs === null ? "–" : secondsText(compileMs),
    status,
  ]);
  const wasm = results.reduce((sum, { wasmBytes }) => sum + wasmBytes, 0);
  const statuses = (["built", "cached", "unchanged", "stale"] as const).flatMap((status) => {
    const count = results.filter((result) => result.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const total = `${counted(results.length, "query", "queries")} · ${bytesText(wasm)} wasm · ${statuses.join(", ")} · ${secondsText(ms)}`;
  return `${[...layOut([head, ...rows]), total].join("\n")}\n`;
}

/** What one key costs, its index entry left out; of sliding windows each slice in which the key occurs costs more. */
function stateText(aggregates: readonly WindowAggregate[]): string {
  if (aggregates.length === 0) return "–";
  const perKey = aggregates.reduce((sum, { layout }) => sum + layout.bytes, 0);
  const perSlice = aggregates.reduce((sum, { layout }) => sum + (layout.partial?.nodeBytes ?? 0), 0);
  return perSlice === 0 ? `${perKey} B` : `${perKey} B + ${perSlice} B/slice`;
}
