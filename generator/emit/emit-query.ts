/** PhysicalPlan -> the text of every AssemblyScript file of a query. */
import { createHash } from "node:crypto";
import type { Output, Span } from "../../runtime/plan.ts";
import type { Sources } from "../diagnostics/span.ts";
import { canonicalPlan } from "../logical/codec.ts";
import type { PhysicalPlan } from "../physical/plan.ts";
import { Citations } from "./citations.ts";
import { emitEntry } from "./emit-entry.ts";
import { emitModule } from "./emit-module.ts";
import { Sites } from "./frames.ts";
import { renderEntry, renderModule } from "./render.ts";

export interface EmitQueryOptions {
  readonly name: string;
  /** The query's file, as generated headers name it. */
  readonly file: string;
  readonly optimize: boolean;
  readonly limits: { readonly rowBytes: number };
}

export interface EmittedQuery {
  /** File name to text, in the order of the pipelines; the entry last. */
  readonly files: ReadonlyMap<string, string>;
  /** Places where rows can fail, by number. */
  readonly sites: readonly Span[];
  /** Pipelines that have a batch of output errors, in the order of their sinks. */
  readonly failing: readonly number[];
}

export const ENTRY_FILE = "entry.ts";

export function emitQuery(
  plan: PhysicalPlan,
  normalized: Output,
  sources: Sources,
  options: EmitQueryOptions,
): EmittedQuery {
  const cite = new Citations(sources);
  const sites = new Sites();
  const common = { queryName: options.name, queryFile: options.file, cite, sites };
  const models = plan.pipelines.map((pipeline) =>
    emitModule(pipeline, plan, { ...common, shareExpressions: options.optimize, rowBytesMax: options.limits.rowBytes }),
  );
  const failing = models.flatMap((model) => ("errors" in model.source && model.source.errors.any ? [model.id] : []));
  const files = new Map<string, string>();
  for (const model of models) files.set(`pipeline_${model.id}.ts`, renderModule(model));
  files.set(ENTRY_FILE, renderEntry(emitEntry(plan, { ...common, fingerprint: planFingerprint(normalized), failing })));
  return { files, sites: sites.spans, failing };
}

/** SHA-256 over the normal form: what is computed, whatever the optimizer and the compiler make of it. */
export function planFingerprint(normalized: Output): Uint8Array {
  return createHash("sha256")
    .update(`millrace/plan/1\0${canonicalPlan(normalized)}`)
    .digest();
}
