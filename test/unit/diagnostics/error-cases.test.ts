/**
 * `test/cases/errors/<CODE>-<what>/`: query.sql with the wrong places between pairs of comments, and the whole of what
 * is printed. `MILLRACE_REDRAW=<case>` draws the diagnostics.txt of one case anew.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../../../generator/check.ts";
import { CODES, type Code } from "../../../generator/diagnostics/catalogue.ts";
import type { Diagnostic, Edit } from "../../../generator/diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../../generator/diagnostics/render.ts";

const FOLDER = new URL("../../cases/errors/", import.meta.url);
const CASES = readdirSync(FOLDER).sort();
const REDRAWN = process.env.MILLRACE_REDRAW;
const MARK = "/*here*/";

/** Codes that no query file can produce, and why. */
const WITHOUT_CASE: Readonly<Partial<Record<Code, string>>> = {
  MR1011: "a file is read as UTF-8, which cannot hold half a surrogate pair; test/unit/bind/rejected.ts has it",
  ...Object.fromEntries(
    CODES.filter((code) => /^MR[5-9]/.test(code)).map((code) => [
      code,
      "reported when a query runs, or by the command line",
    ]),
  ),
};

describe.each(CASES)("%s", (name) => {
  const folder = new URL(`${name}/`, FOLDER);
  const query = readFileSync(new URL("query.sql", folder), "utf8");
  const { items, text, codes } = checked(query);

  test("says what it proves, and is named after its code", () => {
    expect(query).toMatch(/^-- proves: \S.*\n/);
    expect(name).toMatch(/^MR\d{4}-[a-z0-9-]+$/);
    expect(`${codes[0]}`).toBe(name.slice(0, 6));
  });

  test("prints diagnostics.txt", () => {
    const file = new URL("diagnostics.txt", folder);
    if (REDRAWN === name) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  test("points at the marked places", () => {
    expect(items.map((item) => [item.span?.start, item.span?.end])).toEqual(marksOf(query));
  });

  test("every edit that it offers compiles, or changes what is wrong", () => {
    for (const { notes } of items) {
      for (const { kind, edits, text: advice } of notes) {
        if (kind === "try" && edits.length > 0) expect(checked(applied(query, edits)).codes, advice).not.toEqual(codes);
      }
    }
  });
});

test("the catalogue and the cases hold the same codes", () => {
  const cases = new Set(CASES.map((name) => name.slice(0, 6)));
  const expected = CODES.filter((code) => WITHOUT_CASE[code] === undefined);
  expect([...cases].sort()).toEqual([...expected].sort());
});

interface Checked {
  readonly items: readonly Diagnostic[];
  readonly codes: readonly Code[];
  /** As a person sees them. */
  readonly text: string;
}

/** By the product's own driver, every phase that reports included. */
function checked(query: string): Checked {
  const { diagnostics, omitted, sources } = check([{ file: "query.sql", text: query }], "query");
  const text = renderDiagnostics(diagnostics, omitted, sources);
  return { items: diagnostics, codes: diagnostics.map(({ code }) => code), text };
}

/** What stands between the marks; a file without marks is wrong as a whole, which is said at its start. */
function marksOf(query: string): [start: number, end: number][] {
  const offsets = [...query.matchAll(/\/\*here\*\//g)].map((match) => match.index);
  if (offsets.length === 0) return [[0, 0]];
  expect(offsets.length % 2).toBe(0);
  return offsets.flatMap((start, i) => (i % 2 === 0 ? [[start + MARK.length, offsets[i + 1]!]] : [])) as [
    number,
    number,
  ][];
}

function applied(query: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((a, b) => b.span.start - a.span.start);
  return backwards.reduce(
    (text, { span, text: replacement }) => text.slice(0, span.start) + replacement + text.slice(span.end),
    query,
  );
}
