/** Rebuilds a refused row from what the host was given, when somebody reads it. */
import type { RowSource } from "../lane.ts";
import type { Field, SqlType } from "../plan.ts";
import {
  type ArrowBatch,
  type ArrowData,
  BOOL,
  columnOf,
  DATE,
  DICTIONARY,
  entryAt,
  holds,
  isNullAt,
  type MatchedBatch,
  TIMESTAMP,
  toMicroseconds,
  UTF8,
} from "./arrow.ts";
import { bitAt } from "./bits.ts";
import { DATE_LIMIT, instantOf, milliseconds, textOfDays } from "./datetime.ts";
import { decoder, encoder, isUtf8 } from "./utf8.ts";

/** The row with all declared columns, in the JavaScript types of the generated declarations. */
export function rowOf(source: RowSource, declared: readonly Field[]): object {
  switch (source.kind) {
    case "object":
      return source.row;
    case "bytes":
      return rowOfLine(decoder.decode(source.bytes), declared);
    case "arrow":
      return rowOfArrow(source.batch, source.row, declared);
  }
}

/** At most 256 bytes that show what the row was. */
export function sampleOf(source: RowSource, declared: readonly Field[]): Uint8Array {
  if (source.kind === "bytes") return source.bytes.slice(0, SAMPLE_BYTES);
  return encoder.encode(textOf(source, declared).slice(0, SAMPLE_BYTES)).subarray(0, SAMPLE_BYTES);
}

const SAMPLE_BYTES = 256;

/** JSON where the row has such a form: it may be anything, a circular object or one whose getters throw. */
function textOf(source: RowSource, declared: readonly Field[]): string {
  try {
    const row = rowOf(source, declared);
    return JSON.stringify(row, (_, value) => (typeof value === "bigint" ? value.toString() : value)) ?? String(row);
  } catch {
    return "[object Object]";
  }
}

/**
 * A line that has been decoded: JSON, but columns that the query does not read may hold anything. Numbers with more
 * digits than a double holds are kept as texts.
 */
function rowOfLine(line: string, declared: readonly Field[]): object {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[-\d][-+.\deE]*/g;
  const json = line.replace(token, (text) => (/^-?\d{16,}$/.test(text) ? `"${text}"` : text));
  const members = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const given = declared.filter(({ name }) => Object.hasOwn(members, name));
  return Object.fromEntries(given.map(({ name, type }) => [name, valueOf(members[name], type)]));
}

/** What is no value of the type stays as JSON has it. */
function valueOf(value: unknown, { kind }: SqlType): unknown {
  const isWhole = typeof value === "string" ? /^-?\d+$/.test(value) : Number.isSafeInteger(value);
  if (kind === "BIGINT") return isWhole ? BigInt(value as string | number) : value;
  if (typeof value !== "string") return value;
  const isNumber = isWhole || /^(NaN|-?Infinity)$/.test(value);
  if (kind === "REAL" || kind === "DOUBLE" || (kind === "TIMESTAMP" && isWhole))
    return isNumber ? Number(value) : value;
  const us = kind === "TIMESTAMP" ? instantOf(value) : null;
  return typeof us === "bigint" ? milliseconds(us) : value;
}

/** Without the columns that the batch lacks or holds in a type of no SQL column. */
function rowOfArrow(batch: ArrowBatch, row: number, declared: readonly Field[]): object {
  return Object.fromEntries(
    declared.flatMap(({ name, type }) => {
      const data = columnOf(batch, name);
      return data !== undefined && holds(data.type, type) ? [[name, arrowValue(data, row)]] : [];
    }),
  );
}

function arrowValue(data: ArrowData, row: number): unknown {
  const value = exactValue(data, row);
  return data.type.typeId === TIMESTAMP && value !== null ? milliseconds(value as bigint) : value;
}

/** The required columns of a row as `submit` takes them, microseconds and all; text that is not UTF-8 is none there either. */
export function exactRowOf({ columns }: MatchedBatch, row: number): object {
  return Object.fromEntries(columns.map(({ name, data }) => [name, exactValue(data, row)]));
}

function exactValue(data: ArrowData, row: number): unknown {
  if (isNullAt(data, row)) return null;
  const value = data.values![row]!;
  switch (data.type.typeId) {
    case DICTIONARY:
      return entryAt(data, row);
    case UTF8: {
      const bytes = (data.values as Uint8Array).subarray(data.valueOffsets![row]!, data.valueOffsets![row + 1]!);
      return decoder.decode(bytes) + (isUtf8(bytes) ? "" : "\ud800");
    }
    case BOOL:
      return bitAt(data.values as Uint8Array, data.offset + row);
    case TIMESTAMP:
      return toMicroseconds(BigInt(value), data.type.unit);
    case DATE:
      // Of days beyond the limit it is enough to be beyond.
      return textOfDays(Math.min(Math.max(Number(value), -DATE_LIMIT - 1), DATE_LIMIT + 1));
    default:
      return value;
  }
}
