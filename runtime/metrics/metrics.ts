/** Counters of a lane as the metrics of a query, held against the conservation law. */
import { MillraceError } from "../errors.ts";
import type { InputCounters } from "../lane.ts";
import type { Law } from "../types.ts";

type Counted = Pick<InputCounters, Exclude<keyof Law, "dropped">>;

/** `waiting` rows are in the bridge, besides those pending in the lane. MR9002 if the buckets do not add up. */
export function lawOf(query: string, counted: Counted, waiting: number): Law {
  const { read, contributed, filtered, late, malformed } = counted;
  const pending = counted.pending + waiting;
  const law = { ...counted, read: read + pending, dropped: 0, pending };
  if (read === contributed + filtered + late + malformed) return law;
  throw new MillraceError("MR9002", `the conservation law of \`${query}\` is broken`, "this is a bug of millrace", {
    law,
  });
}
