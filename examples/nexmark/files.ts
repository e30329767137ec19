/** The three streams as files, in both forms. */
import { createWriteStream, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type RecordBatch, RecordBatchStreamWriter } from "apache-arrow";
import { arrowSchema, recordBatch } from "./arrow.ts";
import type { Batch, Shape } from "./columns.ts";
import { AUCTION, auctions, BID, bids, countsOf, PERSON, persons, type StreamOptions } from "./generate.ts";
import { jsonLines } from "./json-lines.ts";

/** `person`, `auction` and `bid`, each as `.jsonl` and `.arrows`; says of each file what is in it. */
export async function writeStreams(
  folder: string,
  events: number,
  options: Omit<StreamOptions, "count">,
): Promise<void> {
  const counts = countsOf(events);
  mkdirSync(folder, { recursive: true });
  await write(folder, "person", PERSON, counts.person, (count) => persons({ ...options, count }));
  await write(folder, "auction", AUCTION, counts.auction, (count) => auctions({ ...options, count }));
  await write(folder, "bid", BID, counts.bid, (count) => bids({ ...options, count }));
}

/** The stream is generated once for each form, so that it is never held. */
async function write<S extends Shape>(
  folder: string,
  name: string,
  shape: S,
  count: number,
  generate: (count: number) => Iterable<Batch<S>>,
): Promise<void> {
  const lines = join(folder, `${name}.jsonl`);
  await pipeline(Readable.from(texts(shape, generate(count))), createWriteStream(lines));
  report(lines, count);

  const arrow = join(folder, `${name}.arrows`);
  await pipeline(
    Readable.from(recordBatches(shape, generate(count))),
    RecordBatchStreamWriter.throughNode(),
    createWriteStream(arrow),
  );
  report(arrow, count);
}

function* texts<S extends Shape>(shape: S, batches: Iterable<Batch<S>>): Generator<string> {
  for (const batch of batches) yield jsonLines(shape, batch);
}

function* recordBatches<S extends Shape>(shape: S, batches: Iterable<Batch<S>>): Generator<RecordBatch> {
  const schema = arrowSchema(shape);
  for (const batch of batches) yield recordBatch(schema, batch);
}

function report(file: string, rows: number): void {
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  process.stdout.write(`${file}  ${rows.toLocaleString("en")} rows, ${megabytes} MB\n`);
}
