/** What `millrace build` wrote in this run, fed in each of the three ways. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { ArrowBatch, QueryConfig, QueryDefinition, StreamingQuery } from "../../runtime/index.ts";
import type { Contestant } from "../contest.ts";
import { addBatch, Digester, sumOfColumn } from "../digest.ts";

type Row = Readonly<Record<string, unknown>>;
type Query = StreamingQuery<{ bid: Row }, Row>;

export interface Loaded {
  readonly definition: QueryDefinition<{ bid: Row }, Row>;
  /** Compiled once: a stream runs for long, so that runs are measured after the engine's optimizing compiler is done. */
  readonly module: WebAssembly.Module;
}

/** What a query holds while most groups are open. */
export interface Footprint {
  readonly keys: number;
  /** Bytes of state per group, tables and their free room included. */
  readonly bytesPerKey: number;
  /** Pages of 64 KiB that linear memory has grown to in the end. */
  readonly pages: number;
}

export async function loadQuery(folder: string): Promise<Loaded> {
  const { default: definition } = (await import(pathToFileURL(`${folder}/index.js`).href)) as {
    default: Loaded["definition"];
  };
  return { definition, module: await WebAssembly.compile(readFileSync(`${folder}/query.wasm`)) };
}

interface Ours extends Contestant {
  /** Known after `digest`. */
  readonly footprint: () => Footprint;
}

/** Calls `drain` after each piece of input, and `watch` between two. */
type Feed = (query: Query, drain: () => void) => void;

/** Record batches in, columns out. */
export function onBatches(loaded: Loaded, batches: readonly ArrowBatch[], checkColumn: number): Ours {
  return columnsOut(loaded, checkColumn, (query, drain) => {
    for (const batch of batches) {
      query.inputs.bid.submitArrow(batch);
      drain();
    }
  });
}

/** JSON lines in, in pieces as files and sockets deliver them; columns out. */
export function onBytes(loaded: Loaded, bytes: Uint8Array, checkColumn: number): Ours {
  return columnsOut(loaded, checkColumn, (query, drain) => {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      query.inputs.bid.submitBytes(bytes.subarray(at, at + CHUNK_BYTES));
      drain();
    }
  });
}

const CHUNK_BYTES = 65_536;

function columnsOut(loaded: Loaded, checkColumn: number, feed: Feed): Ours {
  let footprint: Footprint = { keys: 0, bytesPerKey: 0, pages: 0 };
  return {
    name: "ours",
    footprint: () => footprint,
    async digest() {
      const digester = new Digester();
      const memory = await memoryOf(() => loaded.definition.start({ wasm: loaded.module }));
      const { query } = memory;
      const empty = query.metrics().memoryBytes;
      const drain = () => {
        const { keys, memoryBytes } = query.metrics();
        if (keys > footprint.keys) footprint = { ...footprint, keys, bytesPerKey: (memoryBytes - empty) / keys };
        for (let batch = query.pollBatch(); batch !== null; batch = query.pollBatch())
          addBatch(digester, batch, checkColumn);
      };
      feed(query, drain);
      query.inputs.bid.end();
      drain();
      footprint = { ...footprint, pages: memory.pages() };
      await query.stop();
      return digester.digest;
    },
    async run() {
      const query = await loaded.definition.start({ wasm: loaded.module });
      let rows = 0;
      let check = 0;
      const drain = () => {
        for (let batch = query.pollBatch(); batch !== null; batch = query.pollBatch()) {
          rows += batch.rows;
          check = (check + sumOfColumn(batch.columns[checkColumn]!.values, batch.rows)) | 0;
        }
      };
      const began = performance.now();
      feed(query, drain);
      query.inputs.bid.end();
      drain();
      const ns = (performance.now() - began) * 1e6;
      await query.stop();
      return { ns, rows, check };
    },
    close: () => undefined,
  };
}

/** The query, and how many pages its instance has: the runtime shows what is used, not what has been reserved. */
async function memoryOf(start: () => Promise<Query>): Promise<{ readonly query: Query; readonly pages: () => number }> {
  const { instantiate } = WebAssembly;
  let exports: WebAssembly.Exports = {};
  WebAssembly.instantiate = (async (module: WebAssembly.Module) => {
    const instance = await instantiate(module);
    exports = instance.exports;
    return instance;
  }) as typeof instantiate;
  try {
    const query = await start();
    return { query, pages: () => (exports.memory as WebAssembly.Memory).buffer.byteLength / 65_536 };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

/** Objects in, one call each; objects out. `addKey` describes a result's key to the digester. */
export function onEvents(
  loaded: Loaded,
  events: readonly Row[],
  lane: QueryConfig["lane"],
  addKey: (digester: Digester, row: Row) => void,
): Contestant {
  const start = () => loaded.definition.start({ wasm: loaded.module, lane });
  const feed = (query: Query, drain: () => void) => {
    const { bid } = query.inputs;
    for (let i = 0; i < events.length; i++) {
      while (bid.submit(events[i]!).rest > 0) drain();
      if (i % POLL_EVENTS === 0) drain();
    }
    bid.end();
    drain();
  };
  return {
    name: "ours",
    async digest() {
      const query = await start();
      const digester = new Digester();
      feed(query, () => {
        for (const row of query.pollOutput()) addResult(digester, row, addKey);
      });
      await query.stop();
      return digester.digest;
    },
    async run() {
      const query = await start();
      let rows = 0;
      let check = 0;
      let readingMs = 0;
      const began = performance.now();
      feed(query, () => {
        const polled = performance.now();
        const results = query.pollOutput();
        rows += results.length;
        for (const { n } of results) check = (check + Number(n)) | 0;
        readingMs += performance.now() - polled;
      });
      const ns = (performance.now() - began) * 1e6;
      await query.stop();
      return { ns, readingNs: readingMs * 1e6, rows, check };
    },
    close: () => undefined,
  };
}

const POLL_EVENTS = 4096;

function addResult(digester: Digester, row: Row, addKey: (digester: Digester, row: Row) => void): void {
  digester.begin();
  addKey(digester, row);
  digester.addNumber((row.window_start as number) * 1000);
  digester.addNumber(Number(row.n));
  digester.addNumber(Number(row.total));
  digester.addNumber(Number(row.highest));
  digester.row(Number(row.n));
}
