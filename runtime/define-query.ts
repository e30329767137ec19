/** Makes a query of what a generated module holds: link the compiled lane or load the other, restore, hand over. */
import type { Codec } from "./codec.ts";
import type { Lane, LaneHost } from "./lane.ts";
import { instantiate } from "./link.ts";
import type { QueryInfo } from "./manifest.ts";
import { checkOptions } from "./options.ts";
import { Query } from "./query.ts";
import type { Options, QueryConfig, QueryDefinition, StreamingQuery } from "./types.ts";
import { WasmLane } from "./wasm/lane.ts";

/** What `index.js` of a generated folder hands over. */
export interface QueryModule<R> {
  readonly info: QueryInfo;
  readonly codec: Codec<R>;
  /** Where `query.wasm` is, or what is in it. */
  readonly wasm: () => URL | BufferSource;
  /** The optimized plan in canonical JSON, and the lane that runs it; loaded only when that lane is wanted. */
  readonly plan: () => Promise<{ readonly plan: unknown }>;
  readonly interpreter: () => Promise<InterpreterModule>;
}

/** `@millrace/runtime/interpreter`. */
export interface InterpreterModule {
  createLane(plan: unknown, info: QueryInfo, host: LaneHost): Lane;
}

export function defineQuery<I, R, O = R>(module: QueryModule<R>): QueryDefinition<I, R, O> {
  const { info, codec } = module;
  const open = async (config: Options<QueryConfig> = {}): Promise<StreamingQuery<I, R, O>> => {
    checkOptions(config);
    const began = performance.now();
    const { lane, createLane, reason } = await laneFor(module, config);
    const compiled = lane === "wasm" ? info.pipelines : 0;
    const metadata = {
      linkTimeMs: performance.now() - began,
      lane,
      compiledPipelineCount: compiled,
      fallbackPipelineCount: info.pipelines - compiled,
      fallbacks: reason === null ? [] : Array.from({ length: info.pipelines }, (_, pipeline) => ({ pipeline, reason })),
      fingerprints: info.fingerprints,
    };
    const query = new Query<I, R, O>({ info, output: codec.output, config, metadata, createLane });
    if (config.restore instanceof Uint8Array) await query.restoreFrom(config.restore);
    return query;
  };
  return {
    name: info.name,
    open,
    async start(config) {
      const query = await open(config);
      query.start();
      return query;
    },
  };
}

interface LaneChoice {
  readonly lane: Lane["kind"];
  readonly createLane: (host: LaneHost) => Lane;
  /** Why it is not the compiled lane, if that was wanted. */
  readonly reason: string | null;
}

async function laneFor<R>(module: QueryModule<R>, config: Options<QueryConfig>): Promise<LaneChoice> {
  const { info, codec } = module;
  let reason: string | null = null;
  if (config.lane !== "interpret") {
    try {
      const exports = await instantiate(info, config.wasm ?? module.wasm());
      return { lane: "wasm", reason, createLane: (host) => new WasmLane(exports, info, codec.inputs[0]!, host) };
    } catch (error) {
      if (config.fallback !== "interpret") throw error;
      reason = (error as Error).message;
    }
  }
  const [{ plan }, { createLane }] = await Promise.all([module.plan(), module.interpreter()]);
  return { lane: "interpret", reason, createLane: (host) => createLane(plan, info, host) };
}
