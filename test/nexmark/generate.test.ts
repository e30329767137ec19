/** The streams that `examples/nexmark/` generates. */
import { createHash } from "node:crypto";
import { Table, tableFromIPC, tableToIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { arrowSchema, recordBatch } from "../../examples/nexmark/arrow.ts";
import type { Batch, Shape } from "../../examples/nexmark/columns.ts";
import {
  AUCTION,
  auctions,
  BID,
  bids,
  countsOf,
  PERSON,
  persons,
  type StreamOptions,
} from "../../examples/nexmark/generate.ts";
import { jsonLines } from "../../examples/nexmark/json-lines.ts";
import { timeOf } from "./recorded.ts";

const STREAMS = [
  { name: "person", shape: PERSON, generate: persons as (options: StreamOptions) => Iterable<Batch<Shape>> },
  { name: "auction", shape: AUCTION, generate: auctions as (options: StreamOptions) => Iterable<Batch<Shape>> },
  { name: "bid", shape: BID, generate: bids as (options: StreamOptions) => Iterable<Batch<Shape>> },
];
const START_MS = Date.UTC(2026, 0, 1);

describe.each(STREAMS)("$name", ({ name, shape, generate }) => {
  it("is the same in batches of any size", () => {
    const whole = linesOf(shape, generate({ seed: 7, count: 1000 }));
    expect(linesOf(shape, generate({ seed: 7, count: 1000, batchRows: 1 }))).toBe(whole);
    expect(linesOf(shape, generate({ seed: 7, count: 1000, batchRows: 333 }))).toBe(whole);
  });

  it("is another one with another seed", () => {
    const one = linesOf(shape, generate({ seed: 7, count: 10 }));
    expect(linesOf(shape, generate({ seed: 8, count: 10 }))).not.toBe(one);
    expect(linesOf(shape, generate({ seed: 7 + 2 ** 32, count: 10 }))).not.toBe(one);
  });

  it("does not change between releases", () => {
    const lines = linesOf(shape, generate({ seed: 1, count: 5000, disorderMs: 2000, lateShare: 0.01 }));
    expect(createHash("sha256").update(lines).digest("hex").slice(0, 16)).toBe(DIGESTS[name]);
  });

  it("is the same rows as Arrow", () => {
    const schema = arrowSchema(shape);
    const batches = [...generate({ seed: 3, count: 500, batchRows: 100 })];
    const table = tableFromIPC(tableToIPC(new Table(batches.map((batch) => recordBatch(schema, batch)))));
    const lines = linesOf(shape, batches).trimEnd().split("\n");
    expect(table.numRows).toBe(lines.length);
    for (const [row, line] of lines.entries()) {
      const values = Object.entries(JSON.parse(line) as Record<string, unknown>);
      const expected = values.map(([column, value]) => [
        column,
        shape[column as keyof typeof shape] === "timestamp" ? timeOf(value as string) : String(value),
      ]);
      const found = Object.entries(table.get(row)!.toJSON());
      expect(found.map(([column, value]) => [column, typeof value === "number" ? value : String(value)])).toEqual(
        expected,
      );
    }
  });
});

const DIGESTS: Readonly<Record<string, string>> = {
  person: "a5dfc48f5cac3a51",
  auction: "9f8b9bc6acffda62",
  bid: "287d784017d2b3e0",
};

it("has 1 person, 3 auctions and 46 bids in 50 events", () => {
  expect(countsOf(1_000_000)).toEqual({ person: 20_000, auction: 60_000, bid: 920_000 });
  const kinds = Array.from({ length: 120 }, (_, event) =>
    event % 50 < 1 ? "person" : event % 50 < 4 ? "auction" : "bid",
  );
  for (let events = 0; events <= kinds.length; events++) {
    const expected = { person: 0, auction: 0, bid: 0 };
    for (const kind of kinds.slice(0, events)) expected[kind as keyof typeof expected]++;
    expect(countsOf(events)).toEqual(expected);
  }
});

describe("time", () => {
  /** When the bids arrive at 100 events per second: a cycle takes half a second, bids begin with its fifth event. */
  const arrivals = Array.from({ length: 4600 }, (_, i) => START_MS + Math.floor(i / 46) * 500 + (4 + (i % 46)) * 10);
  const timesOf = (options: Partial<StreamOptions>) =>
    [...bids({ seed: 5, count: 4600, eventsPerSecond: 100, ...options })].flatMap(({ columns }) =>
      [...columns.dateTime].map(Number),
    );

  it("ascends at the rate asked for", () => {
    expect(timesOf({})).toEqual(arrivals);
  });

  it("lies up to the disorder before the arrival", () => {
    const delays = timesOf({ disorderMs: 2000 }).map((time, i) => arrivals[i]! - time);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(2000);
    expect(new Set(delays).size).toBeGreaterThan(1000);
  });

  it("lies 4 to 30 seconds before the arrival of late rows", () => {
    const late = timesOf({ lateShare: 0.1 }).flatMap((time, i) => (time === arrivals[i]! ? [] : [arrivals[i]! - time]));
    expect(late.length).toBeGreaterThan(360);
    expect(late.length).toBeLessThan(560);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(4000);
    expect(Math.max(...late)).toBeLessThan(30_000);
  });

  it("is all that disorder changes", () => {
    const others = (options: Partial<StreamOptions>) =>
      linesOf(BID, bids({ seed: 5, count: 500, ...options })).replaceAll(/"dateTime":"[^"]*"/g, "");
    expect(others({ disorderMs: 3000, lateShare: 0.2 })).toBe(others({}));
  });
});

describe("bids", () => {
  const [{ columns, rows }] = [...bids({ seed: 11, count: 46_000, batchRows: 46_000 })] as [Batch<typeof BID>];
  const shareOf = (test: (row: number) => boolean) =>
    Array.from({ length: rows }, (_, row) => row).filter(test).length / rows;

  it("concentrate on hot auctions and bidders", () => {
    expect(shareOf((row) => columns.auction[row]! % 100n === 0n)).toBeCloseTo(0.5, 1);
    expect(shareOf((row) => columns.bidder[row]! % 100n === 1n)).toBeCloseTo(0.75, 1);
  });

  it("concern auctions and people of about that time", () => {
    for (let row = 0; row < rows; row++) {
      const cycle = Math.floor(row / 46);
      expect(Number(columns.auction[row])).toBeLessThan(1000 + cycle * 3 + 3 + 10);
      expect(Number(columns.auction[row])).toBeGreaterThanOrEqual(1000 + cycle * 3 + 2 - 100);
      expect(Number(columns.bidder[row])).toBeLessThan(1000 + cycle + 1 + 10);
    }
  });

  it("offer prices that are uniform in their logarithm", () => {
    for (const [decade, below] of [1e3, 1e4, 1e5, 1e6, 1e7].entries()) {
      expect(shareOf((row) => columns.price[row]! < below)).toBeCloseTo((decade + 1) / 6, 1);
    }
  });
});

function linesOf(shape: Shape, batches: Iterable<Batch<Shape>>): string {
  return [...batches].map((batch) => jsonLines(shape, batch)).join("");
}
