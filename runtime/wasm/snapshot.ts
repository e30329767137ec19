/** The state of a module on its way out and in: its counters, the aggregates' groups, and the line that has not ended. */
import {
  DECODED_BYTES,
  DECODED_PARTIAL,
  DECODED_PARTIAL_BYTES,
  DECODED_POSITION,
  STATS_BYTES,
} from "../assembly/layout.ts";
import { copyBatch, writeBatch } from "../batch/column-batch.ts";
import type { LaneSnapshot } from "../lane.ts";
import { damaged } from "../state/checkpoint.ts";
import type { DecoderPosition, Instance } from "./instance.ts";

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

/** How far the bytes have come, as restoreInput takes it, and the line that has not ended; nothing where no bytes come. */
function savedInput({ exports, view }: Instance): readonly Uint8Array[] {
  if (exports.decoded === undefined) return [];
  const decoded = exports.decoded() >>> 0;
  return [
    view.bytes(decoded + DECODED_POSITION, DECODED_BYTES - DECODED_POSITION),
    view.bytes(view.address(decoded + DECODED_PARTIAL), view.address(decoded + DECODED_PARTIAL_BYTES)),
  ];
}

/** Into a module that has seen nothing. Returns the beginning of a line, which is to be handed to the decoder again. */
export function restoreState(instance: Instance, { meta, raw, batches }: LaneSnapshot): Uint8Array | undefined {
  const { exports, view } = instance;
  const [stats, position, partial] = raw;
  if (stats!.length !== STATS_BYTES) throw damaged("a counter");
  instance.restoreStats(stats!, Number(meta.refused));
  for (const { operator, batch } of batches) {
    const header = stateBatch(instance, operator);
    writeBatch(view, header, batch, (column, used, bytes) => {
      instance.requireRoom(exports.reserveState!(operator, column, used, bytes));
    });
    instance.check(exports.restore!(operator));
  }
  if (position !== undefined)
    exports.restoreInput!(...(new BigInt64Array(position.buffer as ArrayBuffer) as unknown as DecoderPosition));
  return partial;
}
