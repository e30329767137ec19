/** Types as written. Every type of SQL is read, also those that the binder will refuse by name. */
import type { TypeName } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** Types made of others: `ARRAY<INT>`, `ROW(a INT)`, `INT[]`. */
const COMPOSED = new Set(["ARRAY", "MAP", "ROW", "STRUCT", "MULTISET", "LIST"]);
/** Second words that belong to the type. */
const CONTINUATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["DOUBLE", ["PRECISION"]],
  ["CHARACTER", ["VARYING"]],
  ["CHAR", ["VARYING"]],
  ["BINARY", ["VARYING"]],
  ["NATIONAL", ["CHARACTER", "CHAR"]],
  ["LONG", ["VARCHAR"]],
]);
const ZONES = [
  ["WITH", "TIME", "ZONE"],
  ["WITHOUT", "TIME", "ZONE"],
  ["WITH", "LOCAL", "TIME", "ZONE"],
] as const;

export function parseType(c: Cursor): TypeName {
  const start = c.span();
  if (c.peek().kind !== "word") {
    c.fail("a type");
    return { words: "", text: "", numbers: [], composed: true, span: start };
  }
  const first = c.advance().text;
  const words = [first];
  if (CONTINUATIONS.get(first)?.includes(c.peek().text)) words.push(c.advance().text);
  let composed = COMPOSED.has(first);
  if (composed) skipElements(c);

  const numbers = composed ? [] : parseNumbers(c);
  if (first === "TIMESTAMP" || first === "TIME") {
    const zone = ZONES.find((z) => c.at(...z));
    if (zone !== undefined && c.accept(...zone)) words.push(...zone);
  }
  if (c.accept("UNSIGNED")) words.push("UNSIGNED");
  while (c.at("[") || c.at("ARRAY") || c.at("MULTISET")) {
    composed = true;
    if (c.advance().text !== "[") continue;
    if (c.peek().kind === "number") c.advance();
    c.expect("]");
  }
  const span = c.since(start);
  return { words: words.join(" "), text: c.textOf(span), numbers, composed, span };
}

/** `(n)` or `(n, m)`; a parenthesis of anything else is stepped over. */
function parseNumbers(c: Cursor): number[] {
  if (!c.at("(")) return [];
  if (c.peek(1).kind !== "number") {
    if (c.peek().match >= 0) c.skipOne();
    else c.fail("a closing parenthesis");
    return [];
  }
  c.advance();
  const numbers: number[] = [];
  do {
    if (c.peek().kind === "number") numbers.push(Number(c.advance().text));
    else c.fail("a number");
  } while (c.accept(","));
  c.expect(")");
  return numbers;
}

/** `<…>` or `(…)` after ARRAY, MAP, ROW and the like. */
function skipElements(c: Cursor): void {
  if (c.at("(") && c.peek().match >= 0) c.skipOne();
  if (!c.at("<") && !c.at("<>")) return;
  let depth = 0;
  do {
    if (c.atEnd) {
      c.fail("`>`");
      return;
    }
    const { text } = c.peek();
    if (text === "<") depth++;
    else if (text === ">") depth--;
    else if (text === ">>") depth -= 2;
    c.skipOne();
  } while (depth > 0);
}
