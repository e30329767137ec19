/** Counters of a lane as the metrics of a query, held against the conservation law. */
import { MillraceError } from "../errors.ts";
import type { InputCounters } from "../lane.ts";
import type { Law } from "../types.ts";

/** `waiting` rows are in the bridge, besides those pending in the lane. MR9002 if the buckets do not add up. */
export function lawOf(query: string, input: InputCounters, waiting: number): Law {
  const { contributed, filtered, late, malformed } = input;
  const pending = input.pending + waiting;
  const law = { read: input.read + pending, contributed, filtered, late, malformed, dropped: 0, pending };
  if (input.read === contributed + filtered + late + malformed) return law;
  throw new MillraceError(
    "MR9002",
    `the conservation law of \`${query}\` is broken: ${JSON.stringify(law)}`,
    "this is a bug of millrace",
    { law },
  );
}

/** Adds up what all `counters` have under the same names. */
export function sumOf<K extends string>(
  counters: readonly Readonly<Record<K, number>>[],
  names: readonly K[],
): Record<K, number> {
  const sum = (name: K) => counters.reduce((total, each) => total + each[name], 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<K, number>;
}
