/**
 * Puts a spec to an engine and to a judge and says where they differ. The engine is seen through `Engine` alone; the
 * text it gets is printed from the spec, the lines it gets from the events.
 */
import { decodeValue, encodeValue, type Truth } from "../cases-format.ts";
import { canonicalRow, difference } from "../oracle/canonical.ts";
import type { TimeMode } from "../oracle/print-batch.ts";
import { hasTime, type Table } from "../oracle/tables.ts";
import { lawAt } from "../reference/model.ts";
import { runModel } from "../reference/run-spec.ts";
import type { Engine, ExpectedLine, InputLine, JsonRow, LawCounts, RunOptions } from "./engine.ts";
import type { SpecEvent } from "./events.ts";
import { printMillrace } from "./print-millrace.ts";
import {
  type QuerySpec,
  retracts,
  type SourceSpec,
  type SpecType,
  sourceOf,
  typeOf,
  type Value,
} from "./query-spec.ts";

/** What the engine did and what it should have done, in words and rows. */
export interface Disagreement {
  readonly what: string;
  readonly expected: readonly string[];
  readonly received: readonly string[];
  /** What a case folder would expect. */
  readonly truth?: { readonly by: Truth; readonly lines: readonly ExpectedLine[] };
}

/** Each event is one line, so line numbers are event numbers. */
export function inputLines(sources: readonly SourceSpec[], events: readonly SpecEvent[]): InputLine[] {
  return events.map((event): InputLine => {
    if (event.kind === "end") return { end: true };
    if (event.kind === "watermark") {
      const watermark = event.us % 1000n === 0n ? Number(event.us / 1000n) : { $ts: String(event.us) };
      return event.source === null ? { watermark } : { in: event.source, watermark };
    }
    return { in: event.source, row: encodeRow(sources, event) };
  });
}

function encodeRow(sources: readonly SourceSpec[], event: Extract<SpecEvent, { kind: "row" }>): JsonRow {
  const { columns } = sources.find(({ name }) => name === event.source)!;
  return Object.fromEntries(columns.map(({ name, type }, i) => [name, encodeValue(event.values[i]!, type)]));
}

/** MR code of each SQLSTATE that a row can fail with; see the diagnostics catalogue. */
const CODES: Readonly<Record<string, string>> = {
  NULL_EVENT_TIME: "MR6006",
  "22003": "MR6011",
  "22012": "MR6012",
  "22018": "MR6013",
  "22008": "MR6014",
  "22007": "MR6015",
  "2201F": "MR6016",
  "22011": "MR6017",
  "22025": "MR6018",
};

export function codeOf(sqlstate: string): string {
  const code = CODES[sqlstate];
  if (code === undefined) throw new Error(`no code for SQLSTATE ${sqlstate}`);
  return code;
}

/** What the model says of a spec of the R1c profile, as the lines of a case. */
export function modelLines(spec: QuerySpec, events: readonly SpecEvent[]): ExpectedLine[] {
  const run = runModel(spec, events);
  const output = run.output.map(({ after, op, values }) => ({ after, op, row: encodeOutput(spec, values) }));
  const sides = run.verdicts.flatMap((verdict): (ExpectedLine & { after: number })[] => {
    const { after, bucket } = verdict;
    if (bucket === "malformed") return [{ after, side: "malformed", code: codeOf(verdict.code) }];
    const event = events[after - 1]!;
    return bucket === "late" && event.kind === "row"
      ? [{ after, side: "late", row: encodeRow(spec.sources, event) }]
      : [];
  });
  const counts = lawAt(run.verdicts, events.length);
  const law: LawCounts = { ...counts, dropped: 0, pending: 0, outputErrors: run.outputErrors.length };
  const lines = [...output, ...sides].sort((a, b) => a.after - b.after);
  return [...lines, { after: events.length, law }, { end: true, open: run.open }];
}

/** The lines of the model where it comes to the same rows, as it knows when each leaves; else all of them at the end. */
function batchLines(
  spec: QuerySpec,
  events: readonly SpecEvent[],
  rows: readonly (readonly Value[])[],
): readonly ExpectedLine[] {
  const after = events.length;
  const atTheEnd = rows.map((values) => ({ after, op: "+" as const, row: encodeOutput(spec, values) }));
  try {
    const lines = modelLines(spec, events);
    if (difference(consolidate(spec, lines), consolidate(spec, atTheEnd)) === null) return lines;
  } catch {
    // The model knows but a part of the language.
  }
  return [...atTheEnd, { end: true, open: 0 }];
}

function encodeOutput(spec: QuerySpec, values: readonly Value[]): JsonRow {
  return Object.fromEntries(
    spec.select.projections.map(({ name, expr }, i) => [name, encodeValue(values[i]!, typeOf(expr))]),
  );
}

/**
 * R1c. Row by row: the same rows with the same signs in the same order after the same lines, the same sides and law.
 * In other cuts: the same sides and law; an append stream has the same rows in the same order, a changelog the same
 * rows in the end.
 */
export async function agreesWithModel(
  engine: Engine,
  spec: QuerySpec,
  events: readonly SpecEvent[],
  options: RunOptions = { batches: "each" },
): Promise<Disagreement | null> {
  const received = await runLines(engine, spec, events, options);
  if (!isLines(received)) return received;
  const expected = modelLines(spec, events);
  const rows = (lines: readonly ExpectedLine[]) =>
    retracts(spec) ? consolidate(spec, lines) : rowsInOrder(spec, lines);
  const found =
    options.batches === "each"
      ? differs("lines", tell(spec, expected), tell(spec, received))
      : (differs("rows", rows(expected), rows(received)) ??
        differs("sides and law", sides(spec, expected), sides(spec, received)));
  return found === null ? null : { ...found, truth: { by: "model", lines: expected } };
}

/** A batch engine over tables, as `DuckdbOracle` and `PostgresOracle` are. */
export interface BatchOracle {
  load(tables: readonly Table[], mode: TimeMode): Promise<void>;
  typed(sql: string, types: readonly SpecType[]): Promise<readonly (readonly Value[])[]>;
}

export interface BatchJudge {
  readonly oracle: BatchOracle;
  /** The spec in the oracle's words: `printDuckdb(spec, mode)`. */
  readonly sql: string;
  readonly mode: TimeMode;
  /** `tablesOf(spec.sources, events)`; the same list for several specs is loaded once. */
  readonly tables: readonly Table[];
}

/** R1: the consolidated result is what the batch query over the same rows gives, and nothing was late. */
export async function agreesWithBatch(
  engine: Engine,
  { oracle, sql, mode, tables }: BatchJudge,
  spec: QuerySpec,
  events: readonly SpecEvent[],
  options: RunOptions,
): Promise<Disagreement | null> {
  const received = await runLines(engine, spec, events, options);
  if (!isLines(received)) return received;
  await oracle.load(tables, mode);
  const types = outputTypes(spec);
  const rows = await oracle.typed(sql, types);
  const expected = rows.map((row) => canonicalRow(row, types));
  const source = sourceOf(spec);
  const read = events.filter((event) => event.kind === "row" && event.source === source.name).length;
  const malformed = read - tables.find((table) => table.source.name === source.name)!.rows.length;
  const law = { read, late: 0, malformed, dropped: 0, pending: 0, windowsMissed: 0, outputErrors: 0 };
  const found =
    differs("rows in the end", [...expected].sort(), consolidate(spec, received)) ??
    differs("law", tellLaw(law, law), tellLaw(lastLaw(received), law));
  return found === null ? null : { ...found, truth: { by: "oracle", lines: batchLines(spec, events, rows) } };
}

/** For each row of the query's source: what PostgreSQL made of it alone. See `oracle/row-errors.ts`. */
export type RowVerdict =
  | { readonly kind: "pass" | "filtered" }
  | { readonly kind: "failed"; readonly sqlstates: readonly string[] };

/** R1e: the rows that fail are those, with a code that one of their expressions raises; filtered ones are counted. */
export async function agreesOnRowErrors(
  engine: Engine,
  outcomes: readonly RowVerdict[],
  spec: QuerySpec,
  events: readonly SpecEvent[],
  options: RunOptions,
): Promise<Disagreement | null> {
  const received = await runLines(engine, spec, events, options);
  if (!isLines(received)) return received;
  const rows = acceptedLines(spec, events);
  const told = received.flatMap((line) => ("side" in line && line.side === "malformed" ? [line] : []));
  const mine = new Map(told.map(({ after, code }) => [after, code]));
  const expected: string[] = [];
  const actual: string[] = [];
  rows.forEach((after, i) => {
    const outcome = outcomes[i]!;
    const codes = outcome.kind === "failed" ? outcome.sqlstates.map(codeOf) : [];
    const code = mine.get(after);
    if (codes.length > 0 ? code !== undefined && codes.includes(code) : code === undefined) return;
    expected.push(`line ${after}: ${codes.join(" or ") || "no error"}`);
    actual.push(`line ${after}: ${code ?? "no error"}`);
  });
  const filtered = { filtered: outcomes.filter(({ kind }) => kind === "filtered").length };
  return (
    differs("row errors", expected, actual) ??
    differs("law", tellLaw(filtered, filtered), tellLaw(lastLaw(received), filtered))
  );
}

/** Numbers of the input lines that `tablesOf` keeps of the query's source. */
function acceptedLines(spec: QuerySpec, events: readonly SpecEvent[]): number[] {
  const source = sourceOf(spec);
  return events.flatMap((event, i) => {
    return event.kind === "row" && event.source === source.name && hasTime(source, event.values) ? [i + 1] : [];
  });
}

async function runLines(
  engine: Engine,
  spec: QuerySpec,
  events: readonly SpecEvent[],
  options: RunOptions,
): Promise<readonly ExpectedLine[] | Disagreement> {
  const result = await engine.run(printMillrace(spec), inputLines(spec.sources, events), options);
  if (result.kind === "ran") return result.lines;
  return { what: "refused", expected: ["a query that runs"], received: [...result.codes, result.text] };
}

function isLines(received: readonly ExpectedLine[] | Disagreement): received is readonly ExpectedLine[] {
  return Array.isArray(received);
}

export function outputTypes(spec: QuerySpec): SpecType[] {
  return spec.select.projections.map(({ expr }) => typeOf(expr));
}

function tell(spec: QuerySpec, lines: readonly ExpectedLine[]): string[] {
  const sides = sourceOf(spec).columns;
  const law = lines.findLast((line) => "law" in line);
  const told = lines.flatMap((line) => {
    if ("op" in line) return [`${line.after} ${line.op} ${outputText(spec, line.row)}`];
    if ("end" in line) return [`open ${line.open}`];
    if ("law" in line) return line === law ? tellLaw(line.law, WHOLE_LAW) : [];
    if (line.side === "malformed") return [`${line.after} malformed ${line.code}`];
    return [
      `${line.after} late ${canonicalRow(
        sides.map(({ name, type }) => decodeValue(line.row[name], type)),
        sides.map(({ type }) => type),
      )}`,
    ];
  });
  const isRow = (text: string) => /^\d+ [+-]/.test(text);
  return [...told.filter(isRow), ...told.filter((text) => !isRow(text)).sort()];
}

/** The counters that must all be told. */
const WHOLE_LAW: LawCounts = {
  read: 0,
  contributed: 0,
  filtered: 0,
  late: 0,
  malformed: 0,
  dropped: 0,
  pending: 0,
  lateForSomeWindows: 0,
  windowsMissed: 0,
  outputErrors: 0,
};

function tellLaw(law: LawCounts, wanted: LawCounts): string[] {
  return (Object.keys(wanted) as (keyof LawCounts)[]).map((name) => `${name} ${law[name]}`);
}

function lastLaw(lines: readonly ExpectedLine[]): LawCounts {
  const line = lines.findLast((each) => "law" in each);
  return line !== undefined && "law" in line ? line.law : {};
}

function isSide(line: ExpectedLine): boolean {
  return !("op" in line);
}

/**
 * Late and malformed rows without their places: a batch is told of as one. Where results are corrected, how many were
 * tried and failed on the way depends on the cuts.
 */
function sides(spec: QuerySpec, lines: readonly ExpectedLine[]): string[] {
  return tell(
    spec,
    lines.filter(isSide).map((line) => ("after" in line && !("law" in line) ? { ...line, after: 0 } : line)),
  ).filter((text) => !(retracts(spec) && text.startsWith("outputErrors")));
}

function outputText(spec: QuerySpec, row: JsonRow): string {
  const types = outputTypes(spec);
  return canonicalRow(
    spec.select.projections.map(({ name }, i) => decodeValue(row[name], types[i]!)),
    types,
  );
}

function rowsInOrder(spec: QuerySpec, lines: readonly ExpectedLine[]): string[] {
  return lines.flatMap((line) => ("op" in line ? [`${line.op} ${outputText(spec, line.row)}`] : []));
}

/** What remains when every retraction has taken its row away, sorted. A retraction of nothing shows with a minus. */
export function consolidate(spec: QuerySpec, lines: readonly ExpectedLine[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (!("op" in line)) continue;
    const row = outputText(spec, line.row);
    counts.set(row, (counts.get(row) ?? 0) + (line.op.startsWith("-") ? -1 : 1));
  }
  return [...counts]
    .flatMap(([row, count]) => Array<string>(Math.abs(count)).fill(count < 0 ? `- ${row}` : row))
    .sort();
}

function differs(what: string, expected: readonly string[], received: readonly string[]): Disagreement | null {
  if (expected.length === received.length && expected.every((line, i) => line === received[i])) return null;
  const rows = difference(expected, received);
  if (rows === null) return { what: `order of ${what}`, expected, received };
  return { what, expected: rows.onlyFirst, received: rows.onlySecond };
}
