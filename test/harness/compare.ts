/** What a case expects against what an execution said. Answers are lists of faults in words; empty: all is well. */
import { microsecondsOfText } from "../../runtime/batch/datetime.ts";
import type { QueryInfo } from "../../runtime/manifest.ts";
import type { Field, SqlType } from "../../runtime/plan.ts";
import type { ExpectedLine, JsonRow, JsonValue, LawCounts } from "../fuzz/engine.ts";
import type { Played } from "./execute.ts";

type Row = Extract<ExpectedLine, { readonly op: string }>;
type Side = Extract<ExpectedLine, { readonly side: string }>;

/** The same rows with the same signs in the same order after the same lines; the same sides; the same law. */
export function sameStory(expected: readonly ExpectedLine[], played: Played, info: QueryInfo): readonly string[] {
  const tell = (lines: readonly ExpectedLine[]) =>
    rowsOf(lines).map((line) => `after ${line.after}: ${line.op} ${rowText(line.row, info.output.columns)}`);
  return [
    ...differences("rows", tell(expected), tell(played.lines)),
    ...differences(
      "sides",
      sidesOf(expected).map((s) => sideText(s, info)),
      sidesOf(played.lines).map((s) => sideText(s, info)),
    ),
    ...lawFaults(expected, played, "each"),
    ...endFaults(expected, played),
  ];
}

/** However it was cut: the same consolidated result and sides; no row before its line, none after its line's batch. */
export function sameInTheEnd(expected: readonly ExpectedLine[], played: Played, info: QueryInfo): readonly string[] {
  const batchEnd = (line: number) => played.batchEnds.find((end) => end >= line) ?? line;
  const isAppend = info.output.changelog === "append";
  const rows = (lines: readonly ExpectedLine[], place: (line: number) => number) =>
    isAppend
      ? rowsOf(lines).map((line) => `after ${place(line.after)}: ${rowText(line.row, info.output.columns)}`)
      : consolidate(rowsOf(lines), info.output.columns);
  const sides = (lines: readonly ExpectedLine[]) =>
    sidesOf(lines).map((side) => sideText({ ...side, after: batchEnd(side.after) }, info));
  return [
    ...differences("rows in the end", rows(expected, batchEnd).sort(), rows(played.lines, (line) => line).sort()),
    ...differences("sides", sides(expected).sort(), sides(played.lines).sort()),
    ...(isAppend ? differences("order of rows", inOrder(expected, info), inOrder(played.lines, info)) : []),
    ...lawFaults(expected, played, "where batches end"),
    ...endFaults(expected, played),
  ];
}

function inOrder(lines: readonly ExpectedLine[], info: QueryInfo): readonly string[] {
  return rowsOf(lines).map(({ row }) => rowText(row, info.output.columns));
}

function rowsOf(lines: readonly ExpectedLine[]): readonly Row[] {
  return lines.filter((line): line is Row => "op" in line);
}

function sidesOf(lines: readonly ExpectedLine[]): readonly Side[] {
  return lines.filter((line): line is Side => "side" in line);
}

/** Laws are compared in the members that are given; where rows come together, those at the end of a batch. */
function lawFaults(
  expected: readonly ExpectedLine[],
  played: Played,
  which: "each" | "where batches end",
): readonly string[] {
  return expected.flatMap((line) => {
    if (!("law" in line)) return [];
    const at = played.lines
      .filter((l): l is { after: number; law: LawCounts } => "law" in l && l.after === line.after)
      .at(-1);
    if (at === undefined) return which === "each" ? [`no law after ${line.after}`] : [];
    return Object.entries(line.law).flatMap(([name, count]) => {
      const received = at.law[name as keyof LawCounts];
      return received === count ? [] : [`law after ${line.after}: ${name} is ${received}, expected ${count}`];
    });
  });
}

function endFaults(expected: readonly ExpectedLine[], played: Played): readonly string[] {
  const end = (lines: readonly ExpectedLine[]) => lines.find((line) => "open" in line) as { open: number } | undefined;
  const wanted = end(expected);
  const received = end(played.lines)?.open;
  return wanted === undefined || wanted.open === received ? [] : [`open windows: ${received}, expected ${wanted.open}`];
}

function differences(what: string, expected: readonly string[], received: readonly string[]): readonly string[] {
  const length = Math.max(expected.length, received.length);
  for (let i = 0; i < length; i++) {
    if (expected[i] === received[i]) continue;
    return [
      `${what} differ at ${i + 1} (${expected.length} expected, ${received.length} received)`,
      `  expected ${expected[i] ?? "nothing more"}`,
      `  received ${received[i] ?? "nothing more"}`,
    ];
  }
  return [];
}

/** What stands after all changes: each row with how often it does. */
function consolidate(rows: readonly Row[], fields: readonly Field[]): string[] {
  const counts = new Map<string, number>();
  for (const { op, row } of rows) {
    const text = rowText(row, fields);
    counts.set(text, (counts.get(text) ?? 0) + (op === "-U" || op === "-D" ? -1 : 1));
  }
  return [...counts].flatMap(([text, count]) => (count === 0 ? [] : [`${count} × ${text}`]));
}

function sideText(side: Side, info: QueryInfo): string {
  if (side.side === "late") return `after ${side.after}: late ${rowText(side.row, info.inputs[0]!.declared)}`;
  return `after ${side.after}: malformed ${side.code}${side.offset === undefined ? "" : ` at ${side.offset}`}`;
}

function rowText(row: JsonRow, fields: readonly Field[]): string {
  return `{${fields.map(({ name, type }) => `${name}: ${cellText(row[name] ?? null, type)}`).join(", ")}}`;
}

/** One text per value: NaN is NaN, -0 is 0, times in microseconds. */
function cellText(value: JsonValue, type: SqlType): string {
  if (value === null) return "NULL";
  const tagged =
    typeof value === "object" && !Array.isArray(value) ? (value as { readonly [tag: string]: string }) : null;
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return String(tagged?.$i64 ?? value);
    case "REAL":
    case "DOUBLE":
      return floatText(tagged === null ? Number(value) : floatOf(tagged.$f64!));
    case "TIMESTAMP":
      if (tagged !== null) return tagged.$ts ?? tagged.$i64!;
      return typeof value === "number"
        ? String(BigInt(Math.round(value * 1000)))
        : String(microsecondsOfText(String(value)).us);
    default:
      return JSON.stringify(value);
  }
}

function floatText(value: number): string {
  return Object.is(value, -0) ? "0" : String(value);
}

function floatOf(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}
