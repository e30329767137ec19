/** Checkpoints of a query: the lane's state, the results not taken, and whose state it is. */
import type { ColumnBatch } from "../batch/column-batch.ts";
import { MillraceError } from "../errors.ts";
import type { Lane } from "../lane.ts";
import type { Fingerprints, QueryInfo } from "../manifest.ts";
import type { SavedInput } from "../query.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";

export interface CheckpointHeader {
  readonly query: string;
  readonly lane: Lane["kind"];
  readonly epoch: number;
  readonly fingerprints: Fingerprints;
  readonly operators: readonly { readonly opId: string; readonly layout: string; readonly meaning: string }[];
  readonly inputs: readonly SavedInput[];
  readonly output: { readonly delivered: number; readonly seq: number; readonly batches: number };
  /** What the lane keeps besides its buffers. */
  readonly lane_meta: Readonly<Record<string, string | number>>;
  /** Whose state each batch is, in order; `results` batches of results follow. */
  readonly operatorOf: readonly number[];
  readonly results: number;
}

export async function saveLane(
  lane: Lane,
  header: CheckpointHeader,
  results: readonly ColumnBatch[],
): Promise<Uint8Array> {
  const { meta, raw, batches } = lane.save();
  return writeCheckpoint({
    header: {
      ...header,
      lane_meta: meta,
      operatorOf: batches.map(({ operator }) => operator),
      results: results.length,
    },
    raw,
    batches: [...batches.map(({ batch }) => batch), ...results],
  });
}

/** Nothing is changed if the bytes are damaged (MR5201) or hold the state of something else (MR5003). */
export async function restoreLane(
  lane: Lane,
  info: QueryInfo,
  bytes: Uint8Array,
): Promise<{ readonly header: CheckpointHeader; readonly results: readonly ColumnBatch[] }> {
  const { header, raw, batches } = await readCheckpoint<CheckpointHeader>(bytes, (read) => {
    requireFit(read, lane, info);
    return [
      ...read.operatorOf.map((operator) => info.states[operator]!.fields),
      ...Array.from({ length: read.results }, () => info.output.columns),
    ];
  });
  const states = header.operatorOf.map((operator, i) => ({ operator, batch: batches[i]! }));
  lane.restore({ meta: header.lane_meta, raw, batches: states });
  return { header, results: batches.slice(states.length) };
}

/** State fits what remembers the same under the same schema, whatever the rest of the query does with it. */
function requireFit(header: CheckpointHeader, lane: Lane, info: QueryInfo): void {
  const refuse = (why: string) =>
    new MillraceError(
      "MR5003",
      `saved state of \`${header.query}\` does not fit \`${info.name}\`: ${why}`,
      "open it with the version that wrote it, or start empty: restore: 'fresh'",
      {
        saved: header.fingerprints,
        wanted: info.fingerprints,
      },
    );
  if (header.lane !== lane.kind) throw refuse(`it was saved by the ${header.lane} lane, this is the ${lane.kind} lane`);
  if (header.inputs.map(({ name }) => name).join() !== info.inputs.map(({ name }) => name).join())
    throw refuse("its inputs are others");
  if (header.operators.length !== info.states.length)
    throw refuse(`it has ${header.operators.length} stateful operators, the query has ${info.states.length}`);
  for (const [i, { opId, layout, meaning }] of info.states.entries()) {
    const saved = header.operators[i]!;
    if (saved.meaning !== meaning) throw refuse(`${saved.opId} remembers something else than ${opId} does`);
    if (saved.layout !== layout) throw refuse(`${opId} keeps other columns`);
  }
  if (header.results > 0 && header.fingerprints.plan !== info.fingerprints.plan)
    throw refuse("results that were not taken belong to another plan");
}
