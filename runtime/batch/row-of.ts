/** Rebuilds a refused row from what the host was given, when somebody reads it. */
import type { RowSource } from "../lane.ts";
import type { Field, SqlType } from "../plan.ts";
import { type ArrowBatch, type ArrowData, isNullAt, TYPE, toMicroseconds } from "./arrow.ts";
import { microsecondsOfText, textOfDays } from "./datetime.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** The row with all declared columns, in the JavaScript types of the generated declarations. */
export function rowOf(source: RowSource, declared: readonly Field[]): object {
  switch (source.kind) {
    case "object":
      return source.row;
    case "bytes":
      return rowOfLine(decoder.decode(source.bytes), declared);
    case "arrow":
      return rowOfArrow(source.batch, source.row);
  }
}

/** At most 256 bytes that show what the row was. */
export function sampleOf(source: RowSource): Uint8Array {
  if (source.kind === "bytes") return source.bytes.subarray(0, 256);
  const row = source.kind === "object" ? source.row : rowOfArrow(source.batch, source.row);
  return encoder
    .encode(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? value.toString() : value)))
    .subarray(0, 256);
}

/** A line that has been decoded once, so that it is known to be sound: only its numbers must not lose digits. */
function rowOfLine(line: string, declared: readonly Field[]): object {
  const types = new Map(declared.map(({ name, type }) => [name, type]));
  const row: Record<string, unknown> = {};
  for (const [key, text] of membersOf(line)) {
    const type = types.get(key);
    if (type !== undefined) row[key] = valueOf(text, type);
  }
  return row;
}

/** The members of one JSON object: keys, and the text of their values. */
function* membersOf(line: string): Generator<readonly [key: string, value: string]> {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;
  let depth = 0;
  let key: string | null = null;
  let start = -1;
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    const [text] = match;
    if (depth === 1 && key === null && text.startsWith('"')) key = JSON.parse(text) as string;
    else if (depth === 1 && text === ":" && start < 0) start = token.lastIndex;
    else if (depth === 1 && (text === "," || text === "}") && key !== null) {
      yield [key, line.slice(start, match.index).trim()];
      key = null;
      start = -1;
    }
    if (text === "{" || text === "[") depth++;
    if (text === "}" || text === "]") depth--;
  }
}

function valueOf(text: string, type: SqlType): unknown {
  const value: unknown = JSON.parse(text);
  if (value === null) return null;
  if (type.kind === "BIGINT") return BigInt(typeof value === "string" ? value : text);
  if (type.kind === "TIMESTAMP" && typeof value === "string") return Number(microsecondsOfText(value).us) / 1000;
  if (
    (type.kind === "DOUBLE" || type.kind === "REAL" || type.kind.endsWith("INT") || type.kind === "INTEGER") &&
    typeof value === "string"
  )
    return Number(value);
  return value;
}

function rowOfArrow(batch: ArrowBatch, row: number): object {
  return Object.fromEntries(batch.schema.fields.map(({ name }, i) => [name, arrowValue(batch.data.children[i]!, row)]));
}

function arrowValue(data: ArrowData, row: number): unknown {
  if (isNullAt(data, row)) return null;
  if (data.dictionary !== undefined) return data.dictionary.get(Number(data.values![row]));
  if (data.valueOffsets)
    return decoder.decode((data.values as Uint8Array).subarray(data.valueOffsets[row]!, data.valueOffsets[row + 1]!));
  if (data.type.typeId === TYPE.Bool)
    return (((data.values as Uint8Array)[(data.offset + row) >>> 3]! >>> ((data.offset + row) & 7)) & 1) === 1;
  const value = data.values![row]!;
  if (data.type.typeId === TYPE.Timestamp) return Number(toMicroseconds(BigInt(value), data.type.unit ?? 2)) / 1000;
  if (data.type.typeId === TYPE.Date) return textOfDays(Number(value));
  return value;
}
