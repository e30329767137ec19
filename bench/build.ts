/** What has to exist before anything is measured: the queries as `millrace build` writes them, and the C contestants. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type BuiltQuery, buildQuery } from "../generator/build/build.ts";
import { folderCache } from "../generator/build/cache.ts";
import { ascOptions } from "../generator/build/in-memory.ts";
import { writeQuery } from "../generator/build/write.ts";
import { compile, DEFAULT_LIMITS } from "../generator/compile.ts";
import { renderDiagnostics } from "../generator/diagnostics/render.ts";

/** Query by query: its generated folder is `generated/NAME` in `cache`. */
export async function buildQueries(bench: string, cache: string): Promise<readonly BuiltQuery[]> {
  const folder = join(bench, "queries");
  const built: BuiltQuery[] = [];
  for (const file of readdirSync(folder).sort()) {
    const query = await build(basename(file, ".sql"), readFileSync(join(folder, file), "utf8"), join(cache, "wasm"));
    mkdirSync(join(cache, "generated", query.name), { recursive: true });
    writeQuery(join(cache, "generated", query.name), query);
    built.push(query);
  }
  return built;
}

async function build(name: string, text: string, wasmCache: string): Promise<BuiltQuery> {
  const file = `${name}.sql`;
  const { query, sources, ...rest } = compile([{ file, text }], { name, optimize: true, limits: DEFAULT_LIMITS });
  if (query === null) throw new Error(renderDiagnostics(rest.diagnostics, rest.omitted, sources));
  return buildQuery(query, sources, file, text, ascOptions(query, "release"), folderCache(wasmCache));
}

export type CBaseline = { readonly executable: string } | { readonly absent: string };

export function buildC(bench: string, cache: string): CBaseline {
  const folder = join(bench, "c");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".c"));
  const executable = join(cache, "baseline");
  const flags = ["-O3", "-march=native", "-o", executable];
  const { error, status, stderr } = spawnSync("cc", [...flags, ...sources], { cwd: folder, encoding: "utf8" });
  if (error) return { absent: "no C compiler `cc`" };
  return status === 0 ? { executable } : { absent: `cc failed: ${stderr.trim().split("\n")[0]}` };
}
