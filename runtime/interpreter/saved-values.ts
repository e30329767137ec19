/** Values out of a checkpoint, before they become state: whoever made its digest may have written anything. */
import type { SqlType, Value } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { dateInRange } from "./calendar.ts";
import { isWellFormed } from "./code-points.ts";
import { Fault } from "./fault.ts";
import { narrowInteger } from "./integers.ts";

/** Throws what is not, by name. */
export function insist(isSound: boolean, what: string): asserts isSound {
  if (!isSound) throw new Error(`${what} is not as it was saved`);
}

/** A number of things. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** An i64. */
export function isWide(value: unknown): value is bigint {
  return typeof value === "bigint" && BigInt.asIntN(64, value) === value;
}

/** Not NULL, and what a column of the type may hold. */
export function isValueOf(type: SqlType, value: Value | undefined): boolean {
  switch (type.kind) {
    case "BOOLEAN":
      return typeof value === "boolean";
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return isWhole(value) && !(narrowInteger(type.kind, value) instanceof Fault);
    case "DATE":
      return isWhole(value) && !(dateInRange(value) instanceof Fault);
    case "REAL":
    case "DOUBLE":
      return typeof value === "number";
    case "BIGINT":
    // The end of a window may lie beyond all event times.
    case "TIMESTAMP":
      return isWide(value);
    case "TEXT":
      return typeof value === "string" && isWellFormed(value);
    case "INTERVAL":
      return false;
    default:
      return assertNever(type, "type");
  }
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
