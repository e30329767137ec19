/**
 * Expressions by precedence climbing (Pratt, "Top Down Operator Precedence", 1973), with PostgreSQL's precedences.
 * Operators that this version does not have are read with their operands and refused by name.
 */
import type { DiagnosticDetails } from "../diagnostics/diagnostic.ts";
import { type Span, spanOver } from "../diagnostics/span.ts";
import type { BinaryOp, Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { parsePrimary } from "./parse-primary.ts";
import { parseType } from "./parse-type.ts";

/** How tightly operators bind. */
const OR = 1;
const AND = 2;
const NOT = 3;
const IS = 4;
const COMPARISON = 5;
const MEMBERSHIP = 6;
const OTHER = 7;
const ADDITIVE = 8;
const MULTIPLICATIVE = 9;
const POWER = 10;
const AT = 11;
const COLLATE = 12;
const SIGN = 13;
const POSTFIX = 14;

export function parseExpr(c: Cursor): Expr {
  return parseAbove(c, 0);
}

/** An operand of IN, LIKE or BETWEEN. */
export function parseOperand(c: Cursor): Expr {
  return parseAbove(c, MEMBERSHIP);
}

/** Infix operators that are carried out. Comparisons do not chain: `a < b < c` is no expression. */
const BINARY: ReadonlyMap<string, { readonly op: BinaryOp; readonly power: number }> = new Map([
  ["OR", { op: "OR", power: OR }],
  ["AND", { op: "AND", power: AND }],
  ["=", { op: "=", power: COMPARISON }],
  ["<>", { op: "<>", power: COMPARISON }],
  ["!=", { op: "<>", power: COMPARISON }],
  ["<", { op: "<", power: COMPARISON }],
  ["<=", { op: "<=", power: COMPARISON }],
  [">", { op: ">", power: COMPARISON }],
  [">=", { op: ">=", power: COMPARISON }],
  ["||", { op: "||", power: OTHER }],
  ["+", { op: "+", power: ADDITIVE }],
  ["-", { op: "-", power: ADDITIVE }],
  ["*", { op: "*", power: MULTIPLICATIVE }],
  ["/", { op: "/", power: MULTIPLICATIVE }],
  ["%", { op: "%", power: MULTIPLICATIVE }],
]);

/** Spellings of other languages, and SQL's. */
const MISSPELLED: ReadonlyMap<string, { readonly instead: string; readonly power: number }> = new Map([
  ["==", { instead: "=", power: COMPARISON }],
  ["<=>", { instead: "IS NOT DISTINCT FROM", power: IS }],
  ["&&", { instead: "AND", power: AND }],
]);

/** Operators of SQL or PostgreSQL that this version lacks. */
const REFUSED: ReadonlyMap<string, { readonly what: string; readonly power: number }> = new Map([
  ...["->", "->>", "#>", "#>>", "@>", "<@", "?"].map((op) => [op, { what: "JSON operator", power: OTHER }] as const),
  ...["~", "~*", "!~", "!~*"].map((op) => [op, { what: "regular expression operator", power: OTHER }] as const),
  ...["&", "|", "#", "<<", ">>"].map((op) => [op, { what: "bit operator", power: OTHER }] as const),
  ["//", { what: "division operator", power: MULTIPLICATIVE }],
  ...["^", "**"].map((op) => [op, { what: "power operator", power: POWER }] as const),
  ["OVERLAPS", { what: "operator", power: MEMBERSHIP }],
  ["REGEXP", { what: "regular expression operator", power: MEMBERSHIP }],
  ["RLIKE", { what: "regular expression operator", power: MEMBERSHIP }],
  ["GLOB", { what: "pattern operator", power: MEMBERSHIP }],
]);

/** An operand and every operator after it that binds tighter than `power`. */
function parseAbove(c: Cursor, power: number): Expr {
  return c.nested(() => {
    let left = parsePrefix(c);
    for (;;) {
      const next = parseInfix(c, left, power);
      if (next === null) return left;
      left = next;
    }
  }, bad(c.span()));
}

function parsePrefix(c: Cursor): Expr {
  const start = c.span();
  const { text } = c.peek();
  if (text === "NOT") {
    c.advance();
    return { kind: "Unary", op: "NOT", arg: parseAbove(c, NOT - 1), span: c.since(start) };
  }
  if (text === "-" || text === "+") {
    c.advance();
    return { kind: "Unary", op: text, arg: parseAbove(c, SIGN - 1), span: c.since(start) };
  }
  if (text === "!") {
    const details = c.bag.error("MR1012", start, { operator: "!", instead: "NOT" });
    c.advance();
    const { span } = parseAbove(c, SIGN - 1);
    const end = { ...span, start: span.end };
    // NOT takes in more than `!` does.
    details.try("(NOT …)", [
      { span: start, text: "(NOT " },
      { span: end, text: ")" },
    ]);
    return bad(spanOver(start, span));
  }
  if (text === "~" || text === "@") {
    const construct = text === "~" ? "bit operator `~`" : "operator `@`";
    if (text === "@" && c.peek(1).kind === "word") c.bag.error("MR4015", c.spanOf(2), {});
    else c.bag.error("MR4005", start, { construct, why: "not an operator of this version" });
    c.advance();
    return bad(spanOver(start, parseAbove(c, SIGN - 1).span));
  }
  return parsePrimary(c);
}

/** `left` with the operator at the cursor; null if none binds tighter than `power`. */
function parseInfix(c: Cursor, left: Expr, power: number): Expr | null {
  const { text } = c.peek();
  const opSpan = c.span();

  const binary = BINARY.get(text);
  if (binary !== undefined) {
    if (binary.power <= power) return null;
    c.advance();
    const right = parseAbove(c, binary.power);
    if (binary.power === COMPARISON && BINARY.get(c.peek().text)?.power === COMPARISON) {
      c.fail("AND: comparisons do not chain");
    }
    return { kind: "Binary", op: binary.op, left, right, opSpan, span: spanOver(left.span, right.span) };
  }

  switch (text) {
    case "IS":
      return power < IS ? parseIs(c, left) : null;
    case "ISNULL":
    case "NOTNULL":
      return power < IS ? refusePostfixNull(c, left) : null;
    case "NOT":
    case "BETWEEN":
    case "IN":
    case "LIKE":
    case "ILIKE":
    case "SIMILAR":
      return power < MEMBERSHIP ? parseMembership(c, left) : null;
    case "::":
      return power < POSTFIX ? parseCastSuffix(c, left) : null;
    case "[":
      return power < POSTFIX ? refuseElement(c, left) : null;
    case ".":
      return power < POSTFIX ? refuseField(c, left) : null;
    case "AT":
      return power < AT ? refuseTimeZone(c, left) : null;
    case "COLLATE":
      return power < COLLATE ? refuseCollation(c, left) : null;
  }

  const misspelled = MISSPELLED.get(text);
  if (misspelled !== undefined && power < misspelled.power) {
    const { instead } = misspelled;
    c.bag.error("MR1012", opSpan, { operator: text, instead }).try(instead);
    c.advance();
    return bad(spanOver(left.span, parseAbove(c, misspelled.power).span));
  }
  const refused = REFUSED.get(text);
  if (refused !== undefined && power < refused.power) {
    const construct = `${refused.what} \`${text}\``;
    c.bag.error("MR4005", opSpan, { construct, why: "not an operator of this version" });
    c.advance();
    return bad(spanOver(left.span, parseAbove(c, refused.power).span));
  }
  return null;
}

const IS_TESTS = ["NULL", "TRUE", "FALSE", "UNKNOWN"] as const;

function parseIs(c: Cursor, arg: Expr): Expr {
  c.advance();
  const not = c.accept("NOT");
  const test = IS_TESTS.find((t) => c.at(t));
  if (test !== undefined) {
    c.advance();
    return { kind: "Is", test, not, arg, other: null, span: c.since(arg.span) };
  }
  if (c.accept("DISTINCT")) {
    c.expect("FROM");
    const other = parseAbove(c, IS);
    return { kind: "Is", test: "DISTINCT FROM", not, arg, other, span: c.since(arg.span) };
  }
  if (c.at("JSON") || c.at("DOCUMENT") || c.at("NORMALIZED") || c.at("OF")) {
    c.bag.error("MR4005", c.span(), { construct: `IS ${c.peek().text}`, why: "not a test of this version" });
    c.advance();
    if (c.at("(")) c.skipOne();
    return bad(c.since(arg.span));
  }
  c.fail("NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM");
  return bad(c.since(arg.span));
}

/** `[NOT] BETWEEN`, `IN`, `LIKE`, `ILIKE`; SIMILAR TO is refused. */
function parseMembership(c: Cursor, arg: Expr): Expr | null {
  const not = c.at("NOT");
  const word = c.peek(not ? 1 : 0).text;
  if (!["BETWEEN", "IN", "LIKE", "ILIKE", "SIMILAR", "REGEXP", "RLIKE", "GLOB"].includes(word)) return null;
  if (not) c.advance();
  const opSpan = c.span();
  switch (word) {
    case "BETWEEN":
      return parseBetween(c, arg, not);
    case "IN":
      return parseIn(c, arg, not);
    case "LIKE":
    case "ILIKE":
      return parseLike(c, arg, not, word);
    default: {
      const construct = word === "SIMILAR" ? "SIMILAR TO" : `operator \`${word}\``;
      c.bag.error("MR4005", opSpan, { construct, why: "patterns of this version are LIKE and ILIKE" });
      c.advance();
      c.accept("TO");
      parseAbove(c, MEMBERSHIP);
      return bad(c.since(arg.span));
    }
  }
}

function parseBetween(c: Cursor, arg: Expr, not: boolean): Expr {
  c.advance();
  const isSymmetric = c.at("SYMMETRIC");
  const details = isSymmetric || c.at("ASYMMETRIC") ? refuseSymmetry(c) : null;
  const low = parseOperand(c);
  c.expect("AND");
  const high = parseOperand(c);
  const span = c.since(arg.span);
  if (isSymmetric && !c.isStopped) {
    const [a, b, d] = [arg, low, high].map((part) => c.textOf(part.span));
    const either = `${a} BETWEEN ${b} AND ${d} OR ${a} BETWEEN ${d} AND ${b}`;
    const text = not ? `(NOT (${either}))` : `(${either})`;
    details?.try(text, [{ span, text }]);
  }
  return { kind: "Between", not, arg, low, high, span };
}

/** SYMMETRIC, which swaps bounds that stand the wrong way round, and ASYMMETRIC, which says that nothing does. */
function refuseSymmetry(c: Cursor): DiagnosticDetails {
  const span = c.span();
  const isSymmetric = c.at("SYMMETRIC");
  const why = isSymmetric ? "the smaller bound comes first" : "BETWEEN alone says the same";
  const details = c.bag.error("MR4005", span, { construct: `BETWEEN ${c.advance().text}`, why });
  if (!isSymmetric) details.try("leave the word out", [{ span: { ...span, end: c.peek().start }, text: "" }]);
  return details;
}

function parseIn(c: Cursor, arg: Expr, not: boolean): Expr {
  c.advance();
  if (c.at("(", "SELECT") || c.at("(", "WITH") || c.at("(", "VALUES") || !c.at("(")) {
    if (!c.at("(")) {
      c.fail("a list in parentheses");
      return bad(c.since(arg.span));
    }
    c.bag.error("MR4005", c.spanOf(2), { construct: "a subquery in IN", why: "IN takes a list in this version" });
    skipParenthesis(c);
    return bad(c.since(arg.span));
  }
  c.advance();
  const list: Expr[] = [];
  do list.push(parseExpr(c));
  while (c.accept(","));
  c.expect(")", "`,` or `)`");
  return { kind: "In", not, arg, list, span: c.since(arg.span) };
}

function parseLike(c: Cursor, arg: Expr, not: boolean, op: "LIKE" | "ILIKE"): Expr {
  c.advance();
  const pattern = parseOperand(c);
  const escapedBy = c.accept("ESCAPE") ? parseOperand(c) : null;
  return { kind: "Like", op, not, arg, pattern, escape: escapedBy, span: c.since(arg.span) };
}

function parseCastSuffix(c: Cursor, arg: Expr): Expr {
  c.advance();
  const type = parseType(c);
  return { kind: "Cast", mode: "strict", arg, type, span: c.since(arg.span) };
}

function refusePostfixNull(c: Cursor, arg: Expr): Expr {
  const { text } = c.peek();
  const instead = text === "ISNULL" ? "IS NULL" : "IS NOT NULL";
  c.bag.error("MR4005", c.span(), { construct: `operator \`${text}\``, why: `write ${instead}` }).try(instead);
  c.advance();
  return bad(c.since(arg.span));
}

function refuseElement(c: Cursor, arg: Expr): Expr {
  c.bag.error("MR4005", c.span(), { construct: "an element of an array", why: "arrays are not part of this version" });
  while (!c.atEnd && !c.at("]")) c.skipOne();
  c.expect("]");
  return bad(c.since(arg.span));
}

function refuseField(c: Cursor, arg: Expr): Expr {
  c.bag.error("MR4005", c.span(), { construct: "a field of a row", why: "rows are not part of this version" });
  c.advance();
  if (c.peek().kind === "word" || c.peek().kind === "quoted" || c.at("*")) c.advance();
  else c.fail("a name");
  return bad(c.since(arg.span));
}

function refuseTimeZone(c: Cursor, arg: Expr): Expr | null {
  const words = c.at("AT", "TIME", "ZONE") ? 3 : c.at("AT", "LOCAL") ? 2 : 0;
  if (words === 0) return null;
  c.bag.error("MR4005", c.spanOf(words), { construct: "AT TIME ZONE", why: "times are UTC in this version" });
  for (let i = 0; i < words; i++) c.advance();
  if (words === 3) parseAbove(c, AT);
  return bad(c.since(arg.span));
}

function refuseCollation(c: Cursor, arg: Expr): Expr {
  c.bag.error("MR4005", c.span(), { construct: "COLLATE", why: "text compares byte by byte in this version" });
  c.advance();
  c.name("the name of a collation");
  while (c.accept(".")) c.name("the name of a collation");
  return bad(c.since(arg.span));
}

/** Steps over the parenthesis at the cursor; without its other half nothing after it can be trusted. */
export function skipParenthesis(c: Cursor): void {
  if (c.peek().match >= 0) c.skipOne();
  else c.stop();
}

export function bad(span: Span): Expr {
  return { kind: "Bad", span };
}
