/**
 * Many queries in one WebAssembly module: compiling costs some 100 ms per module but only a few per query. Each query
 * keeps its files in a folder of its own; its exports carry its number. The text is that of the ordinary templates.
 */
import { compileAssembly } from "../../generator/build/asc.ts";
import { codecText } from "../../generator/build/codec-text.ts";
import { ascOptions } from "../../generator/build/in-memory.ts";
import { queryInfo } from "../../generator/build/query-info.ts";
import type { CompiledQuery, CompileResult } from "../../generator/compile.ts";
import type { Codec } from "../../runtime/codec.ts";
import type { QueryInfo } from "../../runtime/manifest.ts";
import type { ModuleExports } from "../../runtime/wasm/instance.ts";

export const PACK_SIZE = 50;

/** A compiled query that can be opened any number of times, each time with a fresh memory. */
export interface PackedQuery {
  readonly compiled: CompiledQuery;
  readonly info: QueryInfo;
  readonly codec: Codec<object>;
  instantiate(): Promise<ModuleExports>;
}

export interface Packable {
  readonly result: CompileResult;
  readonly query: CompiledQuery;
}

/** At `-O1` with the kernel's asserts on; in packs of `PACK_SIZE`. */
export async function packQueries(queries: readonly Packable[]): Promise<readonly PackedQuery[]> {
  const packed: PackedQuery[] = [];
  for (let start = 0; start < queries.length; start += PACK_SIZE)
    packed.push(...(await packOnce(queries.slice(start, start + PACK_SIZE))));
  return packed;
}

async function packOnce(queries: readonly Packable[]): Promise<readonly PackedQuery[]> {
  const files = new Map<string, string>();
  const entry: string[] = [];
  queries.forEach(({ query }, i) => {
    for (const [name, text] of query.emitted.files) files.set(`q${i}/${name}`, text);
    const exports = exportsOf(query.emitted.files.get("entry.ts")!);
    entry.push(`export { ${exports.map((name) => `${name} as q${i}_${name}`).join(", ")} } from "./q${i}/entry";`);
  });
  files.set("pack.ts", entry.join("\n"));
  const asc = ascOptions(queries[0]!.query, "debug");
  const { wasm } = await compileAssembly(files, "pack.ts", asc);
  const module = await WebAssembly.compile(wasm as BufferSource);
  return Promise.all(
    queries.map(async ({ query, result }, i): Promise<PackedQuery> => {
      const text = codecText(query.physical);
      const { codec } = (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as {
        codec: Codec<object>;
      };
      return {
        compiled: query,
        info: queryInfo(query, result.sources, text, asc),
        codec,
        instantiate: async () => viewOf(await WebAssembly.instantiate(module), i),
      };
    }),
  );
}

/** Names of the entry's functions, those that it passes on included. */
function exportsOf(entry: string): readonly string[] {
  const own = [...entry.matchAll(/^export function (\w+)/gm)].map(([, name]) => name!);
  const passed = [...entry.matchAll(/^export \{ (.*?) \} from/gm)].flatMap(([, names]) => names!.split(", "));
  return [...own, ...passed];
}

function viewOf({ exports }: WebAssembly.Instance, index: number): ModuleExports {
  const prefix = `q${index}_`;
  const own = Object.entries(exports).filter(([name]) => name.startsWith(prefix));
  return {
    memory: exports.memory,
    ...Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value])),
  } as unknown as ModuleExports;
}
