/** The state of a module on its way out and in: its counters, the aggregates' groups, and the line that has not ended. */
import {
  DECODED_CUT,
  DECODED_LINE_COUNT,
  DECODED_PARTIAL,
  DECODED_PARTIAL_BYTES,
  DECODED_POSITION,
  DONE,
  OUT_OF_MEMORY,
  STATS_BYTES,
} from "../assembly/layout.ts";
import { copyBatch, writeBatch } from "../batch/column-batch.ts";
import type { LaneSnapshot } from "../lane.ts";
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
    meta: { refused: instance.refused, ...savedInput(instance) },
    raw: [view.u8.slice(stats, stats + STATS_BYTES), partialLine(instance)],
    batches,
  };
}

/** The batch through which an operator's state goes. */
function stateBatch(instance: Instance, operator: number): number {
  const header = instance.exports.snapshot!(operator) >>> 0;
  instance.check(header === 0 ? OUT_OF_MEMORY : DONE);
  return header;
}

/** How far the bytes have come: as text, because positions may exceed 2^53. */
function savedInput({ exports, view }: Instance): Readonly<Record<string, string>> {
  if (exports.decoded === undefined) return {};
  const at = (exports.decoded() >>> 0) >>> 3;
  const word = (offset: number) => String(view.i64[at + (offset >>> 3)]!);
  return { position: word(DECODED_POSITION), lineCount: word(DECODED_LINE_COUNT), cut: word(DECODED_CUT) };
}

function partialLine({ exports, view }: Instance): Uint8Array {
  if (exports.decoded === undefined) return new Uint8Array(0);
  const decoded = exports.decoded() >>> 0;
  const address = view.address(decoded + DECODED_PARTIAL);
  return view.u8.slice(address, address + view.address(decoded + DECODED_PARTIAL_BYTES));
}

/** Into a module that has seen nothing. Returns the beginning of a line, which is to be handed to the decoder again. */
export function restoreState(instance: Instance, { meta, raw, batches }: LaneSnapshot): Uint8Array {
  const { exports, view } = instance;
  const [stats, partial] = raw as [Uint8Array, Uint8Array];
  instance.restoreStats(stats, Number(meta.refused));
  for (const { operator, batch } of batches) {
    const header = stateBatch(instance, operator);
    writeBatch(view, header, batch, (column, used, bytes) => {
      const done = exports.reserveState!(operator, column, used, bytes);
      instance.check(done !== 0 ? DONE : OUT_OF_MEMORY);
    });
    instance.check(exports.restore!(operator));
  }
  exports.restoreInput?.(BigInt(meta.position!), BigInt(meta.lineCount!), BigInt(meta.cut!));
  return partial;
}
