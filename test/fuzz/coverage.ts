/**
 * What the generator has drawn, counted against what it can draw: overloads, casts, aggregates, types in each place,
 * NULLs, spellings, and every pair of clauses. A row at 0 fails the gate (quality.md §4): a generator that never draws
 * a shape keeps its bugs green for years.
 */

import { CASTS } from "./casts.ts";
import type { SpecEvent } from "./events.ts";
import { CLAUSES, featuresOf } from "./features.ts";
import { AGGREGATES, COMPARABLE, OVERLOADS } from "./function-table.ts";
import { COLUMN_SPELLINGS } from "./print-millrace.ts";
import type { Profile } from "./profiles.ts";
import { type QuerySpec, WINDOW_COLUMNS, WINDOW_SPELLINGS } from "./query-spec.ts";

export class Coverage {
  readonly #counts: Map<string, number>;

  /** Counts against the rows that the profiles can reach. */
  constructor(profiles: readonly Profile[]) {
    this.#counts = new Map(profiles.flatMap(coverageRows).map((row) => [row, 0]));
  }

  add(spec: QuerySpec, events: readonly SpecEvent[]): void {
    for (const feature of featuresOf(spec, events)) {
      const count = this.#counts.get(feature);
      if (count !== undefined) this.#counts.set(feature, count + 1);
    }
  }

  /** Rows that no spec has hit. */
  missing(): string[] {
    return [...this.#counts].filter(([, count]) => count === 0).map(([row]) => row);
  }

  /** `{row: specs that hit it}`, for the gate's report. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** One line per family: rows, the rarest ones, those at 0. */
  print(): string {
    const family = (row: string) => row.split(":")[0]!;
    const families = [...new Set([...this.#counts.keys()].map(family))];
    const lines = families.map((name) => {
      const rows = [...this.#counts].filter(([row]) => family(row) === name);
      const rarest = [...rows].sort(([, a], [, b]) => a - b).slice(0, 3);
      const shown = rarest.map(([row, count]) => `${row.slice(name.length + 1)} ${count}`).join(", ");
      const zero = rows.filter(([, count]) => count === 0).length;
      return `${name.padEnd(13)} ${String(rows.length).padStart(4)} rows  ${String(zero).padStart(3)} at 0  rarest: ${shown}`;
    });
    return lines.join("\n");
  }
}

/** One of each in a select; two only where windows nest. EMIT is counted for the topmost window, so never two. */
const CHOICES = [
  ["tumble", "hop", "cumulate"],
  ["keys 0", "keys 1", "keys 2+"],
  ["no emit", "on-window-close", "final", "after-watermark"],
];

/** Whether some query of the profile has both clauses. */
function isPair(a: string, b: string, profile: Profile): boolean {
  const nested = profile.guarded ? CHOICES.slice(2) : CHOICES;
  return !nested.some((choice) => choice.includes(a) && choice.includes(b));
}

/** The rows that a profile can reach. */
export function coverageRows(profile: Profile): string[] {
  const rows = [...expressionRows(profile), ...formRows(profile), ...queryRows(profile), ...eventRows(profile)];
  return profile.guarded ? rows : rows.filter((row) => !NOT_FLAT.test(row));
}

/** Single selects have no such shapes. */
const NOT_FLAT = /having|subquery|view|cte|nested|select above|form:star|window column|key spelling/;

function family(name: string, rows: readonly (string | number)[]): string[] {
  return rows.map((row) => `${name}:${row}`);
}

function expressionRows(profile: Profile): string[] {
  const overloads = OVERLOADS.filter(({ id }) => profile.allows(id));
  const casts = CASTS.filter(([from, to]) => profile.casts(from, to));
  // No text is surely a boolean, so such a cast is guarded away.
  const strict = casts.filter(([from, to]) => !profile.guarded || !(from === "TEXT" && to === "BOOLEAN"));
  const kinds = ["column", "NULL column", "key", "NULL key", "NULL literal", "case", "nullif"];
  return [
    ...family(
      "overload",
      overloads.map(({ id }) => id),
    ),
    ...family(
      "spelling",
      overloads.flatMap(({ name, millrace }) => millrace.map((_, i) => `${name} ${i}`)),
    ),
    ...family(
      "try cast",
      casts.map((pair) => pair.join(" ")),
    ),
    ...family(
      "cast",
      strict.map((pair) => pair.join(" ")),
    ),
    ...family(
      "aggregate",
      AGGREGATES.map(({ id }) => id),
    ),
    ...family(
      "filtered",
      AGGREGATES.map(({ id }) => id),
    ),
    ...kinds.flatMap((name) => family(name, COMPARABLE)),
  ];
}

function formRows(profile: Profile): string[] {
  const negatable = ["in", "between", "is NULL", "is TRUE", "is FALSE", "is UNKNOWN", "distinct"];
  const intervals = profile.allows("add_interval(TIMESTAMP,INTERVAL)") ? ["months", "days", "us"] : [];
  const like = profile.allows("like(TEXT,TEXT,TEXT)");
  return [
    ...family("literal", ["typed", "bare NULL", "bare string", "decimal"]),
    ...family("form", ["case operand", "case searched", "case without else", "minimal", "full", "star"]),
    ...family(
      "form",
      intervals.map((unit) => `interval ${unit}`),
    ),
    ...family(
      "form",
      negatable.flatMap((name) => [name, `not ${name}`]),
    ),
    ...family("form", like ? ["like", "not like", "ilike", "like escape", "like no escape"] : []),
    ...family(
      "spelling",
      Array.from({ length: COLUMN_SPELLINGS }, (_, i) => `column ${i}`),
    ),
  ];
}

function queryRows(profile: Profile): string[] {
  const windows = ["tumble", "hop", "cumulate"].flatMap((kind) => WINDOW_SPELLINGS.map((each) => `${kind} ${each}`));
  const modes = ["none", "on-window-close", "final", "after-watermark", "on-watermark"];
  const pairs = CLAUSES.flatMap((a, i) => CLAUSES.slice(i + 1).map((b) => [a, b] as const));
  return [
    ...family("create", ["SOURCE", "STREAM", "TABLE"]),
    ...family("window", windows),
    ...family("window", ["wrapped", "uneven hop", "negative offset", "offset beyond size", "below 1970"]),
    ...family(
      "window column",
      WINDOW_COLUMNS.flatMap((column) => [0, 1, 2].map((i) => `${column} ${i}`)),
    ),
    ...family("key spelling", ["expr", "alias", "ordinal"]),
    ...family("emit", [...modes, "lateness first", "no lateness"]),
    ...family(
      "pair",
      pairs.filter(([a, b]) => isPair(a, b, profile)).map(([a, b]) => `${a} + ${b}`),
    ),
  ];
}

function eventRows(profile: Profile): string[] {
  const controls = profile.controls ? ["watermark one", "watermark all"] : [];
  return family("events", ["no rows", "duplicate row", "tie", "NULL time", ...controls]);
}
