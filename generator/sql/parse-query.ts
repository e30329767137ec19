/** SELECT with its clauses. A mistake in one clause is reported once, and reading goes on at the next. */
import type { Span } from "../diagnostics/span.ts";
import type { Cte, Emit, Expr, FromItem, GroupBy, Ident, Lateness, Query, Select, SelectItem } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { clauseAt, clauseRank, isBareAlias, startsClause } from "./keywords.ts";
import { parseExpr, skipParenthesis } from "./parse-expr.ts";
import { parseFrom } from "./parse-from.ts";

/** `[WITH …] SELECT …` */
export function parseQuery(c: Cursor): Query {
  const start = c.span();
  const ctes = c.at("WITH") ? c.recovering(() => parseWith(c)) : [];
  const parentheses = refuseParentheses(c);
  const select = parseSelect(c);
  for (let i = 0; i < parentheses; i++) c.accept(")");
  // What is combined with a query in parentheses needs no second message.
  if (parentheses > 0) c.skipToClause(() => false);
  return { ctes, select, span: c.since(start) };
}

function parseWith(c: Cursor): Cte[] {
  c.advance();
  const isRecursive = c.at("RECURSIVE");
  if (isRecursive) {
    c.bag.error("MR4002", c.span(), { construct: "WITH RECURSIVE", why: "a query cannot read its own result" });
    c.advance();
  }
  const ctes: Cte[] = [];
  do {
    const name = c.name("the name of a query");
    const isRenamed = c.at("(");
    if (isRenamed && isRecursive) skipParenthesis(c);
    else if (isRenamed) refuseColumnNames(c, "a name");
    c.expect("AS");
    if (c.at("MATERIALIZED") || c.at("NOT", "MATERIALIZED")) {
      c.bag.error("MR4002", c.span(), {
        construct: "MATERIALIZED",
        why: "queries of WITH are merged into their reader",
      });
      c.accept("NOT");
      c.advance();
    }
    if (isRecursive && c.at("(")) {
      skipParenthesis(c);
      ctes.push({ name, query: null });
      continue;
    }
    c.expect("(");
    const query = c.nested(() => parseQuery(c), null);
    c.expect(")");
    const isWhole = !c.isStopped && query !== null;
    ctes.push({ name, query: !isWhole ? null : isRenamed ? withUnknownNames(query) : query });
  } while (c.accept(","));
  if (!c.at("SELECT") && !c.at("(")) c.fail("SELECT");
  return ctes;
}

/** The list of names at the cursor, which would rename the columns of the relation `after` which it stands. */
export function refuseColumnNames(c: Cursor, after: string): void {
  const why = "name the columns with AS in the SELECT";
  c.bag.error("MR4002", c.span(), { construct: `a list of column names after ${after}`, why });
  skipParenthesis(c);
}

/** The query, whose columns have other names than it says: its readers stay quiet about those they miss. */
export function withUnknownNames(query: Query): Query {
  return { ...query, select: { ...query.select, isWhole: false } };
}

/** `(SELECT …)` where a query may stand; steps into the parentheses and says how many there are. */
function refuseParentheses(c: Cursor): number {
  if (!c.at("(")) return 0;
  c.bag.error("MR4002", c.span(), { construct: "a query in parentheses", why: "leave the parentheses out" });
  let count = 0;
  while (c.accept("(")) count++;
  return count;
}

/** The clauses read so far; those not written are null. */
interface Clauses {
  from: FromItem | null;
  where: Expr | null;
  groupBy: GroupBy | null;
  having: Expr | null;
  emit: Emit | null;
  lateness: Lateness | null;
}

function parseSelect(c: Cursor): Select {
  const start = c.span();
  let isBroken = false;
  const items = c.recovering(() => {
    const read = parseSelectItems(c);
    isBroken = c.isStopped;
    return isBroken ? withoutLast(read) : read;
  });
  const itemsSpan = items.length === 0 ? start : { ...items[0]!.span, end: items.at(-1)!.span.end };
  const clauses: Clauses = { from: null, where: null, groupBy: null, having: null, emit: null, lateness: null };
  let previous = "SELECT";
  for (let clause = clauseAt(c); clause !== null; clause = clauseAt(c)) {
    checkOrder(c, clause, previous, clauses);
    const name = clause;
    c.recovering(() => parseClause(c, name, clauses));
    if (clauseRank(name) >= clauseRank(previous)) previous = name;
  }
  // A FROM that the mistake has swallowed is not missing.
  if (isBroken && clauses.from === null) clauses.from = { kind: "BadFrom", span: itemsSpan };
  return { items, isWhole: !isBroken, itemsSpan, ...clauses, span: c.since(start) };
}

/** The items before the one with the mistake. */
function withoutLast(items: readonly SelectItem[]): SelectItem[] {
  return items.map((item, i) =>
    i === items.length - 1
      ? { kind: "Item", expr: { kind: "Bad", span: item.span }, alias: null, span: item.span }
      : item,
  );
}

function checkOrder(c: Cursor, clause: string, previous: string, clauses: Clauses): void {
  const span = c.spanOf(clause.split(" ").length);
  const written: Record<string, unknown> = {
    FROM: clauses.from,
    WHERE: clauses.where,
    "GROUP BY": clauses.groupBy,
    HAVING: clauses.having,
    EMIT: clauses.emit,
    "ALLOW LATENESS": clauses.lateness,
  };
  if (written[clause] !== null && written[clause] !== undefined) {
    c.bag.error("MR1007", span, { clause, why: "this SELECT has one already" });
  } else if (clauseRank(clause) < clauseRank(previous)) {
    c.bag.error("MR1007", span, { clause, why: `it comes before ${previous}` });
  }
}

function parseClause(c: Cursor, clause: string, clauses: Clauses): void {
  const start = c.span();
  const bad: Expr = { kind: "Bad", span: start };
  switch (clause) {
    case "FROM":
      c.advance();
      clauses.from = whole(c, parseFrom(c), { kind: "BadFrom", span: start });
      break;
    case "WHERE":
      c.advance();
      clauses.where = whole(c, parseExpr(c), bad);
      break;
    case "GROUP BY":
      c.advance();
      c.expect("BY");
      clauses.groupBy = whole(c, parseGroupBy(c, start), { keys: [bad], span: start });
      break;
    case "HAVING":
      c.advance();
      clauses.having = whole(c, parseExpr(c), bad);
      break;
    case "EMIT":
      clauses.emit = whole(c, parseEmit(c), null);
      break;
    case "ALLOW LATENESS":
      c.advance();
      c.advance();
      clauses.lateness = { interval: whole(c, parseExpr(c), bad), span: c.since(start) };
      break;
    default:
      refuseClause(c, clause);
  }
}

/** `value`, if the clause ends behind it: what fails, or is followed by something strange, is not to be trusted. */
function whole<T>(c: Cursor, value: T, otherwise: T): T {
  if (!c.isStopped && !endsClause(c)) c.fail("an operator or a clause");
  return c.isStopped ? otherwise : value;
}

function endsClause(c: Cursor): boolean {
  return c.atEnd || c.closesQuery || startsClause(c);
}

function parseSelectItems(c: Cursor): SelectItem[] {
  if (!c.accept("SELECT")) {
    c.fail("SELECT");
    return [];
  }
  if (c.at("DISTINCT") || c.at("ALL")) refuseQuantifier(c);
  const items: SelectItem[] = [];
  do {
    if (items.length > 0 && startsClause(c)) {
      const comma = { ...c.span(), start: items.at(-1)!.span.end, end: c.span().start };
      c.fail("an expression after the comma")?.try("leave the comma out", [{ span: comma, text: " " }]);
    }
    items.push(parseSelectItem(c));
  } while (c.accept(","));
  if (!c.isStopped && !endsClause(c)) c.fail("`,` or FROM");
  return items;
}

/** SELECT ALL is SELECT; DISTINCT is not, and no other words say it without a window. */
function refuseQuantifier(c: Cursor): void {
  const span = c.span();
  const isAll = c.at("ALL");
  const why = isAll
    ? "every row is kept as it comes"
    : "a stream would remember every row; GROUP BY with a window gives each value once";
  const details = c.bag.error("MR4002", span, { construct: `SELECT ${c.advance().text}`, why });
  if (isAll) details.try("leave the word out", [{ span: { ...span, end: c.peek().start }, text: "" }]);
  if (!c.at("ON", "(")) return;
  c.advance();
  skipParenthesis(c);
}

function parseSelectItem(c: Cursor): SelectItem {
  const start = c.span();
  if (c.accept("*")) return parseStar(c, null, start);
  if (c.peek(1).text === "." && c.peek(2).text === "*") {
    const qualifier = c.name("a relation");
    c.advance();
    c.advance();
    return parseStar(c, qualifier, start);
  }
  const expr = parseExpr(c);
  const isWritten = c.accept("AS");
  const isLast = [",", ")", ";", "", "FROM"].includes(c.peek(1).text);
  const isText = c.peek().kind === "string" && isLast;
  let alias: Ident | null = null;
  // Behind AS even a keyword is a name, as in PostgreSQL, if the item ends there.
  if (isWritten && isLast && c.peek().kind === "word" && !c.at("FROM")) alias = c.ident();
  else if (isWritten || isText || isBareAlias(c)) alias = c.name("a name");
  return { kind: "Item", expr, alias, span: c.since(start) };
}

function parseStar(c: Cursor, qualifier: Ident | null, start: Span): SelectItem {
  const span = c.since(start);
  const word = c.peek().text;
  if (["EXCEPT", "EXCLUDE", "REPLACE", "RENAME"].includes(word) && (c.peek(1).text === "(" || word === "EXCLUDE")) {
    c.bag.error("MR4002", c.span(), { construct: `* ${word}`, why: "list the columns" });
    c.advance();
    if (c.at("(")) skipParenthesis(c);
    else c.advance();
  }
  return { kind: "Star", qualifier, span };
}

const GROUPINGS: ReadonlySet<string> = new Set(["GROUPING", "ROLLUP", "CUBE", "ALL", "DISTINCT"]);

function parseGroupBy(c: Cursor, start: Span): GroupBy {
  const keys: Expr[] = [];
  do {
    if (c.atAny(GROUPINGS) && !(c.at("GROUPING") && c.peek(1).text !== "SETS")) {
      keys.push(refuseGrouping(c));
    } else if (c.at("(", ")")) {
      c.bag.error("MR4002", c.spanOf(2), { construct: "GROUP BY ()", why: "group by the window alone" });
      c.advance();
      c.advance();
      keys.push({ kind: "Bad", span: c.since(start) });
    } else {
      keys.push(parseExpr(c));
    }
  } while (c.accept(","));
  return { keys, span: c.since(start) };
}

/** GROUPING SETS, ROLLUP, CUBE, GROUP BY ALL and DISTINCT. */
function refuseGrouping(c: Cursor): Expr {
  const start = c.span();
  const { text } = c.peek();
  const construct =
    text === "GROUPING" ? "GROUPING SETS" : text === "ALL" || text === "DISTINCT" ? `GROUP BY ${text}` : text;
  c.bag.error("MR4002", text === "GROUPING" ? c.spanOf(2) : start, { construct, why: "list the keys" });
  c.advance();
  c.accept("SETS");
  if (c.at("(")) skipParenthesis(c);
  else if (!endsClause(c)) parseExpr(c);
  return { kind: "Bad", span: c.since(start) };
}

/** EMIT modes by their words. */
const EMITS: readonly (readonly [words: readonly string[], mode: Emit["mode"]])[] = [
  [["ON", "WINDOW", "CLOSE"], "on-window-close"],
  [["FINAL"], "final"],
  [["AFTER", "WATERMARK"], "after-watermark"],
  [["ON", "WATERMARK"], "after-watermark"],
];
const REFUSED_EMITS: readonly (readonly string[])[] = [
  ["CHANGES"],
  ["ON", "UPDATE"],
  ["ON", "CHANGE"],
  ["EVERY"],
  ["PERIODICALLY"],
  ["STREAM"],
  ["IMMEDIATELY"],
  ["WITH", "DELAY"],
  ["WITHOUT", "DELAY"],
  ["BEFORE", "COMPLETE"],
  ["AFTER", "WINDOW", "CLOSE"],
  ["AFTER"],
];

function parseEmit(c: Cursor): Emit | null {
  const start = c.span();
  c.advance();
  const known = EMITS.find(([words]) => c.at(...words));
  if (known !== undefined) {
    c.accept(...known[0]);
    return { mode: known[1], span: c.since(start) };
  }
  const refused = REFUSED_EMITS.find((words) => c.at(...words));
  if (refused === undefined) {
    c.fail("ON WINDOW CLOSE, FINAL or AFTER WATERMARK");
    return null;
  }
  c.accept(...refused);
  c.bag.error("MR4008", c.since(start), { construct: `EMIT ${refused.join(" ")}` });
  c.skipToClause(startsClause);
  return null;
}

/** Clauses of SQL that this version does not carry out. */
function refuseClause(c: Cursor, clause: string): void {
  const why = REFUSALS.get(clause) ?? "not a clause of this version";
  const span = c.spanOf(clause.split(" ").length);
  c.bag.error("MR4002", span, { construct: clause, why });
  c.advance();
  const isSetOperation = clauseRank(clause) === clauseRank("UNION");
  // A set operation swallows the queries after it; of other clauses only the clause itself is passed over.
  c.skipToClause(isSetOperation ? () => false : startsClause);
}

const REFUSALS: ReadonlyMap<string, string> = new Map([
  ["ORDER BY", "results leave as they become final; order them where they are read"],
  ["LIMIT", "a stream has no first rows; take them where the results are read"],
  ["OFFSET", "a stream has no first rows; take them where the results are read"],
  ["FETCH", "a stream has no first rows; take them where the results are read"],
  ["UNION", "a query of this version reads one relation"],
  ["INTERSECT", "a query of this version reads one relation"],
  ["EXCEPT", "a query of this version reads one relation"],
  ["MINUS", "a query of this version reads one relation"],
  ["QUALIFY", "functions over ordered rows (OVER) are not part of this version"],
  ["WINDOW", "functions over ordered rows (OVER) are not part of this version"],
  ["LATE DATA TO", "late rows are counted and kept in the `late` side stream"],
  ["INTO", "results go to the host program"],
]);
