/** Every edit that a diagnostic offers, applied: to the texts that are refused, the error cases and the catalogue. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE, CODES, EXAMPLE_SCHEMA } from "../../../generator/diagnostics/catalogue.ts";
import type { Diagnostic, Edit } from "../../../generator/diagnostics/diagnostic.ts";
import type { SourceText } from "../../../generator/diagnostics/span.ts";
import { canonicalPlan } from "../../../generator/logical/codec.ts";
import { compile } from "../bind/compile.ts";
import { NAMES_AND_TYPES, SCHEMA, STREAMS, SYNTAX, UNSUPPORTED } from "../bind/rejected.ts";

/** What is refused above and has edits that nothing else shows. */
const MORE = [
  "SELECT ALL price FROM bid",
  "SELECT price FROM bid WHERE price BETWEEN ASYMMETRIC 1 AND 9",
  "SELECT price FROM bid WHERE price NOT BETWEEN SYMMETRIC 9 AND n + 1 AND ok",
  "SELECT COUNT(ALL price) AS n FROM bid GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)",
  "SELECT ts + INTERVAL '5' MS AS t FROM bid",
  "SELECT ts + INTERVAL '5' HUOR AS t FROM bid",
  "SELECT SAFE_CAST(channel AS BIGINT) AS c FROM bid",
  "SELECT price FROM bid WHERE channel ISNULL OR price NOTNULL",
  "SELECT price FROM bid WHERE channel <=> 'a'",
  "SELECT BIGINT '12' AS c FROM bid",
  'CREATE SOURCE s ("order" INT); SELECT ordr FROM s',
  "CREATE SOURCE s (order INT); SELECT price FROM bid",
  "CREATE TABLE s (a INT); SELECT a FROM s",
];

const FOLDER = new URL("../../cases/errors/", import.meta.url);

/** Each with its schema file. */
const TEXTS: readonly (readonly [schema: string, query: string])[] = [
  ...[SYNTAX, NAMES_AND_TYPES, STREAMS, UNSUPPORTED].flat().map(([, marked]) => [SCHEMA, unmarked(marked)] as const),
  ...CODES.filter((code) => /^MR[1-4]/.test(code)).map((code) => [EXAMPLE_SCHEMA, CATALOGUE[code].bad] as const),
  ...readdirSync(FOLDER).map((name) => ["", readFileSync(new URL(`${name}/query.sql`, FOLDER), "utf8")] as const),
  ...MORE.map((query) => [SCHEMA, query] as const),
];

interface Offer {
  readonly files: readonly SourceText[];
  readonly item: Diagnostic;
  readonly text: string;
  readonly edits: readonly Edit[];
}

const OFFERS = TEXTS.flatMap(([schema, query]): Offer[] => {
  const files = [
    { file: "schema0.sql", text: schema },
    { file: "query.sql", text: query },
  ];
  const { items } = compile(schema, query);
  return items.flatMap((item) =>
    item.notes.flatMap(({ kind, text, edits }) =>
      kind === "try" && edits.length > 0 ? [{ files, item, text, edits }] : [],
    ),
  );
});

/** Words whose absence means the same. */
const MEANINGLESS: ReadonlySet<string> = new Set(["ALL", "ASYMMETRIC", "OR REPLACE", "IF NOT EXISTS", ","]);

test("there are offers of every kind", () => {
  expect(OFFERS.length).toBeGreaterThan(120);
  expect(new Set(OFFERS.map(({ item }) => item.code)).size).toBeGreaterThan(30);
});

test.each(OFFERS.map((offer) => [offer.item.code, offer.text, offer.files[1]!.text.slice(-100), offer] as const))(
  "%s  try: %s  …%s",
  (_, __, ___, { files, item, edits }) => {
    const [schema, query] = files.map(({ file, text }) => applied(text, file, edits));
    const before = compile(...files.map(({ text }) => text)).items;
    const after = compile(schema!, query!);
    const same = (items: readonly Diagnostic[]) =>
      items.filter(({ code, message }) => code === item.code && message === item.message).length;
    expect(same(after.items), `${query}\n${after.text}`).toBe(same(before) - 1);
  },
);

test("no edit drops a clause", () => {
  const dropped = OFFERS.flatMap(({ files, edits }) =>
    edits.flatMap(({ span, text }) => {
      const old = files.find(({ file }) => file === span.file)!.text.slice(span.start, span.end);
      const words = old.replaceAll("/*here*/", "").trim();
      return text.trim() === "" && words !== "" ? [words] : [];
    }),
  );
  expect(dropped.filter((words) => !MEANINGLESS.has(words))).toEqual([]);
});

test.each([
  // The same rows as PostgreSQL's BETWEEN SYMMETRIC, NULL bounds included.
  ["price BETWEEN SYMMETRIC 9 AND 1", "(price BETWEEN 9 AND 1) OR (price BETWEEN 1 AND 9)"],
  ["ok = price NOT BETWEEN SYMMETRIC 9 AND 1", "ok = (NOT (price BETWEEN 9 AND 1 OR price BETWEEN 1 AND 9))"],
  ["price BETWEEN ASYMMETRIC 9 AND 1", "price BETWEEN 9 AND 1"],
  ["!ok IS NULL", "(NOT ok) IS NULL"],
  ["price / 2 == n", "price / 2 = n"],
  ["price <=> n", "price IS NOT DISTINCT FROM n"],
])("after the edit, %s is %s", (written, meant) => {
  const where = (condition: string) => `SELECT price FROM bid WHERE ${condition}`;
  const { items } = compile(SCHEMA, where(written));
  const { edits } = items[0]!.notes.find(({ kind }) => kind === "try")!;
  const planOf = (query: string) => canonicalPlan(compile(SCHEMA, query).bound!.plan);
  expect(planOf(applied(where(written), "query.sql", edits))).toBe(planOf(where(meant)));
});

test.each([
  "SELECT DISTINCT price FROM bid",
  "SELECT DISTINCT ON (price) price FROM bid",
  "SELECT /*+ STATE_TTL('bid' = '1h') */ price FROM bid",
  "SELECT 7 // 2 AS q FROM bid",
  "SELECT COUNT(DISTINCT price) AS n FROM bid GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)",
  "CREATE SOURCE s (a DECIMAL(10, 2)); SELECT a FROM s",
  "SELECT ts + INTERVAL '5' M AS t FROM bid",
])("no edit means the same as %s", (query) => {
  const { items } = compile(SCHEMA, query);
  expect(items).toHaveLength(1);
  expect(items[0]!.notes.flatMap(({ edits }) => edits)).toEqual([]);
});

function applied(text: string, file: string, edits: readonly Edit[]): string {
  const own = edits.filter(({ span }) => span.file === file).sort((a, b) => b.span.start - a.span.start);
  return own.reduce((t, { span, text: replacement }) => t.slice(0, span.start) + replacement + t.slice(span.end), text);
}

function unmarked(marked: string): string {
  return marked.replaceAll(/[«»]/g, "");
}
