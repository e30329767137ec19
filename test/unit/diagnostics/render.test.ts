import { expect, test } from "vitest";
import { DiagnosticBag, diagnostic, diagnosticJson } from "../../../generator/diagnostics/diagnostic.ts";
import { renderDiagnostic, renderDiagnostics } from "../../../generator/diagnostics/render.ts";
import { LineIndex, Sources } from "../../../generator/diagnostics/span.ts";

const FILE = "queries/revenue.sql";

/** The frame of an error on `mark` in `text`; gutter, line and carets only. */
function frameOf(text: string, start: number, end: number): string {
  const item = diagnostic("MR1002", { file: FILE, start, end }, { character: "`x`" });
  return renderDiagnostic(item, new Sources([{ file: FILE, text }]))
    .split("\n")
    .slice(2, -1)
    .filter((line) => !/^ +=/.test(line))
    .join("\n");
}

function marked(text: string): string {
  const start = text.indexOf("«");
  const end = text.indexOf("»") - 1;
  return frameOf(text.replace("«", "").replace("»", ""), start, end);
}

test("the layout: message, place, frame, carets with label, notes", () => {
  const text = "SELECT 1\n\nSELECT regoin, window_start FROM orders";
  const bag = new DiagnosticBag();
  const span = { file: FILE, start: text.indexOf("regoin"), end: text.indexOf("regoin") + 6 };
  bag
    .error("MR2001", span, { name: "regoin", why: "not a column of `orders`: id, region" })
    .note("declared here", { file: "schema.sql", start: 4, end: 9 })
    .note("and here", { file: FILE, start: 7, end: 8 })
    .try("region");
  const sources = new Sources([
    { file: FILE, text },
    { file: "schema.sql", text: "a\nb c" },
  ]);
  expect(renderDiagnostics(bag.items, bag.omitted, sources)).toBe(
    `error[MR2001]: unknown column \`regoin\`
 --> queries/revenue.sql:3:8
3 | SELECT regoin, window_start FROM orders
  |        ^^^^^^ not a column of \`orders\`: id, region
  = note: declared here (schema.sql:2:3)
  = note: and here (1:8)
  = try: region
`,
  );
});

test("the gutter is as wide as the line number", () => {
  const text = `${"\n".repeat(411)}SELECT x`;
  expect(frameOf(text, text.length - 1, text.length)).toBe(
    `412 | SELECT x
    |        ^ not part of SQL outside quotes`,
  );
});

test("tabs become spaces, and carets stand under their text", () => {
  expect(marked("\ta\t«bc»\td")).toBe("1 |     a   bc  d\n  |         ^^ not part of SQL outside quotes");
});

test("wide and combining characters count by the cells they take", () => {
  expect(marked("'日本' «x»")).toBe("1 | '日本' x\n  |        ^ not part of SQL outside quotes");
  expect(marked("e\u0301 «x»")).toBe("1 | e\u0301 x\n  |   ^ not part of SQL outside quotes");
  expect(marked("«日本»")).toBe("1 | 日本\n  | ^^^^ not part of SQL outside quotes");
});

test("control, invisible and direction-changing characters are escaped", () => {
  expect(marked("a\u001b[31m\u202e«x»\ud800")).toBe(
    "1 | a\\u{1b}[31m\\u{202e}x\\u{d800}\n  |                    ^ not part of SQL outside quotes",
  );
  const item = diagnostic("MR2001", { file: "a\u001b.sql", start: 0, end: 0 }, { name: "\u001b[2J", why: "\n" });
  expect(renderDiagnostic(item, new Sources([]))).not.toMatch(/(?!\n)\p{Cc}/u);
});

test("several lines: the middle of a long span is left out, the label stands at the last", () => {
  expect(marked("SELECT «a,\n\n  b» FROM t")).toBe(
    `1 | SELECT a,
  |        ^^
3 |   b FROM t
  |   ^ not part of SQL outside quotes`,
  );
  expect(marked("«a\nb\nc\nd\ne\nf»")).toBe(
    `1 | a
  | ^
2 | b
  | ^
… |
6 | f
  | ^ not part of SQL outside quotes`,
  );
});

test("CRLF, an empty place, the end of the text", () => {
  expect(marked("a\r\n«b»\r\nc")).toBe("2 | b\n  | ^ not part of SQL outside quotes");
  expect(frameOf("abc", 3, 3)).toBe("1 | abc\n  |    ^ not part of SQL outside quotes");
  expect(frameOf("", 0, 0)).toBe("1 |\n  | ^ not part of SQL outside quotes");
  expect(frameOf("abc\n", 4, 4)).toBe("2 |\n  | ^ not part of SQL outside quotes");
});

test("a long line is shown around the place", () => {
  const frame = frameOf(`${"a".repeat(5000)}xyz${"b".repeat(5000)}`, 5000, 5003);
  const [line, carets] = frame.split("\n") as [string, string];
  expect(line.length).toBeLessThan(200);
  expect(line.slice(carets.indexOf("^"), carets.indexOf("^") + 3)).toBe("xyz");
  expect(line.startsWith("1 | …a")).toBe(true);
  expect(line.endsWith("b…")).toBe(true);
});

test("a file that is not at hand: place without frame", () => {
  const item = diagnostic("MR1005", { file: "gone.sql", start: 5, end: 7 }, {});
  expect(renderDiagnostic(item, new Sources([]))).toBe(
    "error[MR1005]: comment has no closing `*/`\n --> gone.sql\n  = note: opened here\n  = note: a block comment ends with */; comments nest\n",
  );
});

test("colours wrap the parts and change no character", () => {
  const text = "SELECT x";
  const sources = new Sources([{ file: FILE, text }]);
  const item = diagnostic("MR1002", { file: FILE, start: 7, end: 8 }, { character: "`x`" });
  const wrap = (part: string) => `‹${part}›`;
  const styled = renderDiagnostic(item, sources, { severity: wrap, heading: wrap, gutter: wrap, carets: wrap });
  expect(styled).toContain("‹error[MR1002]›: ‹unexpected character `x`›");
  expect(styled).toContain("‹^ not part of SQL outside quotes›");
  expect(styled.replace(/[‹›]/g, "")).toBe(renderDiagnostic(item, sources));
});

test("as a line of JSON", () => {
  const text = "a\nbc";
  const bag = new DiagnosticBag();
  bag.error("MR2001", { file: FILE, start: 2, end: 4 }, { name: "bc", why: "w" }).try("b");
  const json = diagnosticJson(bag.items[0]!, new Sources([{ file: FILE, text }]), "revenue");
  const span = {
    file: FILE,
    start: { line: 2, column: 1, offset: 2 },
    end: { line: 2, column: 3, offset: 4 },
  };
  expect(json).toEqual({
    v: 1,
    type: "diagnostic",
    severity: "error",
    code: "MR2001",
    sqlstate: "42703",
    query: "revenue",
    message: "unknown column `bc`",
    label: "w",
    span,
    notes: [{ kind: "try", text: "b", span: null, edits: [{ span, text: "b" }] }],
  });
});

test("the bag keeps 20, counts the rest, and takes one diagnostic once", () => {
  const bag = new DiagnosticBag();
  expect(bag.hasErrors).toBe(false);
  for (let i = 0; i < 25; i++) {
    for (let again = 0; again < 2; again++) bag.error("MR1005", { file: FILE, start: i, end: i }, {}).note("n");
  }
  expect([bag.items.length, bag.omitted, bag.count]).toEqual([20, 5, 25]);
  expect(bag.items.every((item) => item.notes.length === 1)).toBe(true);
});

test("lines and columns", () => {
  const index = new LineIndex("ab\r\nc\n\nd");
  expect([0, 2, 4, 5, 6, 7, 8].map((offset) => [index.position(offset).line, index.position(offset).column])).toEqual([
    [1, 1],
    [1, 3],
    [2, 1],
    [2, 2],
    [3, 1],
    [4, 1],
    [4, 2],
  ]);
  expect([1, 2, 3, 4].map((line) => index.text.slice(index.start(line), index.end(line)))).toEqual([
    "ab",
    "c",
    "",
    "d",
  ]);
});
