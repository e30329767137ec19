/** What a gate is and how it reports; see quality.md §5 and §6. */
import type { Random } from "../fuzz/random.ts";

export interface GateContext {
  readonly seed: number;
  /** How many cases; each gate says of what. */
  readonly count: number;
  readonly random: Random;
  /** Stop at the first failure and do not look for a smaller one: enough to see that a canary is caught. */
  readonly untilFailure: boolean;
  /** Instead of all those exactly one: the case of that number of the seed, or the one that a folder holds. */
  readonly only: { readonly case: number } | { readonly folder: string } | null;
  /** Where folders of failing cases are left. */
  readonly failing: string;
  /** Says what fails, as it is found. */
  readonly log: (line: string) => void;
}

export interface GateResult {
  readonly cases: number;
  readonly failed: number;
  /** Why the gate could not run; null: it ran. */
  readonly absent: string | null;
  /** Null: not judged in this run. */
  readonly coverage: Readonly<Record<string, number | null>>;
}

export interface Gate {
  readonly id: string;
  readonly property: string;
  /** Cases of the slice in `.ci/run`, and of the full bar. */
  readonly counts: { readonly pr: number; readonly full: number };
  run(context: GateContext): Promise<GateResult>;
}
