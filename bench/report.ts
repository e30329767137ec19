/** What was measured, as text for people and as entries for machines. */
import type { Compared, Measured } from "./child.ts";
import type { Footprint } from "./contestants/ours.ts";
import type { Sizes } from "./sizes.ts";
import type { Spread } from "./statistics.ts";
import type { Unit, Workload } from "./workloads.ts";
import { WORKLOADS } from "./workloads.ts";

/** One entry of `report.json`. Higher ratios mean that ours is faster; null: the baseline is absent. */
export interface Entry {
  readonly workload: string;
  readonly baseline: (typeof REPORTED)[number];
  readonly ours: number;
  readonly theirs: number | null;
  readonly unit: Unit;
  readonly ratio: number | null;
}

const REPORTED = ["c", "duckdb", "js"] as const;

export interface Figures {
  readonly loadMs: Spread;
  readonly sizes: Sizes;
}

export function entriesOf(measured: readonly Measured[]): readonly Entry[] {
  return measured.flatMap((result): readonly Entry[] => {
    if (result.mismatch !== null) return [];
    const { unit, baselines } = WORKLOADS.find(({ name }) => name === result.workload)!;
    const { workload, comparisons } = result;
    const ours = rounded(result.ours);
    return REPORTED.filter((baseline) => baselines.includes(baseline)).map((baseline): Entry => {
      const compared = comparisons.find((candidate) => candidate.baseline === baseline);
      if (compared === undefined) return { workload, baseline, ours, theirs: null, unit, ratio: null };
      const { theirs, ratio } = compared;
      return { workload, baseline, ours, theirs: rounded(theirs), unit, ratio: rounded(ratio.median) };
    });
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export function workloadLines(workload: Workload, result: Measured, code: string): readonly string[] {
  const { name, unit, goals, baselines } = workload;
  const title = `\n${name}`;
  if (result.mismatch !== null) return [title, `  MISMATCH ${result.mismatch}`];
  const { rows, sha256, ours, submitting, comparisons, footprint, rssBytes } = result;
  return [
    `${title}   ${grouped(rows)} rows, data ${sha256.slice(0, 8)}, code ${code.slice(7, 15)}`,
    ...(submitting === null
      ? [figureLine("ours", ours, unit, goals.ours)]
      : [figureLine("ours", ours, unit), figureLine(" submit", submitting, unit, goals.ours)]),
    ...baselines.map((baseline) => {
      const compared = comparisons.find((candidate) => candidate.baseline === baseline);
      return compared === undefined
        ? `  ${baseline.padEnd(11)}absent`
        : comparisonLine(compared, unit, goals[baseline]);
    }),
    `  memory     ${memoryText(footprint, rssBytes)}`,
  ];
}

function figureLine(name: string, value: number, unit: Unit, goal?: number): string {
  const figure = `  ${name.padEnd(11)}${figureText(value, unit)}`;
  if (goal === undefined) return figure;
  return `${figure} ${" ".repeat(26)}${goalText(goal, unit === "ns/event" ? value <= goal : value >= goal)}`;
}

function comparisonLine({ baseline, theirs, ratio, isNoisy }: Compared, unit: Unit, goal: number | undefined): string {
  const { median, lower, upper } = ratio;
  const quartiles = `${lower.toFixed(2)}-${upper.toFixed(2)}${isNoisy ? " noisy" : ""}`;
  const reached = goal === undefined ? "" : goalText(goal, median >= goal);
  return `  ${baseline.padEnd(11)}${figureText(theirs, unit)} ${median.toFixed(2).padStart(6)} x ${quartiles.padEnd(17)} ${reached}`.trimEnd();
}

function goalText(goal: number, isReached: boolean): string {
  return `goal ${goal}: ${isReached ? "reached" : "missed"}`;
}

function figureText(value: number, unit: Unit): string {
  return `${value.toFixed(unit === "GB/s" ? 2 : 1).padStart(8)} ${unit}`;
}

function memoryText(footprint: Footprint | null, rssBytes: number): string {
  const process = `${grouped(Math.round(rssBytes / 2 ** 20))} MiB in the process of all contestants but C`;
  if (footprint === null || footprint.keys === 0) return process;
  const { keys, bytesPerKey, pages } = footprint;
  return `${grouped(keys)} groups open, ${bytesPerKey.toFixed(1)} bytes each; ${grouped(pages)} wasm pages; ${process}`;
}

export function figureLines({ loadMs, sizes }: Figures): readonly string[] {
  const { median, lower, upper } = loadMs;
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
  return [
    "\nload and sizes",
    `  load       ${median.toFixed(1)} ms (${lower.toFixed(1)}-${upper.toFixed(1)}) from a module's bytes to the first result, ${goalText(10, median < 10)}`,
    ...sizes.modules.map(
      ({ name, bytes, gzipped }) =>
        `  module     ${kilobytes(bytes)} ${name} (gzipped ${kilobytes(gzipped)}), ${goalText(8, bytes <= 8192)}`,
    ),
    `  runtime    ${kilobytes(sizes.runtimeGzipped)} gzipped, ${goalText(15, sizes.runtimeGzipped <= 15 * 1024)}; the interpreter, if it is loaded, ${kilobytes(sizes.interpreterGzipped)}`,
  ];
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
