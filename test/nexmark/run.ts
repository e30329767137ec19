/** Runs a query over bids on the way that a user's query takes: compiled, built in memory, opened, fed, read. */
import { readFileSync } from "node:fs";
import { arrowSchema, recordBatch } from "../../examples/nexmark/arrow.ts";
import { batchOf, buildersOf } from "../../examples/nexmark/columns.ts";
import { BID, type BidBatch } from "../../examples/nexmark/generate.ts";
import { loadInMemory } from "../../generator/build/in-memory.ts";
import { compile, DEFAULT_LIMITS } from "../../generator/compile.ts";
import { renderDiagnostics } from "../../generator/diagnostics/render.ts";
import type { Field } from "../../runtime/plan.ts";
import type { Input, QueryDefinition, QueryMetrics } from "../../runtime/types.ts";
import type { Random } from "../fuzz/random.ts";
import { type Bid, bidsOf, timeOf } from "./recorded.ts";

export type Lane = "wasm" | "interpret";
export type Form = "bytes" | "arrow" | "objects";

export interface LoadedQuery {
  readonly definition: QueryDefinition<Record<string, object>, object, unknown>;
  readonly output: readonly Field[];
}

export interface Ran {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly metrics: QueryMetrics;
  /** Rows that were reported as late. */
  readonly lateRows: number;
}

/** The text of a query of `examples/nexmark/`. */
export function exampleSql(name: string): string {
  return readFileSync(new URL(`../../examples/nexmark/${name}.sql`, import.meta.url), "utf8");
}

/** The query over the sources of `examples/nexmark/schema.sql`. */
export async function load(sql: string): Promise<LoadedQuery> {
  const files = [
    { file: "schema.sql", text: exampleSql("schema") },
    { file: "query.sql", text: sql },
  ];
  const { query, sources, diagnostics, omitted } = compile(files, {
    name: "query",
    optimize: true,
    limits: DEFAULT_LIMITS,
  });
  if (query === null) throw new Error(renderDiagnostics(diagnostics, omitted, sources));
  const { definition, info } = await loadInMemory(query, sources, "wasm", "release");
  return { definition, output: info.output.columns };
}

/** `bytes` are the JSON lines; the random numbers say how they are cut. */
export async function run({ definition }: LoadedQuery, lane: Lane, form: Form, bytes: Uint8Array, random: Random) {
  let lateRows = 0;
  const onLate = () => {
    lateRows++;
  };
  const query = await definition.start({ lane, onLate });
  const rows: Ran["rows"][number][] = [];
  const take = () => rows.push(...(query.pollOutput() as Ran["rows"]));
  for (const feed of feedsOf(form, bytes, random)) {
    feed(query.inputs.bid!);
    take();
  }
  query.inputs.bid!.end();
  take();
  const metrics = await query.stop();
  return { rows, metrics, lateRows } satisfies Ran;
}

/** The calls that hand the stream over, one piece each. */
function* feedsOf(form: Form, bytes: Uint8Array, random: Random): Generator<(input: Input<object>) => void> {
  switch (form) {
    case "bytes":
      for (const [from, to] of cuts(bytes.length, 20_000, random)) {
        yield (input) => input.submitBytes(bytes.subarray(from, to), { last: to === bytes.length });
      }
      return;
    case "arrow": {
      const bids = bidsOf(bytes);
      const schema = arrowSchema(BID);
      for (const [from, to] of cuts(bids.length, 6000, random)) {
        yield (input) => input.submitArrow(recordBatch(schema, batchOfBids(bids.slice(from, to))));
      }
      return;
    }
    case "objects": {
      const rows = bidsOf(bytes).map(bidObject);
      for (const [from, to] of cuts(rows.length, 1500, random)) {
        yield (input) => input.submit(to - from === 1 ? rows[from]! : rows.slice(from, to));
      }
      return;
    }
  }
}

/** Pieces of 1 to `most` that together are [0, length). */
function* cuts(length: number, most: number, random: Random): Generator<readonly [number, number]> {
  for (let from = 0; from < length; ) {
    const to = Math.min(from + random.between(1, most), length);
    yield [from, to];
    from = to;
  }
}

function bidObject({ auction, bidder, price, dateTime, ...texts }: Bid): object {
  return {
    auction: BigInt(auction),
    bidder: BigInt(bidder),
    price: BigInt(price),
    dateTime: timeOf(dateTime),
    ...texts,
  };
}

function batchOfBids(bids: readonly Bid[]): BidBatch {
  const columns = buildersOf(BID, bids.length);
  for (const [row, bid] of bids.entries()) {
    columns.auction[row] = BigInt(bid.auction);
    columns.bidder[row] = BigInt(bid.bidder);
    columns.price[row] = BigInt(bid.price);
    columns.channel.add(bid.channel).end();
    columns.url.add(bid.url).end();
    columns.dateTime[row] = BigInt(timeOf(bid.dateTime));
    columns.extra.add(bid.extra).end();
  }
  return batchOf(columns, bids.length);
}
