/** Checkpoints of a query: the lane's state, the results not taken, and whose state it is. */
import type { ColumnBatch } from "../batch/column-batch.ts";
import { MillraceError } from "../errors.ts";
import type { Lane, LaneSnapshot } from "../lane.ts";
import type { Fingerprints, QueryInfo } from "../manifest.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";

export interface SavedInput {
  readonly name: string;
  readonly ended: boolean;
  readonly offset: string | null;
  /** The highest watermark that was given by call, µs; null: none. */
  readonly explicit: string | null;
}

export interface CheckpointHeader {
  readonly query: string;
  readonly lane: Lane["kind"];
  readonly fingerprints: Fingerprints;
  readonly inputs: readonly SavedInput[];
  readonly epoch: number;
  readonly delivered: number;
  readonly batches: number;
}

interface SavedQuery extends CheckpointHeader {
  readonly operators: readonly { readonly opId: string; readonly layout: string; readonly meaning: string }[];
  readonly laneMeta: LaneSnapshot["meta"];
  /** Whose state each batch is, in order; `results` batches of results follow. */
  readonly operatorOf: readonly number[];
  readonly results: number;
}

export async function saveLane(
  lane: Lane,
  { states }: QueryInfo,
  header: CheckpointHeader,
  results: readonly ColumnBatch[],
): Promise<Uint8Array> {
  const { meta, raw, batches } = lane.save();
  const saved: SavedQuery = {
    ...header,
    operators: states.map(({ opId, layout, meaning }) => ({ opId, layout, meaning })),
    laneMeta: meta,
    operatorOf: batches.map(({ operator }) => operator),
    results: results.length,
  };
  return writeCheckpoint({ header: saved, raw, batches: [...batches.map(({ batch }) => batch), ...results] });
}

/** Nothing is changed if the bytes are damaged (MR5201) or hold the state of something else (MR5003). */
export async function restoreLane(
  lane: Lane,
  info: QueryInfo,
  bytes: Uint8Array,
): Promise<{ readonly header: CheckpointHeader; readonly results: readonly ColumnBatch[] }> {
  const { header, raw, batches } = await readCheckpoint<SavedQuery>(bytes, (saved) => {
    requireFit(saved, lane, info);
    return [
      ...saved.operatorOf.map((operator) => info.states[operator]!.fields),
      ...Array.from({ length: saved.results }, () => info.output.columns),
    ];
  });
  const states = header.operatorOf.map((operator, i) => ({ operator, batch: batches[i]! }));
  lane.restore({ meta: header.laneMeta, raw, batches: states });
  return { header, results: batches.slice(states.length) };
}

/** State fits what remembers the same under the same schema, whatever the rest of the query does with it. */
function requireFit(saved: SavedQuery, lane: Lane, info: QueryInfo): void {
  const why = misfit(saved, lane, info);
  if (why === null) return;
  throw new MillraceError(
    "MR5003",
    `saved state of \`${saved.query}\` does not fit \`${info.name}\`: ${why}`,
    "open it with the version that wrote it, or start empty: restore: 'fresh'",
    { saved: saved.fingerprints, wanted: info.fingerprints },
  );
}

function misfit(saved: SavedQuery, lane: Lane, info: QueryInfo): string | null {
  if (saved.lane !== lane.kind) return `it was saved by the ${saved.lane} lane, this is the ${lane.kind} lane`;
  if (saved.inputs.map(({ name }) => name).join() !== info.inputs.map(({ name }) => name).join())
    return "its inputs are others";
  if (saved.operators.length !== info.states.length) {
    return `it has ${saved.operators.length} stateful operators, the query has ${info.states.length}`;
  }
  for (const [i, { opId, layout, meaning }] of info.states.entries()) {
    if (saved.operators[i]!.meaning !== meaning)
      return `${saved.operators[i]!.opId} remembers something else than ${opId} does`;
    if (saved.operators[i]!.layout !== layout) return `${opId} keeps other columns`;
  }
  const isSamePlan = saved.fingerprints.plan === info.fingerprints.plan;
  return saved.results > 0 && !isSamePlan ? "results that were not taken belong to another plan" : null;
}
