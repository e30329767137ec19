/**
 * `npm run nexmark -- --events 1000000 --out DIR`: person, auction and bid as files, each as JSON lines and as an Arrow
 * stream. The same options give the same bytes.
 */
import { createWriteStream, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { type RecordBatch, RecordBatchStreamWriter } from "apache-arrow";
import { arrowSchema, recordBatch } from "./arrow.ts";
import type { Batch, Shape } from "./columns.ts";
import { AUCTION, auctions, BID, bids, countsOf, PERSON, persons, type StreamOptions } from "./generate.ts";
import { jsonLines } from "./json-lines.ts";

const USAGE = `npm run nexmark -- --events N --out DIR
  --events N     events in all: 2 % persons, 6 % auctions, 92 % bids
  --out DIR      where person, auction and bid go, each as .jsonl and .arrows
  --seed N       another seed, other rows (1)
  --rate N       events per second of event time (10000)
  --disorder MS  rows arrive up to this long after their dateTime (0)
  --late SHARE   share of the rows, from 0 to 1, that arrive 4 to 30 seconds after it (0)
`;

await main();

async function main(): Promise<void> {
  const command = commandOf(process.argv.slice(2));
  if (typeof command === "string") {
    process.stderr.write(`${command}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const { events, out, options } = command;
  const counts = countsOf(events);
  mkdirSync(out, { recursive: true });
  await write(out, "person", PERSON, counts.person, (count) => persons({ ...options, count }));
  await write(out, "auction", AUCTION, counts.auction, (count) => auctions({ ...options, count }));
  await write(out, "bid", BID, counts.bid, (count) => bids({ ...options, count }));
}

interface Command {
  readonly events: number;
  readonly out: string;
  readonly options: Omit<StreamOptions, "count">;
}

/** Or what is wrong with the arguments. */
function commandOf(args: string[]): Command | string {
  const text = { type: "string" } as const;
  const options = { events: text, out: text, seed: text, rate: text, disorder: text, late: text };
  let given: Partial<Record<keyof typeof options, string>>;
  try {
    given = parseArgs({ args, options }).values;
  } catch (error) {
    return (error as Error).message;
  }
  const { events, out, seed = "1", rate = "10000", disorder = "0", late = "0" } = given;
  if (events === undefined || out === undefined) return "--events and --out are needed";
  const wrong = Object.entries({ events, seed, rate, disorder }).find(([, value]) => !/^\d{1,15}$/.test(value));
  if (wrong !== undefined) return `--${wrong[0]} takes a whole number, not \`${wrong[1]}\``;
  if (Number(rate) === 0) return "--rate takes at least 1";
  if (late.trim() === "" || !(Number(late) >= 0 && Number(late) <= 1)) return `--late takes 0 to 1, not \`${late}\``;
  return {
    events: Number(events),
    out,
    options: {
      seed: Number(seed),
      eventsPerSecond: Number(rate),
      disorderMs: Number(disorder),
      lateShare: Number(late),
    },
  };
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
