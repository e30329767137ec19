/** Whatever the text, the front end answers: no exception, every error with a code and a place inside the text. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../../generator/diagnostics/catalogue.ts";
import type { Span } from "../../../generator/diagnostics/span.ts";
import { Random } from "../../fuzz/random.ts";
import { ALONE, SCHEMA, SPELLINGS } from "../bind/accepted.ts";
import { compile } from "../bind/compile.ts";
import * as rejected from "../bind/rejected.ts";

const CORPUS = [
  SCHEMA,
  ...ALONE,
  ...SPELLINGS.flatMap(([, queries]) => queries),
  ...[rejected.SYNTAX, rejected.NAMES_AND_TYPES, rejected.STREAMS, rejected.UNSUPPORTED]
    .flat()
    .map(([, marked]) => marked.replace(/[«»]/g, "")),
];
const PIECES = [...new Set(CORPUS.flatMap((text) => text.match(/[\p{L}_]\w*|\d+|'[^']*'|\s+|./gsu) ?? []))];
const STRANGE = [
  "'",
  '"',
  "`",
  "/*",
  "*/",
  "--",
  "\n",
  "$$",
  "$a$",
  "\u0000",
  "\ud83d",
  "\u202e",
  "😀",
  "0x",
  "1e",
  "é",
  "\uFEFF",
  "E'",
  "(",
  ")",
  ";",
];

/** Token soup, or a text of the corpus with pieces swapped, doubled, dropped or replaced. */
function makeText(random: Random): string {
  const next = (below: number) => random.below(below);
  const piece = () => (next(8) === 0 ? STRANGE[next(STRANGE.length)]! : PIECES[next(PIECES.length)]!);
  if (next(3) === 0) return Array.from({ length: next(40) }, piece).join(next(2) === 0 ? " " : "");
  const pieces = CORPUS[next(CORPUS.length)]!.match(/\w+|\s+|./gsu) ?? [];
  for (let edits = 1 + next(4); edits > 0 && pieces.length > 0; edits--) {
    const at = next(pieces.length);
    const change = next(5);
    if (change === 0) pieces.splice(at, 1);
    else if (change === 1) pieces.splice(at, 0, piece());
    else if (change === 2) pieces[at] = piece();
    else if (change === 3) pieces.splice(at, 0, ...pieces.slice(at, at + 1 + next(12)));
    else pieces.splice(at, next(20));
  }
  return pieces.join("");
}

/** Plain comparisons: an expectation per place would take longer than the compiler. */
function check(text: string): void {
  const { items, bound, text: shown } = compile(SCHEMA, text);
  const isInside = (span: Span) => {
    const length = span.file === "query.sql" ? text.length : SCHEMA.length;
    return span.start >= 0 && span.start <= span.end && span.end <= length;
  };
  const faults = items.flatMap(({ code, span, message, notes }) => [
    Object.hasOwn(CATALOGUE, code) ? null : `no such code: ${code}`,
    /\{\w+\}|undefined/.test(message) ? `unfilled: ${message}` : null,
    span === null || !isInside(span) ? `${code} outside the text` : null,
    notes.every((note) => note.edits.every((edit) => isInside(edit.span))) ? null : `${code}: edit outside the text`,
    notes.every((note) => note.span === null || isInside(note.span)) ? null : `${code}: note outside the text`,
  ]);
  const found = faults.filter((fault) => fault !== null);
  if (bound !== null && items.length > 0) found.push("a plan beside errors");
  if (/undefined|\bNaN\b/.test(shown) && !/undefined|nan/i.test(text)) found.push(shown);
  if (found.length > 0) throw new Error(`${found.join("; ")} in ${JSON.stringify(text.slice(0, 1000))}`);
}

test("20,000 seeded texts", () => {
  const random = new Random(20_240_105);
  for (let i = 0; i < 20_000; i++) {
    check(makeText(random));
  }
});

test("a text cut at every place", () => {
  const text = `${SCHEMA.replaceAll("bid", "b2").replaceAll("dear", "d2")}${CORPUS[30]};${CORPUS[5]}`;
  for (let end = 0; end <= text.length; end++) check(text.slice(0, end));
});

const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const LARGE: readonly (readonly [name: string, text: string])[] = [
  ["parentheses", `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)} AS a FROM bid`],
  ["open parentheses", `SELECT ${"(".repeat(10_000)}`],
  ["closing parentheses", `SELECT 1 ${")".repeat(10_000)}`],
  ["subqueries", `SELECT * FROM ${deep("(SELECT * FROM ", ")", 10_000)}`],
  ["nested comments", `${deep("/*", "*/", 100_000)} SELECT price FROM bid`],
  ["open comments", "/*".repeat(100_000)],
  ["open quotes", "'\n".repeat(100_001)],
  ["open dollar quotes", Array.from({ length: 50_000 }, (_, i) => `$a${i}$\n`).join("")],
  ["signs", `SELECT ${"- ".repeat(10_000)}price AS a FROM bid`],
  ["NOTs", `SELECT ${"NOT ".repeat(10_000)}ok AS a FROM bid`],
  ["a long sum", `SELECT price${" + 1".repeat(100_000)} AS a FROM bid`],
  ["a long disjunction", `SELECT price FROM bid WHERE ok${" OR ok".repeat(100_000)}`],
  ["a long IN", `SELECT price FROM bid WHERE price IN (${Array.from({ length: 100_000 }, (_, i) => i).join(", ")})`],
  ["a wide SELECT", `SELECT ${Array.from({ length: 20_000 }, (_, i) => `price + ${i} AS c${i}`).join(", ")} FROM bid`],
  [
    "a wide source",
    `CREATE SOURCE w (${Array.from({ length: 20_000 }, (_, i) => `c${i} INT`).join(", ")}); SELECT ${Array.from({ length: 20_000 }, (_, i) => `c${19_999 - i}`).join(", ")} FROM w`,
  ],
  ["unknown columns", `SELECT ${Array.from({ length: 20_000 }, (_, i) => `prise${i}`).join(", ")} FROM bid`],
  [
    "a chain of views",
    `${Array.from({ length: 5000 }, (_, i) => `CREATE VIEW v${i} AS SELECT * FROM ${i === 0 ? "bid" : `v${i - 1}`};`).join("\n")} SELECT * FROM v4999`,
  ],
  [
    "a chain of views, last first",
    `${Array.from({ length: 5000 }, (_, i) => `CREATE VIEW v${i} AS SELECT * FROM v${i + 1};`).join("\n")} SELECT * FROM v0`,
  ],
  [
    "a chain of WITH queries",
    `WITH ${Array.from({ length: 3000 }, (_, i) => `w${i} AS (SELECT price FROM ${i === 0 ? "bid" : `w${i - 1}`})`).join(", ")} SELECT * FROM w2999`,
  ],
  ["BETWEEN in BETWEEN", `SELECT ${"(".repeat(100)}ok${" BETWEEN ok AND ok)".repeat(100)} AS a FROM bid`],
  ["CASE in CASE", `SELECT ${"CASE ".repeat(90)}price${" WHEN 1 THEN 2 WHEN 3 THEN 4 END".repeat(90)} AS a FROM bid`],
  ["statements", "SELECT price FROM bid;".repeat(40_000)],
  ["empty statements", ";".repeat(1_000_000)],
  ["commas", ",".repeat(1_000_000)],
  ["a long name", `SELECT ${"x".repeat(1_000_000)} FROM bid`],
  ["a long number", `SELECT ${"9".repeat(1_000_000)} FROM bid`],
  ["a long text", `SELECT '${"x".repeat(1_000_000)}' AS a FROM bid`],
  ["a long line of faults", `SELECT ${"pricee + ".repeat(100)} ${" ".repeat(900_000)} prise FROM bid`],
  [
    "comments above columns",
    `CREATE SOURCE w (${Array.from({ length: 10_000 }, (_, i) => `\n-- comment ${i}\nc${i} INT`).join(",")}); SELECT c1 FROM w`,
  ],
  ["comments above comments", `${"-- comment\n".repeat(90_000)}SELECT price FROM bid`],
];

test.each(LARGE)("large: %s", (_, text) => {
  const start = performance.now();
  check(text);
  expect(performance.now() - start).toBeLessThan(4000);
});
