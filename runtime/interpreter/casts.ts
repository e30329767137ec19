/** CAST: one conversion per pair of types. The values it is given are never NULL. */
import type { SqlType, Value } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { dayOf, midnight, timestampInRange } from "./calendar.ts";
import { firstCodePoints } from "./code-points.ts";
import { digitUs, formatDate, formatTimestamp, parseDate, parseTimestamp, truncateTo } from "./datetime-text.ts";
import { Fault, invalidText, outOfRange } from "./fault.ts";
import { bigInteger, type NarrowInteger, narrowInteger, roundHalfEven } from "./integers.ts";
import { formatDouble, formatReal, parseDouble, parseInteger, parseReal } from "./number-text.ts";

export type Conversion = (value: Value) => Value | Fault;

/** Throws for a pair that the language does not convert: the plan's validator lets none through. */
export function conversion(from: SqlType, to: SqlType): Conversion {
  // The pair of types says what the value is; the functions below state it in their parameters.
  return convert(from, to) as Conversion;
}

function convert(from: SqlType, to: SqlType): (value: never) => Value | Fault {
  switch (to.kind) {
    case "BOOLEAN":
      return toBoolean(from);
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return toNarrowInteger(from, to.kind);
    case "BIGINT":
      return toBigInteger(from);
    case "REAL":
      return toReal(from);
    case "DOUBLE":
      return toDouble(from);
    case "TEXT":
      return toText(from, to.maxLength);
    case "DATE":
      return toDate(from);
    case "TIMESTAMP":
      return toTimestamp(from, to.precision);
    case "INTERVAL":
      return undefinedCast(from, to);
    default:
      return assertNever(to, "type");
  }
}

function toBoolean(from: SqlType): (value: never) => Value | Fault {
  switch (from.kind) {
    case "BOOLEAN":
      return same;
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return (value: number) => value !== 0;
    case "BIGINT":
      return (value: bigint) => value !== 0n;
    case "TEXT":
      return (value: string) => parseBoolean(withoutWhiteSpace(value));
    default:
      return undefinedCast(from, { kind: "BOOLEAN" });
  }
}

function toNarrowInteger(from: SqlType, kind: NarrowInteger): (value: never) => Value | Fault {
  const viaBigInteger = toBigInteger(from) as (value: Value) => bigint | Fault;
  return (value: Value) => {
    const integer = viaBigInteger(value);
    return integer instanceof Fault ? integer : narrowInteger(kind, Number(integer));
  };
}

function toBigInteger(from: SqlType): (value: never) => bigint | Fault {
  switch (from.kind) {
    case "BOOLEAN":
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return (value: boolean | number) => BigInt(value);
    case "BIGINT":
      return same;
    case "REAL":
    case "DOUBLE":
      return (value: number) => (Number.isFinite(value) ? bigInteger(BigInt(roundHalfEven(value))) : outOfRange);
    case "TEXT":
      return (value: string) => parseInteger(withoutWhiteSpace(value));
    default:
      return undefinedCast(from, { kind: "BIGINT" });
  }
}

function toReal(from: SqlType): (value: never) => Value | Fault {
  switch (from.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
      return Math.fround;
    case "BIGINT":
      // Through the digits, for one rounding instead of two.
      return (value: bigint) => parseReal(String(value));
    case "REAL":
      return same;
    case "DOUBLE":
      return (value: number) => {
        const real = Math.fround(value);
        return Number.isFinite(value) && !Number.isFinite(real) ? outOfRange : real;
      };
    case "TEXT":
      return (value: string) => parseReal(withoutWhiteSpace(value));
    default:
      return undefinedCast(from, { kind: "REAL" });
  }
}

function toDouble(from: SqlType): (value: never) => Value | Fault {
  switch (from.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "REAL":
    case "DOUBLE":
      return same;
    case "BIGINT":
      return (value: bigint) => Number(value);
    case "TEXT":
      return (value: string) => parseDouble(withoutWhiteSpace(value));
    default:
      return undefinedCast(from, { kind: "DOUBLE" });
  }
}

/** A text longer than the type admits is cut without an error, as the standard wants of an explicit cast. */
function toText(from: SqlType, maxLength: number | null): (value: never) => Value | Fault {
  const format = textForm(from) as (value: Value) => string;
  if (maxLength === null) return format;
  return (value: Value) => firstCodePoints(format(value), maxLength);
}

function textForm(from: SqlType): (value: never) => string {
  switch (from.kind) {
    case "BOOLEAN":
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return (value: boolean | number | bigint) => String(value);
    case "REAL":
      return formatReal;
    case "DOUBLE":
      return formatDouble;
    case "TEXT":
      return same;
    case "DATE":
      return formatDate;
    case "TIMESTAMP":
      return formatTimestamp;
    case "INTERVAL":
      return undefinedCast(from, { kind: "TEXT", maxLength: null });
    default:
      return assertNever(from, "type");
  }
}

function toDate(from: SqlType): (value: never) => Value | Fault {
  switch (from.kind) {
    case "DATE":
      return same;
    case "TIMESTAMP":
      return dayOf;
    case "TEXT":
      return dateIn;
    default:
      return undefinedCast(from, { kind: "DATE" });
  }
}

function toTimestamp(from: SqlType, precision: number): (value: never) => Value | Fault {
  switch (from.kind) {
    case "DATE":
      return (value: number) => timestampInRange(midnight(value));
    case "TIMESTAMP":
      return precision >= from.precision ? same : (value: bigint) => roundTo(value, precision);
    case "TEXT":
      return (value: string) => {
        const us = parseTimestamp(withoutWhiteSpace(value), 6);
        return us instanceof Fault ? us : roundTo(us, precision);
      };
    default:
      return undefinedCast(from, { kind: "TIMESTAMP", precision });
  }
}

/** A date, or the date of a timestamp. */
function dateIn(value: string): number | Fault {
  const text = withoutWhiteSpace(value);
  if (!/[ T]/.test(text)) return parseDate(text);
  const us = parseTimestamp(text, 6);
  return us instanceof Fault ? us : dayOf(us);
}

/** To the nearest instant with `precision` fraction digits, half away from zero. */
function roundTo(us: bigint, precision: number): bigint | Fault {
  const half = digitUs(precision) / 2n;
  return timestampInRange(us < 0n ? -truncateTo(-us + half, precision) : truncateTo(us + half, precision));
}

const BOOLEAN_WORDS = new Map([
  ...["t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"].map((word) => [word, true] as const),
  ...["f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"].map((word) => [word, false] as const),
]);

function parseBoolean(text: string): boolean | Fault {
  return BOOLEAN_WORDS.get(text.toLowerCase()) ?? invalidText;
}

const WHITE_SPACE = " \t\n\v\f\r";

function withoutWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && WHITE_SPACE.includes(text[start]!)) start++;
  while (end > start && WHITE_SPACE.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

function same<T>(value: T): T {
  return value;
}

function undefinedCast(from: SqlType, to: SqlType): never {
  throw new Error(`the interpreter knows no cast from ${from.kind} to ${to.kind}`);
}
