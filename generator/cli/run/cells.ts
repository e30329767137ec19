/** Values of results as text, exactly: nothing passes through a type that cannot hold it. */
import type { BatchReader } from "../../../runtime/batch/column-batch.ts";
import type { SqlType } from "../../../runtime/plan.ts";
import { timestampText } from "../../catalog/literals.ts";
import { assertNever } from "../../diagnostics/assert-never.ts";

/** The text of the value at a column and row; null is NULL. */
export type Cell = (reader: BatchReader, column: number, row: number) => string | null;

/**
 * Whole numbers as digits; REAL and DOUBLE as the shortest digits that read back as the same value, else NaN, Infinity
 * and -Infinity; DATE as YYYY-MM-DD; TIMESTAMP(p) as YYYY-MM-DD HH:MM:SS with p digits of a second.
 */
export function textCell(type: SqlType): Cell {
  const { kind } = type;
  switch (kind) {
    case "BOOLEAN":
      return (reader, column, row) => orNull(reader.getBoolean(column, row));
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return (reader, column, row) => orNull(reader.get(column, row));
    case "REAL":
      return (reader, column, row) => numberOrNull(reader.get(column, row) as number | null, realText);
    case "DOUBLE":
      return (reader, column, row) => numberOrNull(reader.get(column, row) as number | null, doubleText);
    case "TEXT":
      return (reader, column, row) => reader.getText(column, row);
    case "DATE":
      return (reader, column, row) => reader.getDate(column, row);
    case "TIMESTAMP":
      return (reader, column, row) => {
        const us = reader.getI64(column, row);
        return us === null ? null : timestampText(us, type.precision);
      };
    case "INTERVAL":
      throw new Error("an INTERVAL cannot be a result");
    default:
      return assertNever(type, "type");
  }
}

/** As JSON: numbers bare but for NaN and the infinities, which are strings as text, dates and times are. */
export function jsonCell(type: SqlType): Cell {
  const text = textCell(type);
  switch (type.kind) {
    case "TEXT":
      return (reader, column, row) => JSON.stringify(text(reader, column, row));
    case "DATE":
    case "TIMESTAMP":
      return (reader, column, row) => quoted(text(reader, column, row));
    case "REAL":
    case "DOUBLE":
      return (reader, column, row) => {
        const digits = text(reader, column, row);
        return digits !== null && /[NI]/.test(digits) ? quoted(digits) : (digits ?? "null");
      };
    default:
      return (reader, column, row) => text(reader, column, row) ?? "null";
  }
}

function orNull(value: unknown): string | null {
  return value === null ? null : `${value}`;
}

function numberOrNull(value: number | null, textOf: (value: number) => string): string | null {
  return value === null ? null : textOf(value);
}

function quoted(text: string | null): string {
  return text === null ? "null" : `"${text}"`;
}

/** JavaScript's own form is the shortest; it loses the sign of zero. */
function doubleText(value: number): string {
  return Object.is(value, -0) ? "-0" : `${value}`;
}

/**
 * The fewest digits that a REAL is nearest to, laid out as JavaScript does. With `n` digits the candidates are the
 * decimal nearest to the value and its neighbours: where REALs lie twice as dense below the value as above it, the
 * nearest decimal may belong to another REAL and a neighbour to this one.
 */
export function realText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return doubleText(value);
  for (let digits = 1; digits <= 8; digits++) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    const nearest = Number(mantissa!.replace(".", ""));
    for (const whole of [nearest, nearest + 1, nearest - 1]) {
      const candidate = Number(`${whole}e${Number(exponent) - digits + 1}`);
      if (Math.fround(candidate) === value) return `${candidate}`;
    }
  }
  return `${Number(value.toPrecision(9))}`;
}
