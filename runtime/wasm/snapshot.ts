/** The state of a module on its way out and in: its counters, the aggregates' groups, and the line that has not ended. */
import {
  DECODED_END,
  DECODED_PARTIAL,
  DECODED_POSITION,
  DECODED_POSITION_BYTES,
  STATS_BYTES,
} from "../assembly/layout.ts";
import { copyBatch, writeBatch } from "../batch/column-batch.ts";
import type { LaneSnapshot } from "../lane.ts";
import { damaged } from "../state/checkpoint.ts";
import type { Instance } from "./instance.ts";

/** MR6301 if there is no memory for the batch through which state leaves. */
export function saveState(instance: Instance): LaneSnapshot {
  const { exports, view, info } = instance;
  const stats = instance.stats();
  const batches: LaneSnapshot["batches"][number][] = [];
  for (const [operator, { fields }] of info.states.entries()) {
    const header = stateBatch(instance, operator);
    while (true) {
      instance.check(exports.snapshotNext!(operator));
      const batch = copyBatch(view, header, fields);
      if (batch.rows === 0) break;
      batches.push({ operator, batch });
    }
  }
  return {
    meta: { refused: instance.refused },
    raw: [view.bytes(stats, STATS_BYTES), ...savedInput(instance)],
    batches,
  };
}

/** The batch through which an operator's state goes. */
function stateBatch(instance: Instance, operator: number): number {
  const header = instance.exports.snapshot!(operator) >>> 0;
  instance.requireRoom(header);
  return header;
}

/** How far the bytes have come, and the line that has not ended; nothing where no bytes come. */
function savedInput({ exports, view }: Instance): readonly Uint8Array[] {
  if (exports.decoded === undefined) return [];
  const decoded = exports.decoded() >>> 0;
  const partial = view.address(decoded + DECODED_PARTIAL);
  return [
    view.bytes(decoded + DECODED_POSITION, DECODED_POSITION_BYTES),
    view.bytes(partial, view.address(decoded + DECODED_END) - partial),
  ];
}

/** Into a module that has seen nothing. Returns the beginning of a line, which is to be handed to the decoder again. */
export function restoreState(instance: Instance, { meta, raw, batches }: LaneSnapshot): Uint8Array | undefined {
  const { exports, view } = instance;
  const [stats, position, partial] = raw;
  if (stats!.length !== STATS_BYTES || (position !== undefined && position.length !== DECODED_POSITION_BYTES))
    throw damaged("a counter");
  instance.restoreStats(stats!, Number(meta.refused));
  for (const { operator, batch } of batches) {
    const header = stateBatch(instance, operator);
    writeBatch(view, header, batch, (column, used, bytes) => {
      instance.requireRoom(exports.reserveState!(operator, column, used, bytes));
    });
    instance.check(exports.restore!(operator));
  }
  if (position !== undefined) view.u8.set(position, (exports.decoded!() >>> 0) + DECODED_POSITION);
  return partial;
}
