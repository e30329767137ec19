/** Counters of a lane as the metrics of a query, held against the conservation law. */
import { MillraceError } from "../errors.ts";
import type { InputCounters } from "../lane.ts";
import type { Law } from "../types.ts";

/** `pending` rows wait in the bridge. MR9002 if the buckets do not add up. */
export function lawOf(query: string, input: InputCounters, pending: number): Law {
  const { contributed, filtered, late, malformed } = input;
  const law = { read: input.read + pending, contributed, filtered, late, malformed, dropped: 0, pending };
  if (law.read === contributed + filtered + late + malformed + pending) return law;
  throw new MillraceError(
    "MR9002",
    `the conservation law of \`${query}\` is broken: ${JSON.stringify(law)}`,
    "this is a bug of millrace",
    { law },
  );
}

export function sumOf(laws: readonly Law[]): Law {
  const sum = (name: keyof Law) => laws.reduce((total, law) => total + law[name], 0);
  return {
    read: sum("read"),
    contributed: sum("contributed"),
    filtered: sum("filtered"),
    late: sum("late"),
    malformed: sum("malformed"),
    dropped: sum("dropped"),
    pending: sum("pending"),
  };
}

/** Microseconds as milliseconds with a fraction. */
export function milliseconds(us: bigint): number {
  return Number(us / 1000n) + Number(us % 1000n) / 1000;
}
