import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { NAMES_AND_TYPES, SCHEMA, STREAMS, SYNTAX, UNSUPPORTED } from "./rejected.ts";

describe.each([
  ["syntax", SYNTAX],
  ["names and types", NAMES_AND_TYPES],
  ["what cannot stream", STREAMS],
  ["what this version lacks", UNSUPPORTED],
] as const)("%s", (_, rejected) => {
  test.each(rejected)("%s  %s", (code, marked) => {
    const { text, spans } = unmark(marked);
    const { items, text: shown } = compile(SCHEMA, text);
    expect(
      items.map((item) => [item.code, item.span?.start, item.span?.end]),
      shown,
    ).toEqual([code].flat().map((c, i) => [c, ...spans[i]!]));
    for (const item of items) expect(item.span?.file).toBe("query.sql");
  });
});

test("there are enough of them", () => {
  expect([SYNTAX, NAMES_AND_TYPES, STREAMS, UNSUPPORTED].flat().length).toBeGreaterThanOrEqual(120);
});

function unmark(marked: string): { text: string; spans: (readonly [start: number, end: number])[] } {
  const pieces = marked.split(/[«»]/);
  const offsets = pieces.slice(0, -1).map((_, i) => pieces.slice(0, i + 1).join("").length);
  const spans = offsets.flatMap((start, i) => (i % 2 === 0 ? [[start, offsets[i + 1]!] as const] : []));
  return { text: pieces.join(""), spans };
}
