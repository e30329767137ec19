/**
 * Three million flights within the United States, January to June 2001 (U.S. Bureau of Transportation Statistics), which
 * the npm package `vega-datasets` brings as a Parquet file: read into columns, and from there handed out as Arrow record
 * batches or as JSON lines. Flights are in the order of `date`.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type DataType,
  Field,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import { asyncBufferFromFile, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** Value i of each column belongs to flight i; no value is NULL. */
export interface Flights {
  readonly rows: number;
  /** Take-off by the clocks of the origin: microseconds since the epoch, as if they showed UTC. */
  readonly date: BigInt64Array;
  /** Minutes late on arrival; negative: early. */
  readonly delay: BigInt64Array;
  /** Miles. */
  readonly distance: BigInt64Array;
  /** Airport codes. */
  readonly origin: Texts;
  readonly destination: Texts;
}

/** Arrow layout: value i is the bytes [offsets[i], offsets[i + 1]) of `data`, ASCII. */
export interface Texts {
  readonly offsets: Int32Array;
  readonly data: Uint8Array;
}

export const FLIGHTS_FILE = join(fileURLToPath(import.meta.resolve("vega-datasets")), "../../data/flights-3m.parquet");

/** Throws if the flights are not in the order of their dates, or a value is missing. */
export async function readFlights(): Promise<Flights> {
  const chunks: { column: string; from: number; values: ArrayLike<unknown> }[] = [];
  await parquetRead({
    file: await asyncBufferFromFile(FLIGHTS_FILE),
    compressors,
    parsers: { timestampFromMicroseconds: (us) => us },
    onChunk({ columnName, columnData, rowStart }) {
      chunks.push({ column: columnName, from: rowStart, values: columnData });
    },
  });
  // Chunks come as they are decoded, which is not the order of the file.
  chunks.sort((a, b) => a.from - b.from);
  const valuesOf = (name: string) => chunks.filter(({ column }) => column === name).map(({ values }) => values);
  const flights = {
    date: integers(valuesOf("date") as readonly ArrayLike<bigint>[]),
    delay: integers(valuesOf("delay") as readonly ArrayLike<bigint>[]),
    distance: integers(valuesOf("distance") as readonly ArrayLike<bigint>[]),
    origin: texts(valuesOf("origin") as readonly ArrayLike<string>[]),
    destination: texts(valuesOf("destination") as readonly ArrayLike<string>[]),
  };
  if (!isAscending(flights.date)) throw new Error(`${FLIGHTS_FILE}: the flights are not in the order of their dates`);
  return { rows: flights.date.length, ...flights };
}

/** Batches of at most `batchRows` flights; they share the columns' memory. */
export function recordBatches(flights: Flights, batchRows: number): RecordBatch[] {
  const schema = new Schema([
    new Field("date", new TimestampMicrosecond(), false),
    new Field("delay", new Int64(), false),
    new Field("distance", new Int64(), false),
    new Field("origin", new Utf8(), false),
    new Field("destination", new Utf8(), false),
  ]);
  return sections(flights.rows, batchRows).map(([from, to]) => {
    const children = schema.fields.map(({ name, type }) =>
      columnData(type, flights[name as Exclude<keyof Flights, "rows">], from, to),
    );
    const data = makeData({ type: new Struct(schema.fields), length: to - from, nullCount: 0, children });
    return new RecordBatch(schema, data);
  });
}

/** One JSON object per line, some thousand lines at a time. */
export function* jsonLines(flights: Flights): Generator<string> {
  const { date, delay, distance } = flights;
  const origin = readerOf(flights.origin);
  const destination = readerOf(flights.destination);
  for (const [from, to] of sections(flights.rows, 8192)) {
    let lines = "";
    for (let row = from; row < to; row++) {
      lines += `{"date":"${timestampText(date[row]!)}","delay":${delay[row]},"distance":${distance[row]}`;
      lines += `,"origin":"${origin(row)}","destination":"${destination(row)}"}\n`;
    }
    yield lines;
  }
}

/** `YYYY-MM-DD HH:MM:SS` */
export function timestampText(us: bigint): string {
  return new Date(Number(us / 1000n)).toISOString().slice(0, 19).replace("T", " ");
}

function integers(chunks: readonly ArrayLike<bigint>[]): BigInt64Array {
  const values = new BigInt64Array(lengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    values.set(chunk, at);
    at += chunk.length;
  }
  return values;
}

function texts(chunks: readonly ArrayLike<string>[]): Texts {
  const offsets = new Int32Array(lengthOf(chunks) + 1);
  let row = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++, row++) offsets[row + 1] = offsets[row]! + chunk[i]!.length;
  }
  const data = new Uint8Array(offsets.at(-1)!);
  let at = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const text = chunk[i]!;
      for (let j = 0; j < text.length; j++) data[at++] = text.charCodeAt(j);
    }
  }
  return { offsets, data };
}

function lengthOf(chunks: readonly ArrayLike<unknown>[]): number {
  return chunks.reduce((length, chunk) => length + chunk.length, 0);
}

function isAscending(values: BigInt64Array): boolean {
  return values.every((value, i) => i === 0 || values[i - 1]! <= value);
}

function sections(length: number, size: number): (readonly [from: number, to: number])[] {
  return Array.from({ length: Math.ceil(length / size) }, (_, i) => [i * size, Math.min((i + 1) * size, length)]);
}

function columnData(type: DataType, column: BigInt64Array | Texts, from: number, to: number) {
  const common = { length: to - from, nullCount: 0 };
  if (column instanceof BigInt64Array) {
    return makeData({ ...common, type: type as Int64, data: column.subarray(from, to) });
  }
  const valueOffsets = column.offsets.subarray(from, to + 1);
  return makeData({ ...common, type: type as Utf8, valueOffsets, data: column.data });
}

function readerOf({ offsets, data }: Texts): (row: number) => string {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
  return (row) => text.slice(offsets[row], offsets[row + 1]);
}
