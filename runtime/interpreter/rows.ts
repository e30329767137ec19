/** Rows given as JavaScript objects. */
import type { Value } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { dateInRange, dayOf } from "./calendar.ts";
import { parseDate, parseTimestamp } from "./datetime-text.ts";
import { Fault } from "./fault.ts";
import { type InputColumn, type InputFault, nullFor, textFor, timestampFor, tooLarge, wrongType } from "./input.ts";
import { bigInteger, type NarrowInteger, narrowInteger } from "./integers.ts";
import { parseInteger } from "./number-text.ts";

/**
 * The values of an object's properties in the order of `columns`, or the first column with a fault.
 *
 * null, undefined and absent are NULL. BIGINT takes a bigint, a safe integer number or a string of digits; the other
 * integers an integral number or bigint; REAL (rounded) and DOUBLE a number; DATE `YYYY-MM-DD` or the UTC day of a
 * Date; TIMESTAMP(p) epoch milliseconds (their fraction carries microseconds), a bigint of microseconds, a Date, or
 * text as in JSON, cut to p digits toward minus infinity.
 */
export function fromObject(row: object, columns: readonly InputColumn[]): Value[] | InputFault {
  const values: Value[] = [];
  for (const [index, column] of columns.entries()) {
    const value = valueFor(property(row, column.name), column);
    if (value instanceof Fault) return { code: value.code, column: index };
    values.push(value);
  }
  return values;
}

/** Getters of a class count as properties; what every object inherits, as `constructor`, does not. */
function property(row: object, name: string): unknown {
  if (!Object.hasOwn(row, name) && name in Object.prototype) return undefined;
  return (row as Readonly<Record<string, unknown>>)[name];
}

function valueFor(value: unknown, column: InputColumn): Value | Fault {
  if (value === null || value === undefined) return nullFor(column);
  const { type } = column;
  switch (type.kind) {
    case "BOOLEAN":
      return typeof value === "boolean" ? value : wrongType;
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return narrowIntegerFor(value, type.kind);
    case "BIGINT":
      return bigIntegerFor(value);
    case "REAL":
      return typeof value === "number" ? realFor(value) : wrongType;
    case "DOUBLE":
      return typeof value === "number" ? value : wrongType;
    case "TEXT":
      return typeof value === "string" ? textFor(value, type.maxLength) : wrongType;
    case "DATE":
      return dateFor(value);
    case "TIMESTAMP":
      return instantFor(value, type.precision);
    case "INTERVAL":
      throw new Error("no column holds an INTERVAL");
    default:
      return assertNever(type, "type");
  }
}

function narrowIntegerFor(value: unknown, kind: NarrowInteger): Value | Fault {
  if (typeof value === "bigint") return narrowInteger(kind, Number(value));
  return typeof value === "number" && Number.isInteger(value) ? narrowInteger(kind, value) : wrongType;
}

function bigIntegerFor(value: unknown): Value | Fault {
  if (typeof value === "bigint") return bigInteger(value);
  if (typeof value === "string") return DIGITS.test(value) ? parseInteger(value) : wrongType;
  if (typeof value !== "number" || !Number.isInteger(value)) return wrongType;
  // Beyond 2^53 a number may stand for several integers.
  return Number.isSafeInteger(value) ? BigInt(value) : tooLarge;
}

const DIGITS = /^-?\d+$/;

function realFor(value: number): Value | Fault {
  const real = Math.fround(value);
  return Number.isFinite(value) && !Number.isFinite(real) ? tooLarge : real;
}

function dateFor(value: unknown): Value | Fault {
  if (typeof value === "string") return parseDate(value);
  return value instanceof Date && isValid(value) ? dateInRange(dayOf(BigInt(value.getTime()) * 1000n)) : wrongType;
}

function instantFor(value: unknown, precision: number): Value | Fault {
  if (typeof value === "string") return parseTimestamp(value, precision);
  if (typeof value === "bigint") return timestampFor(value, precision);
  if (typeof value === "number" && Number.isFinite(value)) return timestampFor(microseconds(value), precision);
  if (value instanceof Date && isValid(value)) return timestampFor(microseconds(value.getTime()), precision);
  return wrongType;
}

/** To the nearest microsecond. */
function microseconds(ms: number): bigint {
  const whole = Math.floor(ms);
  return BigInt(whole) * 1000n + BigInt(Math.round((ms - whole) * 1000));
}

function isValid(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}
