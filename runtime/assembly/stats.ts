import {
  STATS_BYTES,
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
} from "./layout";
import { Memory } from "./memory";

const stats: usize = memory.data(STATS_BYTES, 8);

/** The counters of layout.ts. Loops count in locals and add here once they stop. */
export class Stats {
  @inline static address(): usize {
    return stats;
  }

  /** All at rest, and no watermark yet. */
  static init(): void {
    memory.fill(stats, 0, STATS_BYTES);
    Stats.setWatermark(i64.MIN_VALUE);
  }

  /** What a loop over input rows has counted. */
  static addRows(read: i64, contributed: i64, filtered: i64, late: i64, malformed: i64): void {
    store<i64>(stats, load<i64>(stats, STATS_READ) + read, STATS_READ);
    store<i64>(stats, load<i64>(stats, STATS_CONTRIBUTED) + contributed, STATS_CONTRIBUTED);
    store<i64>(stats, load<i64>(stats, STATS_FILTERED) + filtered, STATS_FILTERED);
    store<i64>(stats, load<i64>(stats, STATS_LATE) + late, STATS_LATE);
    store<i64>(stats, load<i64>(stats, STATS_MALFORMED) + malformed, STATS_MALFORMED);
  }

  static addMissed(windows: i64): void {
    store<i64>(stats, load<i64>(stats, STATS_LATE_FOR_SOME) + 1, STATS_LATE_FOR_SOME);
    store<i64>(stats, load<i64>(stats, STATS_WINDOWS_MISSED) + windows, STATS_WINDOWS_MISSED);
  }

  @inline static addOutputErrors(rows: i64): void {
    store<i64>(stats, load<i64>(stats, STATS_OUTPUT_ERRORS) + rows, STATS_OUTPUT_ERRORS);
  }

  @inline static watermark(): i64 {
    return load<i64>(stats, STATS_WATERMARK);
  }
  @inline static setWatermark(watermark: i64): void {
    store<i64>(stats, watermark, STATS_WATERMARK);
  }

  static setGauges(openWindows: i64, keys: i64): void {
    store<i64>(stats, openWindows, STATS_OPEN_WINDOWS);
    store<i64>(stats, keys, STATS_KEYS);
    store<i64>(stats, <i64>Memory.used(), STATS_MEMORY);
  }
}
