/** Contestants against each other: equal results first, then rounds in which they take turns. */
import type { Digest, Outcome } from "./digest.ts";

/** `duckdb int`: with windows numbered by integer division, which nobody writes but which it does best. */
export type Baseline = "c" | "duckdb" | "duckdb int" | "js";

export interface Contestant {
  readonly name: "ours" | Baseline;
  /** Reads all results of one run, untimed. */
  digest(): Promise<Digest>;
  /** One run, from the input in the caller's hands to the last result read. */
  run(): Promise<Run>;
  close(): void;
}

export interface Run extends Outcome {
  readonly ns: number;
  /** How much of that went by reading results, where they are asked for one by one. */
  readonly readingNs?: number;
}

export interface Rounds {
  readonly total: number;
  readonly warmUp: number;
}

/** Measured rounds, contestant by contestant. */
export type Runs = ReadonlyMap<Contestant["name"], readonly Run[]>;

/** Thrown where results differ: there is no figure then. */
export class Mismatch extends Error {}

export async function compete(contestants: readonly Contestant[], { total, warmUp }: Rounds): Promise<Runs> {
  const expected = await agreedDigest(contestants);
  const runs = new Map(contestants.map(({ name }) => [name, [] as Run[]]));
  for (let round = 0; round < total; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(turn + round) % contestants.length]!;
      // Nobody pays for the fresh garbage of the one before. A full collection would throw the engine's optimized code
      // away with the instance that it was made for, as never happens to a query that runs on.
      globalThis.gc?.({ type: "minor" });
      const run = await contestant.run();
      requireEqual(contestant.name, run, expected);
      if (round >= warmUp) runs.get(contestant.name)!.push(run);
    }
  }
  return runs;
}

async function agreedDigest(contestants: readonly Contestant[]): Promise<Digest> {
  const digests = new Map<string, Digest>();
  for (const contestant of contestants) digests.set(contestant.name, await contestant.digest());
  const found = [...digests].map(([name, { rows, check, hash }]) => `${name} ${rows} rows ${hash} (${check})`);
  const [first, ...others] = [...digests.values()];
  if (others.some(({ rows, check, hash }) => rows !== first!.rows || check !== first!.check || hash !== first!.hash))
    throw new Mismatch(found.join(", "));
  return first!;
}

function requireEqual(name: string, { rows, check }: Outcome, expected: Outcome): void {
  if (rows === expected.rows && check === expected.check) return;
  throw new Mismatch(`a run of ${name}: ${rows} rows (${check}) instead of ${expected.rows} (${expected.check})`);
}
