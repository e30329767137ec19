/** How a host's values become rows: what JSON lines and JavaScript objects have in common. */
import {
  INVALID_UTF8,
  NULL_EVENT_TIME,
  NULL_NOT_ALLOWED,
  OUT_OF_RANGE,
  TEXT_TOO_LONG,
  WRONG_TYPE,
} from "../assembly/codes.ts";
import type { SqlType, Value } from "../plan.ts";
import { timestampInRange } from "./calendar.ts";
import { codePointCount, isWellFormed } from "./code-points.ts";
import { truncateTo } from "./datetime-text.ts";
import { Fault } from "./fault.ts";

/** A column that the query reads, as its source declares it. */
export interface InputColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** The event time of a source with a watermark: never NULL, whatever `nullable` says. */
  readonly isEventTime: boolean;
}

/** Why a row was refused. `code` is a number of `assembly/codes.ts`. */
export interface InputFault {
  readonly code: number;
  /** Index among the columns; null: the row as a whole. */
  readonly column: number | null;
}

export const wrongType = new Fault(WRONG_TYPE);
export const tooLarge = new Fault(OUT_OF_RANGE);
const invalidUtf8 = new Fault(INVALID_UTF8);
const textTooLong = new Fault(TEXT_TOO_LONG);
const nullEventTime = new Fault(NULL_EVENT_TIME);
const nullNotAllowed = new Fault(NULL_NOT_ALLOWED);

export function nullFor(column: InputColumn): null | Fault {
  if (column.isEventTime) return nullEventTime;
  return column.nullable ? null : nullNotAllowed;
}

/** A text for a column of at most `maxLength` code points. */
export function textFor(text: string, maxLength: number | null): Value | Fault {
  if (!isWellFormed(text)) return invalidUtf8;
  return maxLength !== null && codePointCount(text) > maxLength ? textTooLong : text;
}

/**
 * An instant for a column of `precision` fraction digits; further ones are cut toward minus infinity, which may lead out
 * of the range.
 */
export function timestampFor(us: bigint, precision: number): Value | Fault {
  const inRange = timestampInRange(us);
  return inRange instanceof Fault ? inRange : timestampInRange(truncateTo(inRange, precision));
}
