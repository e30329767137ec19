/** A compiled query as a module that can be opened at once, without writing anything: what `run` and tests use. */
import { INPUT_ROWS, OUTPUT_ROWS } from "../../runtime/assembly/layout.ts";
import type { Codec } from "../../runtime/codec.ts";
import { defineQuery } from "../../runtime/define-query.ts";
import type { QueryInfo } from "../../runtime/manifest.ts";
import type { QueryDefinition } from "../../runtime/types.ts";
import type { CompiledQuery } from "../compile.ts";
import type { Sources } from "../diagnostics/span.ts";
import { ENTRY_FILE } from "../emit/emit-query.ts";
import { outputSlack } from "../emit/operators/aggregate-sink.ts";
import { type AscOptions, compileAssembly } from "./asc.ts";
import { NO_CACHE, type WasmCache } from "./cache.ts";
import { codecText } from "./codec-text.ts";
import { queryInfo } from "./query-info.ts";

export interface InMemoryQuery {
  readonly definition: QueryDefinition<Record<string, object>, object, unknown>;
  readonly info: QueryInfo;
  /** Null in the interpreter lane, which needs none. */
  readonly wasm: Uint8Array | null;
}

const WASM_PAGE = 65_536;
/** A column of a batch at most, per row: eight bytes, or four of a position, and a bit. */
const COLUMN_ROW_BYTES = 8 + 1 / 8;
/** Counters, side rows, lines under way: what stands at fixed places besides the columns. */
const OTHER_FIXED_BYTES = 400_000;

export function ascOptions({ limits, physical }: CompiledQuery, target: AscOptions["target"]): AscOptions {
  // What stands at fixed places is there from the start, whatever the limit; only the rest can run into it.
  const outputRows = OUTPUT_ROWS + outputSlack(physical);
  const cells = physical.scan.columns.length * INPUT_ROWS + (physical.output.fields.length + 1) * outputRows;
  const fixedPages = Math.ceil((cells * COLUMN_ROW_BYTES + OTHER_FIXED_BYTES) / WASM_PAGE);
  return { target, maximumPages: Math.max(Math.ceil(limits.stateBytes / WASM_PAGE), fixedPages) };
}

export async function loadInMemory(
  query: CompiledQuery,
  sources: Sources,
  lane: "wasm" | "interpret",
  target: AscOptions["target"],
  cache: WasmCache = NO_CACHE,
): Promise<InMemoryQuery> {
  const asc = ascOptions(query, target);
  if (lane === "interpret") return { ...(await defineInMemory(query, sources, asc, null)), wasm: null };
  const key = queryInfo(query, sources, codecText(query.physical), asc).fingerprints.code;
  const known = cache.get(key);
  const wasm = known ?? (await compileAssembly(query.emitted.files, ENTRY_FILE, asc)).wasm;
  if (known === null) cache.put(key, wasm);
  return { ...(await defineInMemory(query, sources, asc, wasm)), wasm };
}

export async function defineInMemory(
  query: CompiledQuery,
  sources: Sources,
  asc: AscOptions,
  wasm: Uint8Array | null,
): Promise<Omit<InMemoryQuery, "wasm">> {
  const text = codecText(query.physical);
  const info = queryInfo(query, sources, text, asc);
  const { codec } = (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as {
    codec: Codec<object>;
  };
  const definition = defineQuery<Record<string, object>, object, unknown>({
    info,
    codec,
    wasm: () => wasm as BufferSource,
    plan: async () => ({ plan: query.optimized }),
    interpreter: () => import("../../runtime/interpreter/lane.ts"),
  });
  return { definition, info };
}
