/**
 * `npm run nexmark -- --events 1000000 --out DIR` writes person, auction and bid as JSON lines and as Arrow streams.
 * The same options give the same bytes.
 */
import { createWriteStream, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { type RecordBatch, RecordBatchStreamWriter } from "apache-arrow";
import { arrowSchema, recordBatch } from "./arrow.ts";
import type { Batch, Shape } from "./columns.ts";
import { AUCTION, auctions, BID, bids, countsOf, PERSON, persons } from "./generate.ts";
import { jsonLines } from "./json-lines.ts";

const USAGE = `Usage: npm run nexmark -- --events N --out DIR
  --events N     events in all: 2 % persons, 6 % auctions, 92 % bids
  --out DIR      where person, auction and bid go, as .jsonl and as .arrows
  --seed N       other rows (1)
  --rate N       events per second of event time (10000)
  --disorder MS  rows arrive up to this long after their dateTime (0)
  --late SHARE   share of the rows, 0 to 1, that arrive 4 to 30 seconds after it (0)
`;

const { values } = parseArgs({
  options: {
    events: { type: "string" },
    out: { type: "string" },
    seed: { type: "string", default: "1" },
    rate: { type: "string", default: "10000" },
    disorder: { type: "string", default: "0" },
    late: { type: "string", default: "0" },
  },
});

await main();

async function main(): Promise<void> {
  const { out } = values;
  const events = count("events");
  if (out === undefined || events === null) return usage();
  const [seed, eventsPerSecond, disorderMs] = [count("seed"), count("rate"), count("disorder")];
  const lateShare = Number(values.late);
  if (seed === null || !eventsPerSecond || disorderMs === null || !(lateShare >= 0 && lateShare <= 1)) return usage();

  const options = { seed, eventsPerSecond, disorderMs, lateShare };
  const counts = countsOf(events);
  mkdirSync(out, { recursive: true });
  await write(out, "person", PERSON, () => persons({ ...options, count: counts.person }));
  await write(out, "auction", AUCTION, () => auctions({ ...options, count: counts.auction }));
  await write(out, "bid", BID, () => bids({ ...options, count: counts.bid }));
}

function usage(): void {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

/** A whole number, or null. */
function count(name: "events" | "seed" | "rate" | "disorder"): number | null {
  const text = values[name] ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Generates the stream twice, once per form, so that it never has to be held. */
async function write<S extends Shape>(
  folder: string,
  name: string,
  shape: S,
  batches: () => Iterable<Batch<S>>,
): Promise<void> {
  const lines = join(folder, `${name}.jsonl`);
  await pipeline(Readable.from(texts(shape, batches())), createWriteStream(lines));
  report(lines);

  const arrow = join(folder, `${name}.arrows`);
  await pipeline(
    Readable.from(recordBatches(shape, batches())),
    RecordBatchStreamWriter.throughNode(),
    createWriteStream(arrow),
  );
  report(arrow);
}

function* texts<S extends Shape>(shape: S, batches: Iterable<Batch<S>>): Generator<string> {
  for (const batch of batches) yield jsonLines(shape, batch);
}

function* recordBatches<S extends Shape>(shape: S, batches: Iterable<Batch<S>>): Generator<RecordBatch> {
  const schema = arrowSchema(shape);
  for (const batch of batches) yield recordBatch(schema, batch);
}

function report(file: string): void {
  process.stdout.write(`${file}  ${(statSync(file).size / 1e6).toFixed(1)} MB\n`);
}
