/** Results as a table for people: the first rows, names over types, as wide as the screen. */
import { BatchReader } from "../../../runtime/batch/column-batch.ts";
import type { OutputInfo } from "../../../runtime/manifest.ts";
import { isNumber, typeName } from "../../catalog/sql-type.ts";
import { escaped } from "../../diagnostics/render.ts";
import { grouped } from "../figures.ts";
import { aligned, columnWidths, shortened } from "../table.ts";
import type { Colours } from "../terminal.ts";
import { textCell } from "./cells.ts";
import { opOf, type RowWriter } from "./row-writer.ts";

export interface TableSize {
  /** Cells in a line. */
  readonly width: number;
  /** Rows shown; the others are counted. */
  readonly rows: number;
}

/** Nothing comes out before the end: the widths of the columns depend on the rows. */
export function tableWriter({ columns, changelog }: OutputInfo, size: TableSize, colours: Colours): RowWriter {
  const cells = columns.map(({ type }) => textCell(type));
  const isChangelog = changelog === "retract";
  const kept: string[][] = [];
  let more = 0;
  return {
    head: "",
    rows(batch) {
      const reader = new BatchReader(batch);
      const count = Math.min(batch.rows, size.rows - kept.length);
      for (let row = 0; row < count; row++) {
        const values = cells.map((cell, i) => shown(cell(reader, i, row)));
        kept.push(isChangelog ? [opOf(batch, row), ...values] : values);
      }
      more += batch.rows - count;
      return "";
    },
    tail() {
      if (kept.length === 0) return "";
      const op = isChangelog ? [{ name: "op", type: "", right: false, isText: false }] : [];
      const heads = columns.map(({ name, type }) => ({
        name,
        type: shortType(typeName(type)),
        right: isNumber(type.kind),
        isText: type.kind === "TEXT",
      }));
      return `${tableText([...op, ...heads], kept, size.width, colours)}${moreText(more)}`;
    },
  };
}

function moreText(more: number): string {
  return more === 0 ? "" : ` … ${grouped(more)} more ${more === 1 ? "row" : "rows"} (--out FILE keeps all)\n`;
}

/** Six digits are what a TIMESTAMP has unless it says otherwise. */
function shortType(name: string): string {
  return name.toLowerCase().replace("timestamp(6)", "timestamp");
}

/** No screen is this wide, and a text may have millions of characters. */
const SHOWN_MAX = 1000;

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function shown(text: string | null): string {
  if (text === null) return "NULL";
  return escaped(text.slice(0, SHOWN_MAX).replace(/[\n\r\t]/g, (character) => ESCAPES[character]!));
}

interface Head {
  readonly name: string;
  readonly type: string;
  readonly right: boolean;
  /** May be cut. */
  readonly isText: boolean;
}

function tableText(heads: readonly Head[], rows: readonly string[][], width: number, colours: Colours): string {
  const names = heads.map(({ name }) => escaped(name));
  const types = heads.map(({ type }) => type);
  const widths = fitted(columnWidths([names, types, ...rows]), heads, width);
  const line = (cells: readonly string[]) =>
    ` ${widths.map((cells_, i) => aligned(shortened(cells[i]!, cells_), cells_, heads[i]!.right)).join("  ")}`.trimEnd();
  const hidden = heads.length - widths.length;
  const note =
    hidden === 0 ? "" : ` … ${hidden} more ${hidden === 1 ? "column" : "columns"} (--format ndjson shows all)\n`;
  const body = rows.map((row) => `${line(row)}\n`).join("");
  return `${colours.bold(line(names))}\n${colours.dim(line(types))}\n${body}${note}`;
}

/** What texts are cut to at least, where the line is too long. */
const TEXT_CELLS_MIN = 12;

/** The widest texts give way first, cell by cell; then columns at the end are left out. Other values are never cut. */
function fitted(natural: readonly number[], heads: readonly Head[], width: number): readonly number[] {
  const widths = [...natural];
  const total = () => 1 + widths.reduce((sum, cells) => sum + cells + 2, -2);
  const widestText = () =>
    widths.reduce((best, cells, i) => (heads[i]!.isText && cells > (widths[best] ?? 0) ? i : best), -1);
  while (total() > width && widths.length > 1) {
    const widest = widestText();
    if ((widths[widest] ?? 0) > TEXT_CELLS_MIN) widths[widest]!--;
    else widths.pop();
  }
  return widths;
}
