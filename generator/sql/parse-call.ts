/** Calls: `name(args)`, the special forms of SQL, and what may follow the parenthesis. */
import type { Span } from "../diagnostics/span.ts";
import type { Call, Expr, Ident } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { bad, parseExpr, parseOperand, skipParenthesis } from "./parse-expr.ts";
import { REFUSED_FUNCTIONS, REPLACEMENTS } from "./refused.ts";

export function parseCall(c: Cursor): Expr {
  const start = c.span();
  const name = c.ident();
  const called = name.name.toLowerCase();
  const refusal = REFUSED_FUNCTIONS.get(called);
  if (refusal !== undefined) return refuseFunction(c, called, refusal, start);

  c.advance();
  const call = parseArguments(c, name, called, start);
  return parseSuffixes(c, call);
}

/** What stands between the parentheses, and the closing one. */
function parseArguments(c: Cursor, name: Ident, called: string, start: Span): Expr {
  switch (called) {
    case "extract":
      return parseExtract(c, start);
    case "substring":
    case "substr":
      return parseSubstring(c, name, start);
    case "position":
      return parsePosition(c, name, start);
    case "trim":
      return parseTrim(c, name, start);
  }
  if (c.accept("*")) {
    c.expect(")");
    return call(name, [], c.since(start), true);
  }
  let isRefused = false;
  if (c.at("DISTINCT") || c.at("ALL")) {
    const span = c.span();
    const details = c.bag.error("MR4017", span, { construct: c.peek().text, why: "an aggregate takes every row" });
    if (c.at("ALL")) details.try("leave ALL out", [{ span: { ...span, end: c.peek(1).start }, text: "" }]);
    c.advance();
    isRefused = true;
  }
  const args: Expr[] = [];
  if (!c.at(")")) {
    do args.push(parseArgument(c));
    while (c.accept(","));
  }
  isRefused = refuseArgumentSuffix(c, called, args) || isRefused;
  c.expect(")", "`,` or `)`");
  const span = c.since(start);
  return isRefused ? bad(span) : call(name, args, span);
}

function parseArgument(c: Cursor): Expr {
  if (c.peek(1).text !== "=>" && c.peek(1).text !== ":=") return parseExpr(c);
  c.bag.error("MR4005", c.spanOf(2), { construct: "a named argument", why: "arguments go by position" });
  c.advance();
  c.advance();
  return bad(parseExpr(c).span);
}

/** `f(x TO DAY)`, `agg(x ORDER BY y)`, `agg(x IGNORE NULLS)`; true if there was one. */
function refuseArgumentSuffix(c: Cursor, called: string, args: readonly Expr[]): boolean {
  const span = c.span();
  if (c.at("TO") && args.length === 1) {
    c.bag.error("MR4005", span, {
      construct: `${called.toUpperCase()} to a unit`,
      why: "write date_trunc('unit', time)",
    });
  } else if (c.at("ORDER")) {
    c.bag.error("MR4017", span, { construct: "ORDER BY", why: "no aggregate of this version depends on the order" });
  } else if (c.at("IGNORE") || c.at("RESPECT")) {
    c.bag.error("MR4017", c.spanOf(2), { construct: `${c.peek().text} NULLS`, why: "aggregates pass over NULL" });
  } else if (c.at("SEPARATOR") || c.at("USING") || c.at("FROM") || c.at("FOR") || c.at("AS")) {
    c.fail("`,` or `)`");
    return false;
  } else {
    return false;
  }
  while (!c.atEnd && !c.at(")")) c.skipOne();
  return true;
}

/** `FILTER (WHERE …)`; OVER, WITHIN GROUP and NULL treatment are refused. */
function parseSuffixes(c: Cursor, expr: Expr): Expr {
  let result = expr;
  for (;;) {
    const span = c.span();
    if (c.at("FILTER", "(")) {
      c.advance();
      c.advance();
      c.expect("WHERE");
      const condition = parseExpr(c);
      c.expect(")");
      const filter = { condition, span: c.since(span) };
      if (result.kind === "Call") result = { ...result, filter, span: c.since(result.span) };
      else if (result.kind !== "Bad") {
        c.bag.error("MR2020", span, { name: c.textOf(result.span) });
        result = bad(c.since(result.span));
      }
    } else if (c.at("OVER") && (c.peek(1).text === "(" || c.peek(1).kind === "word")) {
      if (result.kind !== "Bad") {
        c.bag.error("MR4017", span, {
          construct: "OVER",
          why: "functions over ordered rows are not part of this version",
        });
      }
      c.advance();
      if (c.at("(")) skipParenthesis(c);
      else c.advance();
      result = bad(c.since(result.span));
    } else if (c.at("WITHIN", "GROUP")) {
      if (result.kind !== "Bad") {
        c.bag.error("MR4017", c.spanOf(2), { construct: "WITHIN GROUP", why: "aggregates take rows in any order" });
      }
      c.advance();
      c.advance();
      if (c.at("(")) skipParenthesis(c);
      result = bad(c.since(result.span));
    } else if (c.at("IGNORE", "NULLS") || c.at("RESPECT", "NULLS")) {
      if (result.kind !== "Bad") {
        c.bag.error("MR4017", c.spanOf(2), { construct: `${c.peek().text} NULLS`, why: "aggregates pass over NULL" });
      }
      c.advance();
      c.advance();
      result = bad(c.since(result.span));
    } else {
      return result;
    }
  }
}

function parseExtract(c: Cursor, start: Span): Expr {
  const field = c.peek().kind === "string" ? c.ident() : c.name("a field such as YEAR");
  c.expect("FROM");
  const arg = parseExpr(c);
  c.expect(")");
  return { kind: "Extract", field, arg, span: c.since(start) };
}

/** `SUBSTRING(text FROM position FOR length)`, either part alone, or plain arguments. */
function parseSubstring(c: Cursor, name: Ident, start: Span): Expr {
  const args = [parseExpr(c)];
  if (c.at("SIMILAR")) {
    c.bag.error("MR4005", c.span(), {
      construct: "SUBSTRING by pattern",
      why: "positions are numbers in this version",
    });
    while (!c.atEnd && !c.at(")")) c.skipOne();
    c.expect(")");
    return bad(c.since(start));
  }
  if (c.accept("FROM")) {
    args.push(parseExpr(c));
    if (c.accept("FOR")) args.push(parseExpr(c));
  } else if (c.at("FOR")) {
    args.push({ kind: "Number", text: "1", span: c.span(c.advance()) });
    args.push(parseExpr(c));
  } else {
    while (c.accept(",")) args.push(parseExpr(c));
  }
  c.expect(")", args.length === 1 ? "FROM, FOR, `,` or `)`" : "`)`");
  return call({ ...name, name: "substring" }, args, c.since(start));
}

/** `POSITION(part IN text)`; the text comes first among the arguments, as in STRPOS. */
function parsePosition(c: Cursor, name: Ident, start: Span): Expr {
  // Read so that IN is not taken for the operator.
  const part = parseOperand(c);
  c.expect("IN");
  const text = parseExpr(c);
  c.expect(")");
  return call(name, [text, part], c.since(start));
}

/** `TRIM([BOTH | LEADING | TRAILING] [characters] FROM text)`, or plain arguments. */
function parseTrim(c: Cursor, name: Ident, start: Span): Expr {
  const sides: ReadonlyMap<string, string> = new Map([
    ["BOTH", "trim"],
    ["LEADING", "ltrim"],
    ["TRAILING", "rtrim"],
  ]);
  const side = c.peek(1).text === ")" || c.peek(1).text === "," ? undefined : sides.get(c.peek().text);
  if (side !== undefined) c.advance();
  const trimmer = { ...name, name: side ?? "trim" };
  if (c.accept("FROM")) {
    const args = [parseExpr(c)];
    c.expect(")");
    return call(trimmer, args, c.since(start));
  }
  const args = [parseExpr(c)];
  if (c.accept("FROM")) args.unshift(parseExpr(c));
  else while (c.accept(",")) args.push(parseExpr(c));
  c.expect(")", args.length === 1 ? "FROM, `,` or `)`" : "`)`");
  return call(trimmer, args, c.since(start));
}

function refuseFunction(c: Cursor, called: string, why: string, start: Span): Expr {
  const details = c.bag.error("MR4004", start, { name: called, why });
  const replacement = REPLACEMENTS.get(called);
  if (replacement !== undefined) {
    details.try(`${replacement}…)`, [{ span: { ...start, end: c.peek().end }, text: replacement }]);
  }
  skipParenthesis(c);
  return parseSuffixes(c, bad(c.since(start)));
}

function call(name: Ident, args: readonly Expr[], span: Span, star = false): Call {
  return { kind: "Call", name, args, star, filter: null, span };
}
