/** Results as text, batch by batch, in the form that was asked for. */
import { BatchReader, type ColumnBatch } from "../../../runtime/batch/column-batch.ts";
import type { OutputInfo } from "../../../runtime/manifest.ts";
import { jsonCell, textCell } from "./cells.ts";

export interface RowWriter {
  /** What stands before the first row. */
  readonly head: string;
  readonly rows: (batch: ColumnBatch) => string;
  /** What stands behind the last row. */
  readonly tail: () => string;
}

/** Sign of each row of a changelog, by its number in a batch. */
const OPS = ["+I", "-U", "+U", "-D"] as const;

export function opOf({ ops }: ColumnBatch, row: number): (typeof OPS)[number] {
  return OPS[ops[row] ?? 0]!;
}

/** One JSON object a line; in a changelog `op` comes first. `around` is put before and behind each object. */
export function ndjsonWriter(
  { columns, changelog }: OutputInfo,
  around: readonly [string, string] = ["", ""],
): RowWriter {
  const cells = columns.map(({ type }) => jsonCell(type));
  const isChangelog = changelog === "retract";
  const keys = columns.map(({ name }, i) => `${i === 0 && !isChangelog ? "" : ","}${JSON.stringify(name)}:`);
  return {
    head: "",
    rows(batch) {
      const reader = new BatchReader(batch);
      let text = "";
      for (let row = 0; row < batch.rows; row++) {
        text += isChangelog ? `${around[0]}{"op":"${opOf(batch, row)}"` : `${around[0]}{`;
        for (let i = 0; i < cells.length; i++) text += keys[i]! + cells[i]!(reader, i, row);
        text += `}${around[1]}\n`;
      }
      return text;
    },
    tail: () => "",
  };
}

/**
 * RFC 4180, with a line of names first; in a changelog a column `op` comes first. NULL is an empty field, an empty text
 * a quoted one.
 */
export function csvWriter({ columns, changelog }: OutputInfo): RowWriter {
  const cells = columns.map(({ type }) => textCell(type));
  const names = columns.map(({ name }) => csvField(name));
  const isChangelog = changelog === "retract";
  return {
    head: `${(isChangelog ? ["op", ...names] : names).join(",")}\r\n`,
    rows(batch) {
      const reader = new BatchReader(batch);
      let text = "";
      for (let row = 0; row < batch.rows; row++) {
        const fields = cells.map((cell, i) => csvField(cell(reader, i, row)));
        text += `${(isChangelog ? [opOf(batch, row), ...fields] : fields).join(",")}\r\n`;
      }
      return text;
    },
    tail: () => "",
  };
}

function csvField(text: string | null): string {
  if (text === null) return "";
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
