/** The entry file of a query: the schedule of its pipelines and the ABI. */
import type { PhysicalPlan } from "../physical/plan.ts";
import type { Citations } from "./citations.ts";
import type { Sites } from "./frames.ts";
import type { EntryModel } from "./model.ts";

export interface EntryOptions {
  readonly queryName: string;
  readonly queryFile: string;
  readonly fingerprint: Uint8Array;
  readonly sites: Sites;
  readonly cite: Citations;
  /** Pipelines whose source can fail: each has a batch of output errors. */
  readonly failing: readonly number[];
}

export function emitEntry(plan: PhysicalPlan, options: EntryOptions): EntryModel {
  const { aggregates, pipelines } = plan;
  const last = pipelines.length - 1;
  return {
    queryFile: options.queryFile,
    queryName: options.queryName,
    fingerprint: [...options.fingerprint].join(", "),
    pipelines: pipelines.map(({ id }) => id),
    breakers: aggregates.map(({ id }) => ({
      id: id + 1,
      sink: id,
      aggregate: id,
      watermark: watermarkBehind(plan, id),
      next: id + 2,
    })),
    last,
    decodes: plan.scan.format === "jsonl",
    takesTexts: plan.scan.columns.some(({ type }) => type.kind === "TEXT"),
    sendsFirst: aggregates.some(({ window }) => window.kind !== "tumble"),
    stateful: aggregates.length > 0,
    errors: options.failing.map((pipeline, i) => ({ sink: i + 1, pipeline })),
    openWindows: sum(aggregates.map(({ id }) => `pipeline${id}.openWindows()`)),
    keys: sum(aggregates.map(({ id }) => `pipeline${id}.keys()`)),
    sites: options.sites.spans.map((span, i) => `site ${i}: ${options.cite.comment(span)}`),
  };
}

/** What the aggregate's own windows go by: the input's watermark, behind the lateness of every aggregate before it. */
function watermarkBehind({ aggregates }: PhysicalPlan, id: number): string {
  const lateness = aggregates.slice(0, id).reduce((total, { latenessUs }) => total + latenessUs, 0n);
  return lateness === 0n ? "Stats.watermark()" : `Window.behind(Stats.watermark(), ${lateness})`;
}

function sum(terms: readonly string[]): string {
  return terms.length === 0 ? "0" : terms.join(" + ");
}
