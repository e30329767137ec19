/** What a good JavaScript programmer writes instead of a query: on columns, on JSON lines, and event by event. */
import type { Contestant } from "../contest.ts";
import { Digester } from "../digest.ts";
import { type JsRow, JsWindows } from "./js-windows.ts";

const BATCH_ROWS = 65_536;
const encoder = new TextEncoder();

/** Hands rows of results, in the order of time, to whoever asked for the run. */
type Loop<K> = (read: (rows: JsRow<K>[]) => void) => void;

/** `unit`: microseconds per unit of the loop's times. */
export function inJs<K extends number | string>(loop: Loop<K>, unit: number): Contestant {
  return {
    name: "js",
    async digest() {
      const digester = new Digester();
      loop((rows) => {
        for (const row of rows) addRow(digester, row, unit);
      });
      return digester.digest;
    },
    async run() {
      const began = performance.now();
      let count = 0;
      let check = 0;
      loop((rows) => {
        count += rows.length;
        for (const { n } of rows) check = (check + n) | 0;
      });
      return { ns: (performance.now() - began) * 1e6, rows: count, check };
    },
    close: () => undefined,
  };
}

function addRow(digester: Digester, row: JsRow<number | string>, unit: number): void {
  digester.begin();
  if (typeof row.key === "string") digester.addText(encoder.encode(row.key));
  else digester.addNumber(row.key);
  digester.addNumber(row.windowStart * unit);
  digester.addNumber(row.n);
  digester.addNumber(row.total);
  digester.addNumber(row.highest);
  digester.row(row.n);
}

export function overColumns<K>(rows: number, key: (row: number) => K, price: Int32Array, ts: Float64Array): Loop<K> {
  return (read) => {
    const windows = new JsWindows<K>();
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      const to = Math.min(from + BATCH_ROWS, rows);
      for (let row = from; row < to; row++) windows.add(key(row), price[row]!, price[row]!, ts[row]!);
      if (windows.hasClosed) readClosed(windows, read);
    }
    windows.end();
    readClosed(windows, read);
  };
}

interface BidLine {
  readonly auction: number;
  readonly price: number;
  readonly dateTime: string;
}

/** Times in milliseconds. */
export function overLines(bytes: Buffer): Loop<number> {
  return (read) => {
    const windows = new JsWindows<number>(1000);
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(10, at);
      const bid = JSON.parse(bytes.toString("utf8", at, end)) as BidLine;
      windows.add(bid.auction, bid.price, bid.price, Date.parse(`${bid.dateTime.replace(" ", "T")}Z`));
      if (windows.hasClosed) readClosed(windows, read);
      at = end + 1;
    }
    windows.end();
    readClosed(windows, read);
  };
}

/** As a listener that is called with each event; times in milliseconds. */
export function overEvents<K, E>(events: readonly E[], listen: (windows: JsWindows<K>, event: E) => void): Loop<K> {
  return (read) => {
    const windows = new JsWindows<K>(1000);
    for (const event of events) {
      listen(windows, event);
      if (windows.hasClosed) readClosed(windows, read);
    }
    windows.end();
    readClosed(windows, read);
  };
}

function readClosed<K>(windows: JsWindows<K>, read: (rows: JsRow<K>[]) => void): void {
  const rows: JsRow<K>[] = [];
  windows.takeClosed(rows);
  read(rows);
}

/** SELECT auction, price WHERE auction % 123 = 0, into columns that are read batch by batch. */
export function filterInJs(auction: Int32Array, price: Int32Array): Contestant {
  const loop = (read: (auctions: number[], prices: number[]) => void) => {
    for (let from = 0; from < auction.length; from += BATCH_ROWS) {
      const auctions: number[] = [];
      const prices: number[] = [];
      const to = Math.min(from + BATCH_ROWS, auction.length);
      for (let row = from; row < to; row++) {
        if (auction[row]! % 123 !== 0) continue;
        auctions.push(auction[row]!);
        prices.push(price[row]!);
      }
      read(auctions, prices);
    }
  };
  return {
    name: "js",
    async digest() {
      const digester = new Digester();
      loop((auctions, prices) => {
        auctions.forEach((auction, i) => {
          digester.begin();
          digester.addNumber(auction);
          digester.addNumber(prices[i]!);
          digester.row(prices[i]!);
        });
      });
      return digester.digest;
    },
    async run() {
      const began = performance.now();
      let rows = 0;
      let check = 0;
      loop((auctions, prices) => {
        rows += auctions.length;
        for (const price of prices) check = (check + price) | 0;
      });
      return { ns: (performance.now() - began) * 1e6, rows, check };
    },
    close: () => undefined,
  };
}
