/**
 * Which words are keywords where. Few are reserved: a word is a name wherever a name is plausible, so clauses are
 * recognised by the word and what follows it.
 */
import type { Cursor } from "./cursor.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const RESERVED = words(`
  ALL AND AS BETWEEN CASE CAST CREATE CROSS DISTINCT ELSE END EXCEPT EXISTS FALSE FROM GROUP HAVING ILIKE IN INNER
  INTERSECT IS JOIN LIKE NATURAL NOT NULL ON OR ORDER SELECT THEN TRUE UNION USING WHEN WHERE WITH
`);

/** Words that cannot be names without quotes. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}

const PLAUSIBLE_NAMES = words("ALL CASE CROSS ELSE END GROUP HAVING INNER LIKE NATURAL ORDER THEN UNION WHEN");

/** Reserved words that somebody may have meant as a name. */
export function isPlausibleName(word: string): boolean {
  return PLAUSIBLE_NAMES.has(word);
}

/** Clauses in their order; those of one rank come in any order. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ["FROM", 1],
  ["WHERE", 2],
  ["GROUP BY", 3],
  ["HAVING", 4],
  ["WINDOW", 5],
  ["QUALIFY", 6],
  ["UNION", 7],
  ["INTERSECT", 7],
  ["EXCEPT", 7],
  ["MINUS", 7],
  ["ORDER BY", 8],
  ["LIMIT", 9],
  ["OFFSET", 9],
  ["FETCH", 9],
  ["FOR UPDATE", 9],
  ["INTO", 9],
  ["EMIT", 10],
  ["ALLOW LATENESS", 10],
  ["LATE DATA TO", 10],
]);

export function clauseRank(clause: string): number {
  return RANKS.get(clause) ?? 0;
}

/** The clause of a SELECT that begins at the cursor; null if none does. */
export function clauseAt(c: Cursor): string | null {
  const { kind, text } = c.peek();
  if (kind !== "word") return null;
  const next = c.peek(1);
  switch (text) {
    case "FROM":
      return c.previous === "DISTINCT" ? null : text;
    case "WHERE":
    case "HAVING":
    case "UNION":
    case "INTERSECT":
    case "EXCEPT":
      return text;
    case "GROUP":
    case "ORDER":
      return next.kind === "end" || MISUSES.has(next.text) ? null : `${text} BY`;
    case "INTO":
    case "QUALIFY":
    case "LIMIT":
    case "OFFSET":
      return startsOperand(c) ? text : null;
    case "WINDOW":
      return next.kind === "word" && c.peek(2).text === "AS" ? text : null;
    case "MINUS":
      return next.text === "SELECT" || next.text === "ALL" ? text : null;
    case "FETCH":
      return next.text === "FIRST" || next.text === "NEXT" ? text : null;
    case "FOR":
      return ["UPDATE", "SHARE", "NO", "KEY"].includes(next.text) ? "FOR UPDATE" : null;
    case "EMIT":
      return next.kind === "word" && (next.text === "ON" || !RESERVED.has(next.text)) ? text : null;
    case "ALLOW":
      return next.text === "LATENESS" ? "ALLOW LATENESS" : null;
    case "LATE":
      return next.text === "DATA" ? "LATE DATA TO" : null;
    default:
      return null;
  }
}

/** After GROUP or ORDER these show that it was meant as a name. */
const MISUSES = new Set(["FROM", "AS", ",", ")", ".", ";", "="]);

/** LIMIT and its like are clauses before a value, and names elsewhere. */
function startsOperand(c: Cursor): boolean {
  const { kind, text } = c.peek(1);
  if (kind === "word") return text === "ALL" || !RESERVED.has(text);
  return kind === "number" || kind === "parameter" || kind === "quoted" || text === "(";
}

/** Where recovery may stop: a clause, or the next statement after a forgotten semicolon. */
export function startsClause(c: Cursor): boolean {
  return clauseAt(c) !== null || c.at("CREATE") || c.at("SELECT");
}

const JOIN_STARTS = words("JOIN INNER CROSS NATURAL ASOF LEFT RIGHT FULL SEMI ANTI LATERAL POSITIONAL");
const FROM_SUFFIXES = words("TABLESAMPLE MATCH_RECOGNIZE PIVOT UNPIVOT");

/** A join or another addition to a relation begins here, so that the word is no alias. */
export function startsJoin(c: Cursor): boolean {
  return c.atAny(JOIN_STARTS);
}

export function startsFromSuffix(c: Cursor): boolean {
  return c.atAny(FROM_SUFFIXES) || c.at("FOR", "SYSTEM_TIME");
}

/** Words that a bare alias cannot be, because they go on with the statement. */
const NEVER_ALIAS = words("OVER FILTER COLLATE AT ESCAPE ISNULL NOTNULL SIMILAR WITHIN PARTITION WITH");

/** A name that stands for an alias without AS. */
export function isBareAlias(c: Cursor): boolean {
  const { kind, text } = c.peek();
  if (kind === "quoted") return true;
  return kind === "word" && !RESERVED.has(text) && !NEVER_ALIAS.has(text) && clauseAt(c) === null;
}
