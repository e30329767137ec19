/** What is measured. Each workload makes its input by seed and names who competes on it. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ArrowBatch } from "../runtime/index.ts";
import type { Baseline, Contestant } from "./contest.ts";
import { type CWorkload, inC } from "./contestants/c.ts";
import { type DuckQueries, type DuckTable, inDuckDb } from "./contestants/duckdb.ts";
import { filterInJs, inJs, overColumns, overEvents, overLines } from "./contestants/js.ts";
import type { JsWindows } from "./contestants/js-windows.ts";
import { type Footprint, type Loaded, onBatches, onBytes, onEvents } from "./contestants/ours.ts";
import { arrowBatches } from "./data/arrow.ts";
import { bidLines } from "./data/bid-lines.ts";
import { auctionIds, type Bids, channelNames, makeBids, widen } from "./data/bids.ts";
import { textColumn } from "./data/text-column.ts";

/** How a figure is told: rows or bytes per second, or the time of one event. */
export type Unit = "M rows/s" | "GB/s" | "ns/event";

export interface Workload {
  readonly name: string;
  readonly query: string;
  readonly unit: Unit;
  /** Who competes, where they are there. */
  readonly baselines: readonly Baseline[];
  /** What is to be reached: in the unit (of events: by submitting them), and the least ratio against a baseline. */
  readonly goals: Readonly<Partial<Record<Baseline | "ours", number>>>;
  readonly setUp: (setting: Setting) => Promise<Field>;
}

export interface Setting {
  readonly quick: boolean;
  readonly loaded: Loaded;
  /** Null: there is none. */
  readonly executable: string | null;
  /** A folder for input files. */
  readonly scratch: string;
}

/** The input, and the contestants that have it in their hands. */
export interface Field {
  readonly rows: number;
  /** Null where rows are what counts. */
  readonly bytes: number | null;
  readonly sha256: string;
  readonly contestants: readonly Contestant[];
  readonly footprint: (() => Footprint) | null;
}

export const WORKLOADS: readonly Workload[] = [
  tumbleBigint("tumble bigint 10 keys", 10),
  tumbleBigint("tumble bigint 10k keys", 10_000),
  tumbleBigint("tumble bigint 1M keys", 1_000_000),
  {
    name: "tumble text 10k keys",
    query: "tumble-text",
    unit: "M rows/s",
    baselines: ["c", "duckdb", "duckdb int", "js"],
    goals: { c: 0.6, duckdb: 3 },
    setUp: setUpTumbleText,
  },
  {
    name: "filter project columns",
    query: "filter-project",
    unit: "M rows/s",
    baselines: ["c", "duckdb", "js"],
    goals: {},
    setUp: setUpFilter,
  },
  {
    name: "json bytes to window result",
    query: "tumble-json",
    unit: "GB/s",
    baselines: ["duckdb", "js"],
    goals: { ours: 1.2, js: 4 },
    setUp: setUpJson,
  },
  {
    name: "submit three numbers",
    query: "tumble-bigint",
    unit: "ns/event",
    baselines: ["js"],
    goals: { ours: 60 },
    setUp: (setting) => setUpNumberEvents(setting, "wasm"),
  },
  {
    name: "submit three numbers and a string",
    query: "tumble-event-text",
    unit: "ns/event",
    baselines: ["js"],
    goals: { ours: 100 },
    setUp: setUpTextEvents,
  },
  {
    name: "interpreter lane submit three numbers",
    query: "tumble-bigint",
    unit: "ns/event",
    baselines: ["js"],
    goals: { ours: 5000 },
    setUp: (setting) => setUpNumberEvents(setting, "interpret"),
  },
];

const COLUMN_ROWS = { full: 10_000_000, quick: 2_000_000 };
const LINES = { full: 2_000_000, quick: 200_000 };
const EVENTS = { full: 1_000_000, quick: 300_000 };
const INTERPRETED = { full: 200_000, quick: 60_000 };
const KEYS = 10_000;
/** Column of `n` in the results of every window query. */
const N = 2;

const sizeOf = ({ full, quick }: { full: number; quick: number }, setting: Setting) => (setting.quick ? quick : full);

/** What the windows hold in the end. */
const batchQuery = (key: string, relation: string) => `
  SELECT ${key}, epoch_us(bucket) AS window_start, n, total::BIGINT AS total, highest FROM (
    SELECT ${key}, time_bucket(INTERVAL 10 SECOND, ts) AS bucket, count(*) AS n, sum(price) AS total, max(price) AS highest
    FROM ${relation} GROUP BY 1, 2)`;

const batchQueries = (key: string, relation: string): DuckQueries => {
  const query = batchQuery(key, relation);
  const byNumber = query
    .replace("epoch_us(bucket)", "bucket * 10000000")
    .replace("time_bucket(INTERVAL 10 SECOND, ts)", "epoch_us(ts) // 10000000");
  return { duckdb: query, "duckdb int": byNumber };
};

const BIDS_IN_TIME = "bid WHERE NOT late";

function tumbleBigint(name: string, keys: number): Workload {
  const setUp = async (setting: Setting): Promise<Field> => {
    const rows = sizeOf(COLUMN_ROWS, setting);
    const bids = makeBids({ rows, keys, rowsPerWindow: 1_000_000, withLateRows: true });
    const ids = auctionIds(keys);
    const narrow = bids.key.map((key) => ids[key]!);
    const auction = widen(narrow);
    const price = widen(bids.price);
    const ts = widen(bids.ts);
    const batches = arrowBatches(rows, [
      { name: "auction", type: "bigint", values: auction },
      { name: "price", type: "bigint", values: price },
      { name: "ts", type: "timestamp", values: ts },
    ]);
    const table: DuckTable = {
      name: "bid",
      columns: [
        { name: "auction", kind: "bigint", values: auction },
        { name: "price", kind: "bigint", values: price },
        { name: "ts", kind: "timestamp", values: ts },
        { name: "late", kind: "boolean", values: bids.late },
      ],
    };
    return field(setting, rows, "bigint", [auction, price, ts], batches, N, [
      ...(await inDuckDb([table], rows, batchQueries("auction", BIDS_IN_TIME), N)),
      inJs(
        overColumns(rows, (row) => narrow[row]!, bids.price, bids.ts),
        1,
      ),
    ]);
  };
  return {
    name,
    query: "tumble-bigint",
    unit: "M rows/s",
    baselines: ["c", "duckdb", "duckdb int", "js"],
    goals: { c: 0.8, duckdb: 4 },
    setUp,
  };
}

async function setUpTumbleText(setting: Setting): Promise<Field> {
  const rows = sizeOf(COLUMN_ROWS, setting);
  const bids = makeBids({ rows, keys: KEYS, rowsPerWindow: 1_000_000, withLateRows: true });
  const names = channelNames(KEYS);
  const channel = textColumn(names, bids.key);
  const price = widen(bids.price);
  const ts = widen(bids.ts);
  const batches = arrowBatches(rows, [
    { name: "channel", type: "text", values: channel },
    { name: "price", type: "bigint", values: price },
    { name: "ts", type: "timestamp", values: ts },
  ]);
  const table: DuckTable = {
    name: "bid",
    columns: [
      { name: "channel", kind: "text", at: (row) => names[bids.key[row]!]! },
      { name: "price", kind: "bigint", values: price },
      { name: "ts", kind: "timestamp", values: ts },
      { name: "late", kind: "boolean", values: bids.late },
    ],
  };
  const { offsets, bytes } = channel;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nameAt = (row: number) => text.toString("utf8", offsets[row]!, offsets[row + 1]!);
  return field(setting, rows, "text", [price, ts, offsets, bytes], batches, N, [
    ...(await inDuckDb([table], rows, batchQueries("channel", BIDS_IN_TIME), N)),
    inJs(overColumns(rows, nameAt, bids.price, bids.ts), 1),
  ]);
}

async function setUpFilter(setting: Setting): Promise<Field> {
  const rows = sizeOf(COLUMN_ROWS, setting);
  const bids = makeBids({ rows, keys: KEYS, rowsPerWindow: 1_000_000, withLateRows: false });
  const ids = auctionIds(KEYS);
  const narrow = bids.key.map((key) => ids[key]!);
  const auction = widen(narrow);
  const price = widen(bids.price);
  const batches = arrowBatches(rows, [
    { name: "auction", type: "bigint", values: auction },
    { name: "price", type: "bigint", values: price },
  ]);
  const table: DuckTable = {
    name: "bid",
    columns: [
      { name: "auction", kind: "bigint", values: auction },
      { name: "price", kind: "bigint", values: price },
    ],
  };
  return field(setting, rows, "filter", [auction, price], batches, 1, [
    ...(await inDuckDb([table], rows, { duckdb: "SELECT auction, price FROM bid WHERE auction % 123 = 0" }, 1)),
    filterInJs(narrow, bids.price),
  ]);
}

/** Ours on record batches, C on the same columns in a file, and the others. */
function field(
  setting: Setting,
  rows: number,
  inputKind: CWorkload,
  columns: readonly ArrayBufferView[],
  batches: readonly ArrowBatch[],
  checkColumn: number,
  others: readonly Contestant[],
): Field {
  const file = join(setting.scratch, `${inputKind}.columns`);
  const sha256 = createHash("sha256");
  writeFileSync(file, "");
  for (const { buffer, byteOffset, byteLength } of columns) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    writeFileSync(file, bytes, { flag: "a" });
    sha256.update(bytes);
  }
  const ours = onBatches(setting.loaded, batches, checkColumn);
  const c = setting.executable === null ? [] : [inC(setting.executable, inputKind, file, rows)];
  return {
    rows,
    bytes: null,
    sha256: sha256.digest("hex"),
    contestants: [ours, ...c, ...others],
    footprint: ours.footprint,
  };
}

async function setUpJson(setting: Setting): Promise<Field> {
  const rows = sizeOf(LINES, setting);
  const bids = makeBids({ rows, keys: KEYS, rowsPerWindow: 250_000, withLateRows: false });
  const bytes = bidLines(bids, KEYS);
  const file = join(setting.scratch, "bid.jsonl");
  writeFileSync(file, bytes);
  const ours = onBytes(setting.loaded, bytes, N);
  const columns = "columns = {auction: 'BIGINT', price: 'BIGINT', dateTime: 'TIMESTAMP'}";
  const lines = `(SELECT auction, price, dateTime AS ts
    FROM read_json('${file}', format = 'newline_delimited', ${columns}))`;
  return {
    rows,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    contestants: [
      ours,
      ...(await inDuckDb([], 0, { duckdb: batchQuery("auction", lines) }, N)),
      inJs(overLines(bytes), 1000),
    ],
    footprint: ours.footprint,
  };
}

/** Bids as objects, their time in milliseconds with three decimals. */
function eventsOf<E>(bids: Bids, event: (row: number, ts: number) => E): E[] {
  return Array.from({ length: bids.rows }, (_, row) => event(row, bids.ts[row]! / 1000));
}

async function setUpNumberEvents(setting: Setting, lane: "wasm" | "interpret"): Promise<Field> {
  const rows = sizeOf(lane === "wasm" ? EVENTS : INTERPRETED, setting);
  const bids = wholeMilliseconds(makeBids({ rows, keys: KEYS, rowsPerWindow: 100_000, withLateRows: true }));
  const ids = auctionIds(KEYS);
  const events = eventsOf(bids, (row, ts) => ({ auction: ids[bids.key[row]!]!, price: bids.price[row]!, ts }));
  return {
    rows,
    bytes: null,
    sha256: shaOf(bids),
    contestants: [
      onEvents(setting.loaded, events, lane, (digester, row) => digester.addNumber(Number(row.auction))),
      inJs(
        overEvents(events, (windows: JsWindows<number>, { auction, price, ts }) =>
          windows.add(auction, price, price, ts),
        ),
        1000,
      ),
    ],
    footprint: null,
  };
}

async function setUpTextEvents(setting: Setting): Promise<Field> {
  const rows = sizeOf(EVENTS, setting);
  const bids = wholeMilliseconds(makeBids({ rows, keys: KEYS, rowsPerWindow: 100_000, withLateRows: true }));
  const ids = auctionIds(KEYS);
  const names = channelNames(KEYS);
  // Each event has a string of its own, as if it had just been read.
  const events = eventsOf(bids, (row, ts) => ({
    auction: ids[bids.key[row]!]!,
    price: bids.price[row]!,
    channel: Buffer.from(names[bids.key[row]!]!).toString("latin1"),
    ts,
  }));
  const encoder = new TextEncoder();
  return {
    rows,
    bytes: null,
    sha256: shaOf(bids),
    contestants: [
      onEvents(setting.loaded, events, "wasm", (digester, row) =>
        digester.addText(encoder.encode(row.channel as string)),
      ),
      inJs(
        overEvents(events, (windows: JsWindows<string>, { channel, auction, price, ts }) =>
          windows.add(channel, price, auction, ts),
        ),
        1000,
      ),
    ],
    footprint: null,
  };
}

/** As clocks of JavaScript give them. */
function wholeMilliseconds(bids: Bids): Bids {
  return { ...bids, ts: bids.ts.map((us) => Math.floor(us / 1000) * 1000) };
}

function shaOf({ key, price, ts }: Bids): string {
  return createHash("sha256").update(key).update(price).update(ts).digest("hex");
}
