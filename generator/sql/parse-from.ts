/** FROM: one relation, a subquery or a window function over either. Joins are read far enough to be refused. */
import { type Span, spanOver } from "../diagnostics/span.ts";
import type { FromItem, Ident, WindowArg } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { isBareAlias, startsClause, startsFromSuffix, startsJoin } from "./keywords.ts";
import { parseExpr, skipParenthesis } from "./parse-expr.ts";
import { parseQuery, refuseColumnNames } from "./parse-query.ts";

const WINDOW_FUNCTIONS: ReadonlySet<string> = new Set(["TUMBLE", "HOP", "CUMULATE"]);

/** What follows FROM. */
export function parseFrom(c: Cursor): FromItem {
  const item = refuseRenaming(c, parseItem(c));
  const refused = refuseJoins(c);
  return refused === null ? item : { kind: "BadFrom", span: spanOver(item.span, refused) };
}

function parseItem(c: Cursor): FromItem {
  const start = c.span();
  const { kind, text } = c.peek();
  if (text === "(") return parseSubquery(c, start);
  if (text === "SELECT" || text === "WITH") {
    c.fail("`(` before a subquery");
    c.resume();
    c.skipToClause(() => false);
    return { kind: "BadFrom", span: c.since(start) };
  }
  if (text === "TABLE" && c.peek(1).text === "(") return parseTableFunction(c, start);
  if (["LATERAL", "UNNEST", "VALUES", "ONLY"].includes(text) && kind === "word" && c.peek(1).text !== ".") {
    const next = c.peek(1);
    if (next.text === "(" || next.kind === "word") return refuseItem(c, start);
  }
  if (kind === "string") {
    c.bag.error("MR4002", start, { construct: "a file in FROM", why: "FROM names a source or a view" });
    c.advance();
    return { kind: "BadFrom", span: start };
  }
  if (c.peek(1).text === "(" && kind === "word" && WINDOW_FUNCTIONS.has(text)) return parseWindow(c, start);
  if (c.peek(1).text === "(" && kind === "word") return refuseFunction(c, start);
  return parseTableName(c, start);
}

function parseTableName(c: Cursor, start: Span): FromItem {
  const name = c.name("a source, a view or a subquery");
  if (c.at(".")) {
    while (c.accept(".")) c.name("a name");
    const why = "sources and views have no schema";
    c.bag.error("MR4002", c.since(start), { construct: "a name with a schema", why });
    parseAlias(c);
    return { kind: "BadFrom", span: c.since(start) };
  }
  const alias = parseAlias(c);
  return { kind: "TableName", name, alias, span: c.since(start) };
}

function parseSubquery(c: Cursor, start: Span): FromItem {
  c.advance();
  if (c.at("VALUES")) {
    const item = refuseItem(c, start);
    c.accept(")");
    parseAlias(c);
    return item;
  }
  if (!c.at("SELECT") && !c.at("WITH") && !c.at("(")) {
    c.fail("SELECT");
    return { kind: "BadFrom", span: start };
  }
  const query = c.nested(() => parseQuery(c), null);
  c.expect(")");
  const alias = parseAlias(c);
  if (query === null) return { kind: "BadFrom", span: c.since(start) };
  return { kind: "Derived", query, alias, span: c.since(start) };
}

/** `TABLE(TUMBLE(…))`, as Flink writes it. */
function parseTableFunction(c: Cursor, start: Span): FromItem {
  c.advance();
  c.advance();
  const { kind, text } = c.peek();
  if (kind !== "word" || c.peek(1).text !== "(") {
    c.fail("TUMBLE, HOP or CUMULATE");
    return { kind: "BadFrom", span: start };
  }
  const inner = WINDOW_FUNCTIONS.has(text) ? parseWindowCall(c) : null;
  if (inner === null) refuseFunctionCall(c);
  c.expect(")");
  const alias = parseAlias(c);
  if (inner === null) return { kind: "BadFrom", span: c.since(start) };
  return { kind: "WindowTable", name: inner.name, args: inner.args, alias, span: c.since(start) };
}

function parseWindow(c: Cursor, start: Span): FromItem {
  const { name, args } = parseWindowCall(c);
  const alias = parseAlias(c);
  return { kind: "WindowTable", name, args, alias, span: c.since(start) };
}

function parseWindowCall(c: Cursor): { name: Ident; args: WindowArg[] } {
  const name = c.ident();
  c.advance();
  const args: WindowArg[] = [];
  if (!c.at(")")) {
    do args.push(parseWindowArg(c));
    while (c.accept(","));
  }
  c.expect(")", "`,` or `)`");
  return { name, args };
}

/** `[name =>] TABLE t | (SELECT …) | DESCRIPTOR(ts) | t | ts | INTERVAL …`. */
function parseWindowArg(c: Cursor): WindowArg {
  const start = c.span();
  const name = c.peek(1).text === "=>" ? c.name("the name of an argument") : null;
  if (name !== null) c.advance();
  const value = parseWindowValue(c);
  if (c.at("PARTITION", "BY")) {
    c.bag.error("MR4002", c.spanOf(2), { construct: "PARTITION BY of a window", why: "list the columns in GROUP BY" });
    while (!c.atEnd && !c.at(",") && !c.at(")")) c.skipOne();
  }
  return { name, value, span: c.since(start) };
}

function parseWindowValue(c: Cursor): WindowArg["value"] {
  const start = c.span();
  const next = c.peek(1);
  if (c.at("(", "SELECT") || c.at("(", "WITH")) {
    c.advance();
    const query = c.nested(() => parseQuery(c), null);
    c.expect(")");
    const span = c.since(start);
    return query === null ? { kind: "Bad", span } : { kind: "Derived", query, alias: null, span };
  }
  if (c.at("TABLE") && next.text === "(") {
    c.advance();
    return parseWindowValue(c);
  }
  if (c.at("TABLE") && (next.kind === "word" || next.kind === "quoted")) {
    c.advance();
    const name = c.name("a source or a view");
    return { kind: "TableName", name, alias: null, span: c.since(start) };
  }
  if (c.at("DESCRIPTOR", "(")) {
    c.advance();
    c.advance();
    const column = c.name("a column");
    c.expect(")");
    return { kind: "Name", qualifier: null, name: column, span: column.span };
  }
  return parseExpr(c);
}

/** `[AS] alias` */
function parseAlias(c: Cursor): Ident | null {
  const isWritten = c.accept("AS");
  if (!isWritten && (startsJoin(c) || startsFromSuffix(c) || !isBareAlias(c))) return null;
  return c.name("a name");
}

/** `alias (name, …)`: under which names the columns can be seen is then unknown. */
function refuseRenaming(c: Cursor, item: FromItem): FromItem {
  if (!c.at("(")) return item;
  if (item.kind === "BadFrom") skipParenthesis(c);
  else refuseColumnNames(c, "an alias");
  return { kind: "BadFrom", span: c.since(item.span) };
}

/** Everything that would bring a second relation in, or change the first; null if there is nothing. */
function refuseJoins(c: Cursor): Span | null {
  const start = c.span();
  if (c.accept(",")) {
    c.bag.error("MR4010", start, { construct: "a second relation in FROM" });
  } else if (startsJoin(c)) {
    refuseJoin(c, start);
  } else if (startsFromSuffix(c)) {
    const construct = c.at("FOR") ? "FOR SYSTEM_TIME AS OF" : c.peek().text;
    c.bag.error("MR4002", c.span(), { construct, why: "not a clause of this version" });
  } else {
    return null;
  }
  c.skipToClause(startsClause);
  return c.since(start);
}

function refuseJoin(c: Cursor, start: Span): void {
  const words: string[] = [];
  while (c.peek().kind === "word" && JOIN_WORDS.has(c.peek().text)) words.push(c.advance().text);
  const span = c.since(start);
  const construct = words.join(" ");
  if (words.includes("NATURAL")) c.bag.error("MR4011", span, {});
  else c.bag.error("MR4010", span, { construct: construct === "JOIN" ? "INNER JOIN" : construct });
}

const JOIN_WORDS: ReadonlySet<string> = new Set(
  "JOIN INNER CROSS NATURAL ASOF LEFT RIGHT FULL OUTER SEMI ANTI LATERAL POSITIONAL".split(" "),
);

/** LATERAL, UNNEST, VALUES and ONLY; the cursor stands on the word. */
function refuseItem(c: Cursor, start: Span): FromItem {
  const why = "FROM reads one source, view or subquery";
  c.bag.error("MR4002", c.span(), { construct: `${c.peek().text} in FROM`, why });
  c.skipToClause(startsClause);
  return { kind: "BadFrom", span: c.since(start) };
}

function refuseFunction(c: Cursor, start: Span): FromItem {
  refuseFunctionCall(c);
  parseAlias(c);
  return { kind: "BadFrom", span: c.since(start) };
}

/** A table function that is none of ours. */
function refuseFunctionCall(c: Cursor): void {
  if (c.at("SESSION")) c.bag.error("MR4013", c.span(), {});
  else c.bag.error("MR4004", c.span(), { name: c.peek().value, why: "functions in FROM are TUMBLE, HOP and CUMULATE" });
  c.advance();
  skipParenthesis(c);
}
