/** The recorded streams and answers: README.md says what they are. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export type StreamName = "in-order" | "late";

/** A line of a stream. */
export interface Bid {
  readonly auction: number;
  readonly bidder: number;
  readonly price: number;
  readonly channel: string;
  readonly url: string;
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC */
  readonly dateTime: string;
  readonly extra: string;
}

/** An answer: a multiset of rows. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string | null)[])[];
}

/** The stream's JSON lines as they were recorded. */
export function bidBytes(stream: StreamName): Uint8Array {
  return recorded(`${stream}/bid.jsonl.gz`);
}

export function bidsOf(bytes: Uint8Array): readonly Bid[] {
  return linesOf(bytes).map((line) => JSON.parse(line));
}

/** `folder/name`; columns named in `without` are left out. */
export function answer(name: string, without: readonly string[] = []): Answer {
  const [head, ...lines] = linesOf(recorded(`${name}.jsonl.gz`));
  const { columns } = JSON.parse(head!) as { columns: readonly string[] };
  const kept = columns.flatMap((column, i) => (without.includes(column) ? [] : [i]));
  return {
    columns: kept.map((i) => columns[i]!),
    rows: lines.map((line) => {
      const row = JSON.parse(line);
      return kept.map((i) => row[i]);
    }),
  };
}

/** Milliseconds since the epoch. */
export function timeOf(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}Z`);
}

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes).toString("utf8").trimEnd().split("\n");
}

function recorded(file: string): Uint8Array {
  return gunzipSync(readFileSync(new URL(file, import.meta.url)));
}
