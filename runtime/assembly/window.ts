/** Arithmetic on window edges; times and durations are microseconds. */
export class Window {
  /** The last edge `offset + k * step` that is not after `ts`; floor division, so that negative times work. */
  @inline static floor(ts: i64, step: i64, offset: i64): i64 {
    const rest = (ts - offset) % step;
    return ts - (rest < 0 ? rest + step : rest);
  }

  /** The watermark behind an operator that tolerates `lateness`; neither infinity moves. */
  static behind(watermark: i64, lateness: i64): i64 {
    if (watermark == i64.MAX_VALUE) return watermark;
    return watermark < i64.MIN_VALUE + lateness ? i64.MIN_VALUE : watermark - lateness;
  }
}
