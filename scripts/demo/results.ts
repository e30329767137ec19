/** What the demo says of the results of a query over flights: `window_start` and `flights` are among their columns. */
import { createHash } from "node:crypto";
import { isNumber } from "../../generator/catalog/sql-type.ts";
import { type Cell, textCell } from "../../generator/cli/run/cells.ts";
import { ndjsonWriter } from "../../generator/cli/run/row-writer.ts";
import { layOut } from "../../generator/cli/table.ts";
import { BatchReader, type ColumnBatch } from "../../runtime/index.ts";

/** As lines of a table: `count` rows of the latest windows, the latest window first, in each most flights first. */
export function latestRows(results: readonly ColumnBatch[], count: number): readonly string[] {
  const latest: Result[] = [];
  for (const result of fromTheEnd(results)) {
    if (latest.length >= count && result.window !== latest.at(-1)!.window) break;
    latest.push(result);
  }
  latest.sort((a, b) => Number(b.window - a.window) || Number(b.flights - a.flights));
  const { fields } = results[0]!;
  const cells = fields.map(({ type }) => (type.kind === "DOUBLE" ? twoDigits : textCell(type)));
  const rows = latest.slice(0, count).map(({ reader, row }) => cells.map((cell, i) => cell(reader, i, row) ?? "NULL"));
  return layOut(
    [fields.map(({ name }) => name), ...rows],
    fields.map(({ type }) => isNumber(type.kind)),
  );
}

const twoDigits: Cell = (reader, column, row) => (reader.get(column, row) as number | null)?.toFixed(2) ?? null;

/** Results come window by window. */
export function countWindows(results: readonly ColumnBatch[]): number {
  let windows = 0;
  let previous: bigint | null = null;
  for (const { window } of fromTheEnd(results)) {
    if (window !== previous) windows++;
    previous = window;
  }
  return windows;
}

/** SHA-256 of the rows as JSON lines, in their order; however they are cut into batches. */
export function digestOf(results: readonly ColumnBatch[]): string {
  const hash = createHash("sha256");
  for (const batch of results) hash.update(ndjsonWriter({ columns: batch.fields, changelog: "append" }).rows(batch));
  return hash.digest("hex");
}

interface Result {
  readonly reader: BatchReader;
  readonly row: number;
  /** When it starts, µs since the epoch. */
  readonly window: bigint;
  readonly flights: bigint;
}

function* fromTheEnd(results: readonly ColumnBatch[]): Generator<Result> {
  for (const batch of results.toReversed()) {
    const reader = new BatchReader(batch);
    const column = (name: string) => batch.fields.findIndex((field) => field.name === name);
    const [window, flights] = [column("window_start"), column("flights")] as const;
    for (let row = batch.rows - 1; row >= 0; row--) {
      yield { reader, row, window: reader.getI64(window, row)!, flights: reader.getI64(flights, row)! };
    }
  }
}
