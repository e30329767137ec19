/** Checkpoints of a query: the lane's state, the results not taken, and whose state it is. */
import { OUTPUT_ROWS } from "../assembly/layout.ts";
import { type ColumnBatch, isWhole } from "../batch/column-batch.ts";
import { MillraceError } from "../errors.ts";
import type { Lane, LaneSnapshot } from "../lane.ts";
import type { Field, Fingerprints, QueryInfo } from "../manifest.ts";
import { damaged, readCheckpoint } from "./checkpoint.ts";

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
  readonly operators: readonly { readonly layout: string; readonly meaning: string }[];
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
  const operators = states.map(({ layout, meaning }) => ({ layout, meaning }));
  return { ...header, operators, state: lane.save(), results };
}

/** MR5201 if the bytes are damaged, MR5003 if they hold the state of something else. */
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
      "use the version that wrote it, or restore: 'fresh'",
      { saved: saved.fingerprints, wanted: info.fingerprints },
    );
  requireSound(saved);
  const batches = saved.state.batches.map(({ operator, batch }) => ({
    operator,
    batch: wholeBatch(batch, info.states[operator]!.fields, OUTPUT_ROWS),
  }));
  lane.restore({ ...saved.state, batches });
  return { header: saved, results: saved.results.map((batch) => wholeBatch(batch, info.output.columns, Infinity)) };
}

/** Sums of counts below it are exact. */
const COUNT_LIMIT = 2 ** 50;

/** Behind a digest that matches may still stand what no query wrote. */
function requireSound({ inputs, epoch, delivered, batches, state }: SavedQuery): void {
  const counts = [epoch, delivered, batches, ...Object.values(state.meta)];
  const texts = inputs.flatMap(({ offset, explicit }) => [offset, explicit]);
  const isSound =
    counts.every((count) => Number.isInteger(count) && Number(count) >= 0 && Number(count) < COUNT_LIMIT) &&
    state.raw.every((bytes) => bytes instanceof Uint8Array) &&
    texts.every((text) => text === null || typeof text === "string") &&
    inputs.every(({ ended }) => typeof ended === "boolean");
  if (!isSound) throw damaged("its header");
}

function wholeBatch(saved: ColumnBatch, fields: readonly Field[], rowsMax: number): ColumnBatch {
  const batch = { ...saved, fields };
  if (!(batch.rows <= rowsMax) || !isWhole(batch)) throw damaged("a batch");
  return batch;
}

/** State fits what remembers the same under the same schema, whatever the rest of the query does with it. */
function misfit(saved: SavedQuery, { kind }: Lane, { inputs, states, fingerprints }: QueryInfo): string | null {
  const differ = <K extends string>(what: K, a: readonly Record<K, string>[], b: readonly Record<K, string>[]) =>
    a.map((each) => each[what]).join() !== b.map((each) => each[what]).join();
  if (saved.lane !== kind) return `it was saved by the ${saved.lane} lane`;
  if (differ("name", saved.inputs, inputs)) return "its inputs are others";
  if (differ("meaning", saved.operators, states)) return "it remembers something else";
  if (differ("layout", saved.operators, states)) return "it keeps other columns";
  const isSamePlan = saved.fingerprints.plan === fingerprints.plan;
  return saved.results.length > 0 && !isSamePlan ? "its results are of another plan" : null;
}
