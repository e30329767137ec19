import { TIMESTAMP_LIMIT_LOG } from "./layout";

const LIMIT: i64 = (<i64>1) << TIMESTAMP_LIMIT_LOG;
const US_PER_DAY: i64 = 86_400_000_000;
const DAY_LIMIT: i32 = <i32>(LIMIT / US_PER_DAY);

/** The times that are supported: within 2^62 µs of 1970, so that sums with window sizes and lateness stay in 64 bits. */
export class TimeRange {
  @inline static excludes(ts: i64): bool {
    return <u64>(ts + LIMIT) > <u64>(LIMIT << 1);
  }
  @inline static excludesDate(days: i32): bool {
    return <u32>(days + DAY_LIMIT) > <u32>(DAY_LIMIT << 1);
  }
}
