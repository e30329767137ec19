/** Opens a packed query in either lane. */
import { createLane } from "../../runtime/interpreter/lane.ts";
import { Query } from "../../runtime/query.ts";
import type { Options, QueryConfig } from "../../runtime/types.ts";
import { WasmLane } from "../../runtime/wasm/lane.ts";
import type { PackedQuery } from "./pack.ts";

export type Lane = "wasm" | "interpret";
export type OpenQuery = Query<Record<string, object>, object, unknown>;

/** Running. Timers are off: batches are cut by the caller alone. */
export async function openPacked(
  packed: PackedQuery,
  lane: Lane,
  restore: Uint8Array | null = null,
  config: Options<QueryConfig> = {},
): Promise<OpenQuery> {
  const { info, codec, compiled } = packed;
  const exports = lane === "wasm" ? await packed.instantiate() : null;
  const query: OpenQuery = new Query({
    info,
    output: codec.output,
    config: { batchPolicy: { maxRows: 4096, maxLatencyMs: 1e9 }, ...config },
    metadata: {
      linkTimeMs: 0,
      lane,
      compiledPipelineCount: 0,
      fallbackPipelineCount: 0,
      fallbacks: [],
      fingerprints: info.fingerprints,
    },
    createLane: (host) =>
      exports === null
        ? createLane(compiled.optimized, info, host)
        : new WasmLane(exports, info, codec.inputs[0]!, host),
  });
  if (restore !== null) await query.restoreFrom(restore);
  query.start();
  return query;
}
