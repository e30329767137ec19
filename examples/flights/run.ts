/** How an application runs a generated query over all flights, handed in as columns or as JSON lines. */
import { closeSync, openSync, readSync } from "node:fs";
import type { RecordBatch } from "apache-arrow";
import type { ColumnBatch, Input, QueryDefinition, QueryMetrics } from "../../runtime/index.ts";

/** What the `index.js` of a generated folder exports. */
export type FlightQuery = QueryDefinition<{ flights: object }, object>;

export interface Run {
  /** In the order in which they came. */
  readonly results: readonly ColumnBatch[];
  readonly metrics: QueryMetrics;
  /** From before the first flight is handed in until the last result has been taken. */
  readonly ms: number;
}

/** Hands the flights over piece by piece; `take` is called after each. */
export type Feed = (input: Input<object>, take: () => void) => void;

export async function run(definition: FlightQuery, feed: Feed): Promise<Run> {
  const query = await definition.start();
  const { flights } = query.inputs;
  const results: ColumnBatch[] = [];
  const take = () => {
    for (let batch = query.pollBatch(); batch !== null; batch = query.pollBatch()) results.push(batch);
  };
  const began = performance.now();
  feed(flights, take);
  flights.end();
  take();
  const ms = performance.now() - began;
  return { results, metrics: await query.stop(), ms };
}

export function columnsFeed(batches: readonly RecordBatch[]): Feed {
  return (flights, take) => {
    for (const batch of batches) {
      flights.submitArrow(batch);
      take();
    }
  };
}

const CHUNK_BYTES = 1 << 20;

/** The file is read while it runs; chunks end anywhere in a line. */
export function linesFeed(path: string): Feed {
  return (flights, take) => {
    const file = openSync(path, "r");
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let bytes = readSync(file, chunk); bytes > 0; bytes = readSync(file, chunk)) {
      flights.submitBytes(chunk.subarray(0, bytes));
      take();
    }
    closeSync(file);
  };
}
