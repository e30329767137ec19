/** Statements: CREATE SOURCE, STREAM, TABLE and VIEW, and SELECT. All others are refused by name. */
import { type Span, spanOver } from "../diagnostics/span.ts";
import type { ColumnDef, Ident, Option, RefusedStatement, Statement, WatermarkDef } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { isReserved } from "./keywords.ts";
import { parseExpr, skipParenthesis } from "./parse-expr.ts";
import { parseQuery, refuseColumnNames, withUnknownNames } from "./parse-query.ts";
import { parseType } from "./parse-type.ts";
import { REFUSED_OBJECTS, REFUSED_STATEMENTS } from "./refused.ts";

/** The statement at the cursor, up to its semicolon. */
export function parseStatement(c: Cursor): Statement {
  const start = c.span();
  const comment = c.commentAbove(start);
  if (c.at("CREATE")) return parseCreate(c, start, comment);
  if (c.at("SELECT") || c.at("WITH") || c.at("(")) {
    const query = c.nested(() => parseQuery(c), null);
    if (query === null) return refused(null, start);
    return { kind: "QueryStatement", query, comment, span: c.since(start) };
  }
  if (c.peek().kind === "word" && REFUSED_STATEMENTS.has(c.peek().text)) return refuseStatement(c, start);
  c.fail("a statement: CREATE or SELECT");
  return refused("unknown", start);
}

export function refused(declares: RefusedStatement["declares"], span: Span): RefusedStatement {
  return { kind: "RefusedStatement", declares, span };
}

function refuseStatement(c: Cursor, start: Span): RefusedStatement {
  const words = [c.advance().text];
  if (c.at("INTO") || c.at("FROM")) words.push(c.advance().text);
  const why = words[0] === "EXPLAIN" ? "the command `millrace explain` shows plans" : "not a statement of this version";
  c.bag.error("MR4001", c.since(start), { construct: words.join(" "), why });
  c.skipStatement();
  return refused(null, start);
}

function parseCreate(c: Cursor, start: Span, comment: string | null): Statement {
  c.advance();
  if (c.at("OR")) {
    const span = c.spanOf(2);
    c.bag
      .error("MR4001", span, { construct: `CREATE OR ${c.peek(1).text}`, why: "a file declares each name once" })
      .try("leave the words out", [{ span: { ...span, end: c.peek(2).start }, text: "" }]);
    c.advance();
    c.advance();
  }
  const kind = c.peek();
  switch (kind.text) {
    case "SOURCE":
    case "STREAM":
    case "TABLE":
      return parseCreateSource(c, start, comment);
    case "VIEW":
      c.advance();
      return parseCreateView(c, start);
  }
  if (kind.kind === "word" && REFUSED_OBJECTS.has(kind.text)) return refuseCreate(c, start);
  c.fail("SOURCE, STREAM, TABLE or VIEW");
  return refused("unknown", start);
}

/** CREATE of something this version does not have; its name is kept, so that its readers are not reported too. */
function refuseCreate(c: Cursor, start: Span): RefusedStatement {
  const words = ["CREATE"];
  while (c.peek().kind === "word" && (REFUSED_OBJECTS.has(c.peek().text) || c.at("VIEW") || c.at("TABLE"))) {
    words.push(c.advance().text);
  }
  const details = c.bag.error("MR4001", c.since(start), {
    construct: words.join(" "),
    why: "expected SOURCE, STREAM, TABLE or VIEW",
  });
  if (words.join(" ") === "CREATE MATERIALIZED VIEW") details.try("CREATE VIEW");
  c.accept("IF", "NOT", "EXISTS");
  const name = c.peek().kind === "word" || c.peek().kind === "quoted" ? c.ident() : null;
  c.skipStatement();
  return refused(name ?? "unknown", start);
}

function refuseIfNotExists(c: Cursor): void {
  if (!c.at("IF", "NOT", "EXISTS")) return;
  const span = c.spanOf(3);
  c.bag
    .error("MR4001", span, { construct: "IF NOT EXISTS", why: "a file declares each name once" })
    .try("leave the words out", [{ span: { ...span, end: c.peek(3).start }, text: "" }]);
  c.accept("IF", "NOT", "EXISTS");
}

function parseCreateView(c: Cursor, start: Span): Statement {
  refuseIfNotExists(c);
  const name = c.name("the name of the view");
  const isRenamed = c.at("(");
  if (isRenamed) refuseColumnNames(c, "a view");
  if (c.at("WITH")) {
    c.bag.error("MR4002", c.span(), { construct: "WITH options of a view", why: "views have no options" });
    c.advance();
    if (c.at("(")) skipParenthesis(c);
  }
  c.expect("AS");
  if (c.isStopped || !(c.at("SELECT") || c.at("WITH") || c.at("("))) {
    c.fail("SELECT");
    return refused(declared(name), start);
  }
  const query = c.nested(() => parseQuery(c), null);
  if (query === null) return refused(declared(name), start);
  return { kind: "CreateView", name, query: isRenamed ? withUnknownNames(query) : query, span: c.since(start) };
}

/** The cursor stands on SOURCE, STREAM or TABLE. */
function parseCreateSource(c: Cursor, start: Span, comment: string | null): Statement {
  const kind = c.span();
  const word = c.advance().text;
  refuseIfNotExists(c);
  const name = c.name(`the name of the ${word.toLowerCase()}`);
  if (c.at("AS")) {
    const construct = `CREATE ${word} … AS SELECT`;
    c.bag.error("MR4001", c.span(), { construct, why: "a named query is CREATE VIEW … AS SELECT" });
    c.skipStatement();
    return refused(declared(name), start);
  }
  c.expect("(", "`(` and the columns");
  const reported = c.bag.count;
  const columns: ColumnDef[] = [];
  const watermarks: WatermarkDef[] = [];
  do {
    const element = parseElement(c);
    if (element !== null && "type" in element) columns.push(element);
    else if (element !== null) watermarks.push(element);
  } while (c.accept(","));
  const columnsEnd = c.span();
  c.expect(")", "`,` or `)`");
  const options = c.at("WITH") ? parseOptions(c) : [];
  if (!c.isStopped && !c.atEnd) refuseSourceClause(c);
  if (c.isStopped) return refused(declared(name), start);
  const isWhole = c.bag.count === reported;
  if (word === "TABLE" && options.length === 0) refuseReferenceTable(c, start, kind);
  return {
    kind: "CreateSource",
    name,
    columns,
    watermarks,
    options,
    isWhole,
    columnsEnd,
    comment,
    span: c.since(start),
  };
}

/** A table without options holds reference data, for joins to look up: no rows arrive at it. */
function refuseReferenceTable(c: Cursor, start: Span, kind: Span): void {
  const why = "this is reference data; a stream is a SOURCE, or a TABLE … WITH (format = 'jsonl')";
  c.bag
    .error("MR4001", spanOver(start, kind), { construct: "CREATE TABLE without options", why })
    .try("CREATE SOURCE", [{ span: kind, text: "SOURCE" }]);
}

/** Where the name itself is missing, anything may have been meant. */
function declared(name: Ident): Ident | "unknown" {
  return name.name === "" ? "unknown" : name;
}

/** A column, a watermark, or a constraint, which is refused and null. */
function parseElement(c: Cursor): ColumnDef | WatermarkDef | null {
  const { text } = c.peek();
  const next = c.peek(1).text;
  if (text === "WATERMARK" && next === "FOR") return parseWatermark(c);
  const isConstraint =
    ((text === "PRIMARY" || text === "FOREIGN") && next === "KEY") ||
    ((text === "UNIQUE" || text === "CHECK") && next === "(") ||
    (text === "PERIOD" && next === "FOR") ||
    text === "LIKE" ||
    (text === "CONSTRAINT" && ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].includes(c.peek(2).text));
  if (isConstraint) {
    const words = next === "KEY" || next === "FOR" ? 2 : 1;
    const construct = c.textOf(c.spanOf(words)).toUpperCase();
    c.bag.error("MR4012", c.spanOf(words), { construct, why: "sources of this version have no constraints" });
    skipElement(c);
    return null;
  }
  return parseColumn(c);
}

function parseColumn(c: Cursor): ColumnDef | null {
  const comment = c.commentAbove(c.span());
  const name = c.name("a column");
  if (c.at("AS")) {
    c.bag.error("MR4012", c.span(), { construct: "a computed column", why: "compute it in a view over the source" });
    skipElement(c);
    return null;
  }
  const type = parseType(c);
  let notNull = false;
  while (!c.isStopped && !c.at(",") && !c.at(")")) {
    if (c.accept("NOT", "NULL")) notNull = true;
    else if (!refuseColumnConstraint(c)) break;
  }
  return { name, type, notNull, comment };
}

/** Words that begin something after the type of a column, and why it is not here. */
const COLUMN_CONSTRAINTS: ReadonlyMap<string, string> = new Map([
  ["DEFAULT", "an absent value is NULL"],
  ["NULL", "columns admit NULL unless they say NOT NULL"],
  ["PRIMARY", "sources of this version have no constraints"],
  ["UNIQUE", "sources of this version have no constraints"],
  ["CHECK", "sources of this version have no constraints"],
  ["REFERENCES", "sources of this version have no constraints"],
  ["CONSTRAINT", "sources of this version have no constraints"],
  ["COLLATE", "text compares byte by byte"],
  ["GENERATED", "compute it in a view over the source"],
  ["AS", "compute it in a view over the source"],
  ["METADATA", "rows carry their columns alone"],
  ["COMMENT", "write -- above the column"],
  ["VIRTUAL", "rows carry their columns alone"],
  ["AUTO_INCREMENT", "rows carry their columns alone"],
]);

function refuseColumnConstraint(c: Cursor): boolean {
  const { text } = c.peek();
  const why = COLUMN_CONSTRAINTS.get(text);
  if (why === undefined) return false;
  const construct = text === "PRIMARY" ? "PRIMARY KEY" : `${text} of a column`;
  c.bag.error("MR4012", text === "PRIMARY" ? c.spanOf(2) : c.span(), { construct, why });
  skipElement(c);
  return true;
}

/** To the comma or parenthesis that ends an element of a CREATE list. */
function skipElement(c: Cursor): void {
  while (!c.atEnd && !c.at(",") && !c.at(")")) c.skipOne();
}

/** `WATERMARK FOR column [AS expression]` */
function parseWatermark(c: Cursor): WatermarkDef {
  const start = c.span();
  c.advance();
  c.advance();
  const column = c.name("a column");
  const expr = c.accept("AS") ? parseExpr(c) : null;
  return { column, expr, span: c.since(start) };
}

/** `WITH (key = value, …)`; keys are names, dotted names or text, values text, numbers or words. */
function parseOptions(c: Cursor): Option[] {
  c.advance();
  c.expect("(");
  const options: Option[] = [];
  if (c.accept(")")) return options;
  do {
    const key = parseKey(c);
    c.expect("=");
    const valueSpan = c.span();
    if (c.at("-")) c.advance();
    const { kind, value } = c.peek();
    if (kind === "word" || kind === "string" || kind === "number" || kind === "quoted") c.advance();
    else c.fail("a value");
    options.push({ ...key, value, valueSpan: c.since(valueSpan) });
  } while (c.accept(","));
  c.expect(")", "`,` or `)`");
  return options;
}

function parseKey(c: Cursor): { key: string; keySpan: Span } {
  const start = c.span();
  const parts: string[] = [];
  do {
    const { kind, value } = c.peek();
    if (kind === "word" || kind === "quoted" || kind === "string") {
      c.advance();
      parts.push(value);
    } else {
      c.fail("the name of an option");
    }
  } while (c.accept("."));
  return { key: parts.join("."), keySpan: c.since(start) };
}

/** What other systems write after the columns. */
const SOURCE_CLAUSES: ReadonlySet<string> = new Set(
  "PARTITIONED PARTITION CLUSTERED DISTRIBUTED COMMENT FORMAT ENCODE INCLUDE FROM STORED LOCATION OPTIONS AS ROW ENGINE LIKE ON TTL".split(
    " ",
  ),
);

function refuseSourceClause(c: Cursor): void {
  const { kind, text } = c.peek();
  if (kind !== "word" || !(SOURCE_CLAUSES.has(text) || isReserved(text)) || text === "CREATE" || text === "SELECT") {
    return;
  }
  c.bag.error("MR4002", c.span(), { construct: `${text} after the columns`, why: "options stand in WITH (…)" });
  c.skipStatement();
}
