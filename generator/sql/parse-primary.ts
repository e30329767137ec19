/** Operands: literals, names, calls, special forms, and everything in parentheses. */
import type { Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { isReserved } from "./keywords.ts";
import { parseCall } from "./parse-call.ts";
import { bad, parseExpr, skipParenthesis } from "./parse-expr.ts";
import { parseInterval, startsInterval } from "./parse-interval.ts";
import { parseType } from "./parse-type.ts";
import { BARE_FUNCTIONS, REFUSED_FUNCTIONS } from "./refused.ts";

export function parsePrimary(c: Cursor): Expr {
  const token = c.peek();
  switch (token.kind) {
    case "number":
      return { kind: "Number", text: token.text, span: c.span(c.advance()) };
    case "string":
      return parseString(c);
    case "quoted":
      return parseName(c);
    case "word":
      return parseWord(c);
    case "parameter":
      return refuseParameter(c);
    case "symbol":
      if (token.text === "(") return parseParenthesis(c);
      if (token.text === "?") return refuseParameter(c);
      if (token.text === "[" || token.text === "{") return refuseBrackets(c, token.text);
  }
  c.fail("an expression");
  return bad(c.span());
}

function parseString(c: Cursor): Expr {
  const start = c.span();
  const { value } = c.advance();
  const next = c.span();
  if (c.peek().kind === "string") {
    const span = c.since(start);
    c.bag
      .error("MR4005", next, { construct: "text in several pieces", why: "pieces of text are joined with ||" })
      .try("||", [{ span: { ...span, start: span.end }, text: " ||" }]);
    while (c.peek().kind === "string") c.advance();
    return bad(c.since(start));
  }
  return { kind: "String", value, span: start };
}

/** A name, or what begins with a keyword that is one here. */
function parseWord(c: Cursor): Expr {
  const { text } = c.peek();
  const start = c.span();
  switch (text) {
    case "NULL":
      c.advance();
      return { kind: "Null", span: start };
    case "TRUE":
    case "FALSE":
      c.advance();
      return { kind: "Boolean", value: text === "TRUE", span: start };
    case "CASE":
      return parseCase(c);
    case "CAST":
    case "TRY_CAST":
    case "SAFE_CAST":
      if (c.peek(1).text === "(") return parseCast(c);
      break;
    case "INTERVAL":
      if (startsInterval(c)) return parseInterval(c);
      break;
    case "EXISTS":
      if (c.peek(1).text === "(") return refuseExists(c);
      break;
    case "ARRAY":
    case "MAP":
    case "ROW":
    case "STRUCT":
      if (["(", "[", "{"].includes(c.peek(1).text)) return refuseConstructor(c);
      break;
    case "ALL":
    case "ANY":
    case "SOME":
      if (c.peek(1).text === "(") return refuseQuantifier(c);
      break;
  }
  if (TYPE_WORDS.has(text) && (c.peek(1).kind === "string" || c.peek(1).text === "WITH")) return parseTypedLiteral(c);
  if (BARE_FUNCTIONS.has(text)) return refuseBareFunction(c);
  return parseName(c);
}

/** `name`, `qualifier.name` or `name(…)`. */
function parseName(c: Cursor): Expr {
  if (isReserved(c.peek().text)) {
    c.fail("an expression");
    return bad(c.span());
  }
  if (c.peek(1).text === "(") return parseCall(c);

  const start = c.span();
  const first = c.ident();
  if (!c.at(".")) return { kind: "Name", qualifier: null, name: first, span: start };
  if (c.peek(1).text === "*") {
    c.advance();
    c.fail("a column");
    return bad(c.since(start));
  }
  c.advance();
  if (c.peek().kind !== "word" && c.peek().kind !== "quoted") {
    c.fail("a column");
    return bad(c.since(start));
  }
  const name = c.ident();
  if (c.at("(")) {
    c.bag.error("MR4005", c.since(start), { construct: "a function of a schema", why: "functions have no schema" });
    skipParenthesis(c);
    return bad(c.since(start));
  }
  if (c.at(".")) {
    while (c.accept(".")) c.advance();
    const why = "columns are written `column` or `relation.column`";
    c.bag.error("MR4005", c.since(start), { construct: "a name of three parts", why });
    return bad(c.since(start));
  }
  return { kind: "Name", qualifier: first, name, span: c.since(start) };
}

const TYPE_WORDS: ReadonlySet<string> = new Set(
  `DATE TIMESTAMP TIME TIMESTAMPTZ TIMETZ DATETIME BOOLEAN BOOL TINYINT SMALLINT INT INTEGER BIGINT REAL FLOAT DOUBLE
   DECIMAL NUMERIC TEXT VARCHAR CHAR STRING BYTEA UUID JSON JSONB XML`.split(/\s+/),
);

/** Types of this version among them. */
const CASTABLE_WORDS: ReadonlySet<string> = new Set(
  "BOOLEAN BOOL TINYINT SMALLINT INT INTEGER BIGINT REAL DOUBLE TEXT VARCHAR STRING".split(" "),
);

/** `DATE '…'` and `TIMESTAMP '…'`; other types before text are refused. */
function parseTypedLiteral(c: Cursor): Expr {
  const start = c.span();
  const { words, text: type } = parseType(c);
  const textSpan = c.span();
  const { kind, value } = c.advance();
  const span = c.since(start);
  if (kind !== "string") c.fail("text in quotes");
  if (words === "DATE" || words === "TIMESTAMP") return { kind: "Time", type: words, value, textSpan, span };
  const instead = `CAST(${c.textOf(textSpan)} AS ${type})`;
  if (kind === "string") {
    const details = c.bag.error("MR4005", span, {
      construct: `a literal of type ${words}`,
      why: "text is cast with CAST",
    });
    if (CASTABLE_WORDS.has(words)) details.try(instead);
  }
  return bad(span);
}

function parseCase(c: Cursor): Expr {
  const start = c.span();
  c.advance();
  const operand = c.at("WHEN") ? null : parseExpr(c);
  const whens: { when: Expr; result: Expr }[] = [];
  while (c.accept("WHEN")) {
    const when = parseExpr(c);
    c.expect("THEN");
    whens.push({ when, result: parseExpr(c) });
  }
  if (whens.length === 0) c.fail("WHEN");
  const otherwise = c.accept("ELSE") ? parseExpr(c) : null;
  c.expect("END", otherwise === null ? "WHEN, ELSE or END" : "END");
  return { kind: "Case", operand, whens, otherwise, span: c.since(start) };
}

function parseCast(c: Cursor): Expr {
  const start = c.span();
  const word = c.advance();
  if (word.text === "SAFE_CAST") {
    c.bag.error("MR4004", start, { name: "safe_cast", why: "write TRY_CAST" }).try("TRY_CAST");
  }
  c.expect("(");
  const arg = parseExpr(c);
  c.expect("AS");
  const type = parseType(c);
  if (c.at("FORMAT") || c.at("DEFAULT")) {
    c.bag.error("MR4005", c.span(), { construct: `CAST … ${c.peek().text}`, why: "casts of this version take a type" });
    while (!c.atEnd && !c.at(")")) c.skipOne();
  }
  c.expect(")");
  return { kind: "Cast", mode: word.text === "CAST" ? "strict" : "try", arg, type, span: c.since(start) };
}

function parseParenthesis(c: Cursor): Expr {
  const start = c.span();
  if (["SELECT", "WITH", "VALUES"].includes(c.peek(1).text)) {
    c.bag.error("MR4005", c.spanOf(2), {
      construct: "a subquery in an expression",
      why: "subqueries stand in FROM in this version",
    });
    skipParenthesis(c);
    return bad(c.since(start));
  }
  c.advance();
  const inner = parseExpr(c);
  if (c.at(",")) {
    while (c.accept(",")) parseExpr(c);
    c.expect(")");
    const span = c.since(start);
    c.bag.error("MR4005", span, { construct: "a row of several values", why: "compare the values one by one" });
    return bad(span);
  }
  c.expect(")");
  return { ...inner, span: c.since(start) };
}

function refuseParameter(c: Cursor): Expr {
  const span = c.span();
  c.bag.error("MR4015", span, {});
  c.advance();
  return bad(span);
}

function refuseBrackets(c: Cursor, open: string): Expr {
  const start = c.span();
  const construct = open === "[" ? "an array" : "a map or row";
  c.bag.error("MR4005", start, { construct, why: "values of this version are scalar" });
  const close = open === "[" ? "]" : "}";
  while (!c.atEnd && !c.at(close)) c.skipOne();
  c.expect(close);
  return bad(c.since(start));
}

function refuseConstructor(c: Cursor): Expr {
  const start = c.span();
  const { text } = c.advance();
  c.bag.error("MR4005", start, { construct: `${text} of values`, why: "values of this version are scalar" });
  if (c.at("(")) skipParenthesis(c);
  else {
    const close = c.at("[") ? "]" : "}";
    while (!c.atEnd && !c.at(close)) c.skipOne();
    c.expect(close);
  }
  return bad(c.since(start));
}

function refuseExists(c: Cursor): Expr {
  const start = c.span();
  c.bag.error("MR4005", start, { construct: "EXISTS", why: "subqueries stand in FROM in this version" });
  c.advance();
  skipParenthesis(c);
  return bad(c.since(start));
}

function refuseQuantifier(c: Cursor): Expr {
  const start = c.span();
  const { text } = c.advance();
  c.bag.error("MR4005", start, { construct: `comparison with ${text}`, why: "write IN with a list" });
  skipParenthesis(c);
  return bad(c.since(start));
}

function refuseBareFunction(c: Cursor): Expr {
  const start = c.span();
  const name = c.advance().text.toLowerCase();
  c.bag.error("MR4004", start, { name, why: REFUSED_FUNCTIONS.get(name) ?? "not a function of this version" });
  if (c.at("(")) skipParenthesis(c);
  return bad(c.since(start));
}
