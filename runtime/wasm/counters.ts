/** The module's counters (layout.ts) as the lane's. */
import {
  STATS_CONTRIBUTED,
  STATS_FILTERED,
  STATS_KEYS,
  STATS_LATE,
  STATS_LATE_FOR_SOME,
  STATS_MALFORMED,
  STATS_MEMORY,
  STATS_OPEN_WINDOWS,
  STATS_OUTPUT_ERRORS,
  STATS_READ,
  STATS_WATERMARK,
  STATS_WINDOWS_MISSED,
} from "../assembly/layout.ts";
import type { LaneCounters } from "../lane.ts";
import type { Instance } from "./instance.ts";

const NO_WATERMARK = -(2n ** 63n);

/** `waitingRows` have been taken and not been offered to the module. */
export function countersOf(instance: Instance, waitingRows: number): LaneCounters {
  const at = instance.stats();
  const { view, refused } = instance;
  const counter = (offset: number) => view.counter(at + offset);
  const watermark = view.i64[(at + STATS_WATERMARK) >>> 3]!;
  return {
    inputs: [
      {
        read: counter(STATS_READ) + refused,
        contributed: counter(STATS_CONTRIBUTED),
        filtered: counter(STATS_FILTERED),
        late: counter(STATS_LATE),
        malformed: counter(STATS_MALFORMED) + refused,
        pending: waitingRows + instance.waitingRows,
        lateForSomeWindows: counter(STATS_LATE_FOR_SOME),
        windowsMissed: counter(STATS_WINDOWS_MISSED),
        watermark: watermark === NO_WATERMARK ? null : watermark,
      },
    ],
    outputErrors: counter(STATS_OUTPUT_ERRORS),
    openWindows: counter(STATS_OPEN_WINDOWS),
    keys: counter(STATS_KEYS),
    memoryBytes: counter(STATS_MEMORY),
  };
}
