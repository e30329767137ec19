/**
 * How much work one call may do, in rows and groups: the module has no clock, so the host turns its milliseconds into
 * units by measuring. Work is suspended only at the head of a loop, where everything can be taken up again.
 */
export class Budget {
  /** Units per call; the whole range means no limit. */
  static units: i32 = 0x7fffffff;
  static left: i32 = 0x7fffffff;

  /** At the start of every call that may run long. */
  @inline static refill(): void {
    Budget.left = Budget.units;
  }
}
