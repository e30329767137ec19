/** Checkpoints of a query: the lane's state, the results not taken, and whose state it is. */
import type { ColumnBatch } from "../batch/column-batch.ts";
import { MillraceError } from "../errors.ts";
import type { Lane, LaneSnapshot } from "../lane.ts";
import type { Fingerprints, QueryInfo } from "../manifest.ts";
import { readCheckpoint } from "./checkpoint.ts";

export interface SavedInput {
  readonly name: string;
  readonly ended: boolean;
  readonly offset: string | null;
  /** The highest watermark that was given by call, µs; null: none. */
  readonly explicit: string | null;
}

/** With the watermark at that moment, in milliseconds. */
interface CheckpointInput extends SavedInput {
  readonly watermarkMs: number | null;
}

export interface CheckpointHeader {
  readonly query: string;
  readonly lane: Lane["kind"];
  readonly fingerprints: Fingerprints;
  readonly inputs: readonly CheckpointInput[];
  readonly epoch: number;
  readonly delivered: number;
  readonly batches: number;
}

export interface SavedQuery extends CheckpointHeader {
  readonly operators: readonly { readonly opId: string; readonly layout: string; readonly meaning: string }[];
  readonly state: LaneSnapshot;
  /** Not taken yet. */
  readonly results: readonly ColumnBatch[];
}

/** Copies: what the query does next does not change them. */
export function saveLane(
  lane: Lane,
  { states }: QueryInfo,
  header: CheckpointHeader,
  results: readonly ColumnBatch[],
): SavedQuery {
  const operators = states.map(({ opId, layout, meaning }) => ({ opId, layout, meaning }));
  return { ...header, operators, state: lane.save(), results };
}

/** Nothing is changed if the bytes are damaged (MR5201) or hold the state of something else (MR5003). */
export async function restoreLane(
  lane: Lane,
  info: QueryInfo,
  bytes: Uint8Array,
): Promise<{ readonly header: CheckpointHeader; readonly results: readonly ColumnBatch[] }> {
  const saved = (await readCheckpoint(bytes)) as SavedQuery;
  const why = misfit(saved, lane, info);
  if (why !== null)
    throw new MillraceError(
      "MR5003",
      `saved state of \`${saved.query}\` does not fit \`${info.name}\`: ${why}`,
      "open it with the version that wrote it, or start empty: restore: 'fresh'",
      { saved: saved.fingerprints, wanted: info.fingerprints },
    );
  const batches = saved.state.batches.map(({ operator, batch }) => ({
    operator,
    batch: { ...batch, fields: info.states[operator]!.fields },
  }));
  lane.restore({ ...saved.state, batches });
  return { header: saved, results: saved.results.map((batch) => ({ ...batch, fields: info.output.columns })) };
}

/** State fits what remembers the same under the same schema, whatever the rest of the query does with it. */
function misfit(saved: SavedQuery, { kind }: Lane, { inputs, states, fingerprints }: QueryInfo): string | null {
  const differ = <K extends string>(what: K, a: readonly Record<K, string>[], b: readonly Record<K, string>[]) =>
    a.map((each) => each[what]).join() !== b.map((each) => each[what]).join();
  if (saved.lane !== kind) return `it was saved by the ${saved.lane} lane, this is the ${kind} lane`;
  if (differ("name", saved.inputs, inputs)) return "its inputs are others";
  if (differ("meaning", saved.operators, states)) return "it remembers something else";
  if (differ("layout", saved.operators, states)) return "it keeps other columns";
  const isSamePlan = saved.fingerprints.plan === fingerprints.plan;
  return saved.results.length > 0 && !isSamePlan ? "results not taken belong to another plan" : null;
}
