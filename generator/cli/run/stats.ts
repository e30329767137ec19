/** `--stats`: what a run cost. */
import type { QueryMetrics } from "../../../runtime/types.ts";
import { bytesText, grouped } from "../figures.ts";
import { layOut } from "../table.ts";

export interface RunCost {
  readonly lane: "wasm" | "interpret";
  readonly linkMs: number;
  readonly loadMs: number;
  readonly bytesRead: number;
  readonly ms: number;
}

export function statsText(metrics: QueryMetrics, { lane, linkMs, loadMs, bytesRead, ms }: RunCost): string {
  const perSecond = bytesText(Math.round(bytesRead / (ms / 1000)));
  return `${layOut([
    ["lane", lane],
    ["compile", `${loadMs.toFixed(0)} ms`],
    ["link", `${linkMs.toFixed(1)} ms`],
    ...(bytesRead === 0 ? [] : [["input", `${bytesText(bytesRead)}, ${perSecond}/s`]]),
    ["batches", grouped(metrics.batches)],
    ["keys", grouped(metrics.keys)],
    ...(metrics.memoryBytes === 0 ? [] : [["memory", bytesText(metrics.memoryBytes)]]),
  ]).join("\n")}\n`;
}
