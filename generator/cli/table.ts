/** Text in columns. */
import { displayWidth } from "../diagnostics/render.ts";

/** One line per row, a space before and two between columns; `right` says which columns are set flush right. */
export function layOut(rows: readonly (readonly string[])[], right: readonly boolean[] = []): readonly string[] {
  const widths = columnWidths(rows);
  return rows.map((row) =>
    ` ${row.map((cell, i) => aligned(cell, widths[i]!, right[i] ?? false)).join("  ")}`.trimEnd(),
  );
}

/** Terminal cells of the widest cell of each column. */
export function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cellsOf(cell));
  return widths;
}

export function aligned(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - cellsOf(text)));
  return right ? space + text : text + space;
}

/** Terminal cells of a text without control characters. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += displayWidth(character);
  return cells;
}

/** The beginning of a text, `…` for what does not fit. */
export function shortened(text: string, width: number): string {
  if (cellsOf(text) <= width) return text;
  let kept = "";
  let cells = 0;
  for (const character of text) {
    cells += displayWidth(character);
    if (cells > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
