/** CompiledQuery -> every file of its generated folder; nothing is written here. */
import type { QueryInfo } from "../../runtime/manifest.ts";
import type { CompiledQuery } from "../compile.ts";
import type { Sources } from "../diagnostics/span.ts";
import { ENTRY_FILE } from "../emit/emit-query.ts";
import { explainQuery } from "../explain.ts";
import { type AscOptions, compileAssembly } from "./asc.ts";
import type { WasmCache } from "./cache.ts";
import { codecText } from "./codec-text.ts";
import { declarationsText } from "./declarations.ts";
import { manifestText } from "./manifest.ts";
import { indexText, planText } from "./module-text.ts";
import { queryInfo } from "./query-info.ts";

/** The folder's scripts are ECMAScript modules, whatever the project around it says. */
const PACKAGE = `${JSON.stringify({ type: "module", sideEffects: false })}\n`;

export interface BuiltQuery {
  readonly name: string;
  readonly info: QueryInfo;
  /** File name to content, the manifest last. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Whether the module came from the cache. */
  readonly cached: boolean;
}

/**
 * `queryFile` is how generated headers name the query's file; `sql` is the text of all files it was made of. With `wat`
 * the module's text form is among the files, and the module is compiled for it even if the cache has it.
 */
export async function buildQuery(
  query: CompiledQuery,
  sources: Sources,
  queryFile: string,
  sql: string,
  asc: AscOptions,
  cache: WasmCache,
  wat = false,
): Promise<BuiltQuery> {
  const codec = codecText(query.physical);
  const info = queryInfo(query, sources, codec, asc);
  const known = wat ? null : cache.get(info.fingerprints.code);
  const compiled =
    known === null ? await compileAssembly(query.emitted.files, ENTRY_FILE, asc, wat) : { wasm: known, wat: null };
  if (known === null) cache.put(info.fingerprints.code, compiled.wasm);
  const files = new Map<string, string | Uint8Array>([
    ["package.json", PACKAGE],
    ["index.js", indexText(info, queryFile)],
    ["index.d.ts", declarationsText(query, info, sources, queryFile)],
    ["codec.js", codec],
    ["plan.js", planText(query.optimized)],
    ...query.emitted.files,
    ["query.sql", sql],
    ["query.wasm", compiled.wasm],
    ...(compiled.wat === null ? [] : [["query.wat", compiled.wat] as const]),
    ["plan.txt", explainQuery(query, sources)],
  ]);
  files.set("manifest.json", manifestText(query, info, files, asc));
  return { name: query.name, info, files, cached: known !== null };
}
