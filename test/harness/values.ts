/** Values between the lines of case files and the runtime. */

import type { BatchReader } from "../../runtime/batch/column-batch.ts";
import { textOfDays, textOfMicroseconds } from "../../runtime/batch/datetime.ts";
import type { Field } from "../../runtime/plan.ts";
import type { JsonRow, JsonValue } from "../fuzz/engine.ts";

/** The row as `submit` takes it: tags become the values they stand for. */
export function objectOf(row: JsonRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: JsonValue): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const tagged = value as { readonly [tag: string]: string };
  if (tagged.$i64 !== undefined) return BigInt(tagged.$i64);
  if (tagged.$ts !== undefined) return BigInt(tagged.$ts);
  if (tagged.$date !== undefined) return tagged.$date;
  if (tagged.$f64 !== undefined) return floatOf(tagged.$f64);
  return value;
}

/** The row as a JSON line. */
export function lineOf(row: JsonRow): string {
  return `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`)
    .join(",")}}`;
}

function textOf(value: JsonValue): string {
  const plain = plainValue(value);
  if (typeof plain === "bigint") {
    const isTime = typeof value === "object" && value !== null && "$ts" in value;
    return isTime ? JSON.stringify(textOfMicroseconds(plain, 6)) : String(plain);
  }
  if (typeof plain === "number")
    return Number.isFinite(plain)
      ? Object.is(plain, -0)
        ? "-0"
        : JSON.stringify(plain)
      : JSON.stringify(String(plain));
  return JSON.stringify(plain);
}

/** A result cell as case files write it. */
export function cellOf(reader: BatchReader, { type }: Field, column: number, row: number): JsonValue {
  if (reader.isNull(column, row)) return null;
  switch (type.kind) {
    case "BIGINT": {
      const value = reader.getI64(column, row)!;
      return Number.isSafeInteger(Number(value)) ? Number(value) : { $i64: String(value) };
    }
    case "TIMESTAMP": {
      const us = reader.getI64(column, row)!;
      const text = textOfMicroseconds(us, type.precision);
      return /^\d{4}-/.test(text) && us % BigInt(10 ** (6 - type.precision)) === 0n ? text : { $ts: String(us) };
    }
    case "DATE":
      return textOfDays(reader.values[column]![row] as number);
    case "REAL":
    case "DOUBLE": {
      const value = reader.get(column, row) as number;
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $f64: bitsOf(value) };
    }
    default:
      return reader.get(column, row) as JsonValue;
  }
}

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return Number.isNaN(value) ? "7ff8000000000000" : view.getBigUint64(0).toString(16).padStart(16, "0");
}

function floatOf(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}
