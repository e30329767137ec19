/** One workload in a process of its own: no workload warms up, or litters, another's engine. */
import { rmSync } from "node:fs";
import { type Baseline, compete, Mismatch, type Rounds, type Run, type Runs } from "./contest.ts";
import { type Footprint, loadQuery } from "./contestants/ours.ts";
import { isNoisy, type Spread, spreadOf } from "./statistics.ts";
import { type Field, type Unit, WORKLOADS, type Workload } from "./workloads.ts";

/** What a child is told to do. */
export interface Task {
  readonly workload: string;
  readonly folder: string;
  readonly executable: string | null;
  readonly scratch: string;
  readonly quick: boolean;
  readonly rounds: Rounds;
}

/** What it answers. Figures are in the workload's unit; ratios tell how many times faster ours is. */
export type Measured =
  | { readonly workload: string; readonly mismatch: string }
  | {
      readonly workload: string;
      readonly mismatch: null;
      readonly rows: number;
      readonly sha256: string;
      readonly ours: number;
      /** `ours` without the reading of results; null where that is not a call of its own. */
      readonly submitting: number | null;
      readonly comparisons: readonly Compared[];
      readonly footprint: Footprint | null;
      readonly rssBytes: number;
    };

export interface Compared {
  readonly baseline: Baseline;
  readonly theirs: number;
  readonly ratio: Spread;
  readonly isNoisy: boolean;
}

export async function measure({ workload: name, folder, rounds, scratch, ...rest }: Task): Promise<Measured> {
  const workload = WORKLOADS.find((candidate) => candidate.name === name)!;
  const field = await workload.setUp({ ...rest, scratch, loaded: await loadQuery(folder) });
  try {
    return report(workload, field, await compete(field.contestants, rounds));
  } catch (error) {
    if (error instanceof Mismatch) return { workload: name, mismatch: error.message };
    throw error;
  } finally {
    for (const contestant of field.contestants) contestant.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function report({ name, unit }: Workload, field: Field, runs: Runs): Measured {
  const figureOf = (ns: readonly number[]) => figure(unit, field, spreadOf(ns).median);
  const timesOf = (contestant: readonly Run[]) => contestant.map(({ ns }) => ns);
  const ours = runs.get("ours")!;
  const comparisons = [...runs].flatMap(([baseline, theirs]): readonly Compared[] => {
    if (baseline === "ours") return [];
    const ratio = spreadOf(theirs.map(({ ns }, round) => ns / ours[round]!.ns));
    return [{ baseline, theirs: figureOf(timesOf(theirs)), ratio, isNoisy: isNoisy(ratio) }];
  });
  const submitting = ours.flatMap(({ ns, readingNs }) => (readingNs === undefined ? [] : [ns - readingNs]));
  return {
    workload: name,
    mismatch: null,
    rows: field.rows,
    sha256: field.sha256,
    ours: figureOf(timesOf(ours)),
    submitting: submitting.length === 0 ? null : figureOf(submitting),
    comparisons,
    footprint: field.footprint?.() ?? null,
    rssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function figure(unit: Unit, { rows, bytes }: Field, ns: number): number {
  switch (unit) {
    case "M rows/s":
      return (rows / ns) * 1000;
    case "GB/s":
      return bytes! / ns;
    case "ns/event":
      return ns / rows;
  }
}
