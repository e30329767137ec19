/** `millrace build`: SQL -> AssemblyScript -> wasm -> `generated/<name>/`. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ascRuns } from "../build/asc.ts";
import { type BuiltQuery, buildQuery } from "../build/build.ts";
import { NO_CACHE, type WasmCache } from "../build/cache.ts";
import { ascOptions } from "../build/in-memory.ts";
import { staleFiles, writeQuery } from "../build/write.ts";
import type { PhysicalPlan } from "../physical/plan.ts";
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
import type { Terminal } from "./terminal.ts";

export async function buildQueries(
  { terminal, project }: Context,
  args: readonly string[],
  options: BuildOptions,
): Promise<Outcome> {
  const began = performance.now();
  const known = await project();
  // A file that only declares relations is no query of the project, unless somebody names it.
  const ready = await compileQueries(known, selectQueries(known, args), terminal);
  if ("exit" in ready) return ready;
  const target: Target = {
    folder: join(known.root, options.out ?? known.outDir),
    cache: options.cache ? projectCache(known.root) : NO_CACHE,
    isFrozen: options.frozen === true,
    wat: options.emit === "wat",
  };
  const results: Result[] = [];
  for (const query of ready) results.push(await workingOn(query.file, () => buildOne(query, target, known)));
  // …
  return { exit: FINE };
}
