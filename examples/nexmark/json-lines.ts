/** Batches as JSON lines. */
import type { Batch, ColumnKind, Shape, TextColumn } from "./columns.ts";

/** One line per row, each ended by a newline. Texts of this generator hold nothing that JSON escapes. */
export function jsonLines<S extends Shape>(shape: S, { rows, columns }: Batch<S>): string {
  const members = Object.entries(shape).map(([name, kind], i) => {
    const value = valueText(kind, columns[name]!);
    const key = `${i === 0 ? "{" : ","}"${name}":`;
    return (row: number) => key + value(row);
  });
  let lines = "";
  for (let row = 0; row < rows; row++) {
    for (const member of members) lines += member(row);
    lines += "}\n";
  }
  return lines;
}

function valueText(kind: ColumnKind, column: BigInt64Array | TextColumn): (row: number) => string {
  if (!(column instanceof BigInt64Array)) {
    const { offsets, data } = column;
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
    return (row) => `"${text.slice(offsets[row], offsets[row + 1])}"`;
  }
  if (kind === "timestamp") return (row) => `"${timestampText(Number(column[row]))}"`;
  return (row) => String(column[row]);
}

/** `YYYY-MM-DD HH:MM:SS.mmm` */
function timestampText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 23).replace("T", " ");
}
