import { describe, expect, test } from "vitest";
import { DiagnosticBag } from "../../../generator/diagnostics/diagnostic.ts";
import type { Expr, Statement } from "../../../generator/sql/ast.ts";
import { parse } from "../../../generator/sql/parser.ts";
import { ALONE, SCHEMA, SPELLINGS } from "../bind/accepted.ts";

function parsed(text: string): { statements: Statement[]; codes: string[] } {
  const bag = new DiagnosticBag();
  const statements = parse({ file: "q.sql", text }, bag);
  return { statements, codes: bag.items.map((item) => item.code) };
}

/** An expression with every operator in parentheses. */
function shape(expr: Expr): string {
  const not = (n: boolean) => (n ? "not " : "");
  switch (expr.kind) {
    case "Name":
      return expr.qualifier === null ? expr.name.name : `${expr.qualifier.name}.${expr.name.name}`;
    case "Number":
      return expr.text;
    case "String":
      return `'${expr.value}'`;
    case "Boolean":
    case "Null":
      return expr.kind === "Null" ? "null" : `${expr.value}`;
    case "Time":
      return `${expr.type.toLowerCase()}'${expr.value}'`;
    case "Interval":
      return `interval'${expr.value}'${expr.unit.toLowerCase()}`;
    case "Unary":
      return `(${expr.op.toLowerCase()} ${shape(expr.arg)})`;
    case "Binary":
      return `(${shape(expr.left)} ${expr.op.toLowerCase()} ${shape(expr.right)})`;
    case "Is":
      return `(${shape(expr.arg)} is ${not(expr.not)}${expr.test.toLowerCase()}${expr.other === null ? "" : ` ${shape(expr.other)}`})`;
    case "Between":
      return `(${shape(expr.arg)} ${not(expr.not)}between ${shape(expr.low)} and ${shape(expr.high)})`;
    case "In":
      return `(${shape(expr.arg)} ${not(expr.not)}in ${expr.list.map(shape).join(" ")})`;
    case "Like":
      return `(${shape(expr.arg)} ${not(expr.not)}${expr.op.toLowerCase()} ${shape(expr.pattern)}${expr.escape === null ? "" : ` escape ${shape(expr.escape)}`})`;
    case "Case": {
      const whens = expr.whens.map(({ when, result }) => `${shape(when)}:${shape(result)}`);
      return `case[${[expr.operand, expr.otherwise].map((e) => (e === null ? "-" : shape(e))).join(" ")} ${whens.join(" ")}]`;
    }
    case "Cast":
      return `${expr.mode === "try" ? "try" : ""}cast[${shape(expr.arg)} ${expr.type.words}${expr.type.numbers.map((n) => ` ${n}`).join("")}]`;
    case "Call":
      return `${expr.name.name}[${expr.star ? "*" : expr.args.map(shape).join(" ")}]${expr.filter === null ? "" : `filter[${shape(expr.filter.condition)}]`}`;
    case "Extract":
      return `extract[${expr.field.name} ${shape(expr.arg)}]`;
    case "Bad":
      return "bad";
  }
}

function exprOf(sql: string): Expr {
  const { statements, codes } = parsed(`SELECT ${sql} AS x FROM t`);
  expect(codes, sql).toEqual([]);
  const [statement] = statements;
  const item = statement?.kind === "QueryStatement" ? statement.query.select.items[0] : undefined;
  if (item?.kind !== "Item") throw new Error("no item");
  return item.expr;
}

test.each([
  ["a + b * c - d", "((a + (b * c)) - d)"],
  ["a - b - c", "((a - b) - c)"],
  ["a / b * c % d", "(((a / b) * c) % d)"],
  ["-a * b", "((- a) * b)"],
  ["- a::int", "(- cast[a INT])"],
  ["-a.b + +c", "((- a.b) + (+ c))"],
  ["a || b + c || d", "((a || (b + c)) || d)"],
  ["a = b || c", "(a = (b || c))"],
  ["NOT a = b AND c OR d", "(((not (a = b)) and c) or d)"],
  ["a OR b AND NOT c", "(a or (b and (not c)))"],
  ["NOT a IS NULL", "(not (a is null))"],
  ["a = b IS TRUE", "((a = b) is true)"],
  ["a IS NOT DISTINCT FROM b + c", "(a is not distinct from (b + c))"],
  ["a IS NULL IS NOT UNKNOWN", "((a is null) is not unknown)"],
  ["a BETWEEN b AND c AND d", "((a between b and c) and d)"],
  ["a NOT BETWEEN b + c AND d || e", "(a not between (b + c) and (d || e))"],
  ["a BETWEEN 1 AND 2 = b", "((a between 1 and 2) = b)"],
  ["a IN (b, c + d) = e", "((a in b (c + d)) = e)"],
  ["a NOT IN (b) OR c", "((a not in b) or c)"],
  ["a LIKE b || c ESCAPE d AND e", "((a like (b || c) escape d) and e)"],
  ["NOT a NOT ILIKE b", "(not (a not ilike b))"],
  ["a < b AND c >= d OR e <> f AND g != h", "(((a < b) and (c >= d)) or ((e <> f) and (g <> h)))"],
  ["a::double precision::text", "cast[cast[a DOUBLE PRECISION] TEXT]"],
  ["CAST(a + b AS VARCHAR(3))", "cast[(a + b) VARCHAR 3]"],
  ["try_cast(a AS timestamp(3) without time zone)", "trycast[a TIMESTAMP WITHOUT TIME ZONE 3]"],
  ["CASE a WHEN b THEN c WHEN d THEN e ELSE f END", "case[a f b:c d:e]"],
  ["CASE WHEN a THEN b END + 1", "(case[- - a:b] + 1)"],
  ["ts - INTERVAL '5' SECOND", "(ts - interval'5'second)"],
  ["INTERVAL -'5' Days", "interval'-5'day"],
  ["interval + 1", "(interval + 1)"],
  ["date - DATE '2024-01-01'", "(date - date'2024-01-01')"],
  ["timestamp", "timestamp"],
  ["timestamp 'x'", "timestamp'x'"],
  ["f()", "f[]"],
  ["f(a, g(b) + 1)", "f[a (g[b] + 1)]"],
  ["COUNT(*) FILTER (WHERE a > b) + 1", "(COUNT[*]filter[(a > b)] + 1)"],
  ["filter + over", "(filter + over)"],
  ["SUBSTRING(a FROM b + 1 FOR c)", "substring[a (b + 1) c]"],
  ["substring(a FOR 2)", "substring[a 1 2]"],
  ["substr(a, b, c)", "substring[a b c]"],
  ["POSITION(a || b IN c)", "POSITION[c (a || b)]"],
  ["TRIM(a)", "trim[a]"],
  ["TRIM(BOTH a FROM b)", "trim[b a]"],
  ["TRIM(LEADING FROM b)", "ltrim[b]"],
  ["TRIM(TRAILING a FROM b)", "rtrim[b a]"],
  ["TRIM(a FROM b)", "trim[b a]"],
  ["TRIM(leading)", "trim[leading]"],
  ["trim(a, b)", "trim[a b]"],
  ["EXTRACT(YEAR FROM a + b)", "extract[YEAR (a + b)]"],
  ["EXTRACT('dow' FROM a)", "extract[dow a]"],
  ["left(a, 1) || right(b, 2)", "(left[a 1] || right[b 2])"],
  ['"a b"."c""d"', 'a b.c"d'],
  ["`a``b`", "a`b"],
  ["'it''s' || ''", "('it's' || '')"],
  ["1 + 1.5 + .5 + 1e5 + 1.5E-3 + 2.", "(((((1 + 1.5) + .5) + 1e5) + 1.5E-3) + 2.)"],
  ["a--b\n-/* c */d", "(a - d)"],
  ["a/* b /* c */ */+d", "(a + d)"],
  ["((a))", "a"],
  ["größe + été", "(größe + été)"],
  [
    "window + value + key + offset + limit + first + emit + session",
    "(((((((window + value) + key) + offset) + limit) + first) + emit) + session)",
  ],
])("%s", (sql, expected) => {
  expect(shape(exprOf(sql))).toBe(expected);
});

describe("spans", () => {
  test.each([...ALONE, ...SPELLINGS.flatMap(([, queries]) => queries), SCHEMA])("%s", (text) => {
    const { statements } = parsed(text);
    for (const statement of statements) checkSpans(statement, statement.span.start, statement.span.end, text);
  });

  test("cover what they name", () => {
    const text = "SELECT a + b * c AS d FROM t WHERE NOT (x IS NULL)";
    const [statement] = parsed(text).statements;
    if (statement?.kind !== "QueryStatement") throw new Error("no query");
    const { items, where, from } = statement.query.select;
    const written = (span: { start: number; end: number }) => text.slice(span.start, span.end);
    expect(written(items[0]!.span)).toBe("a + b * c AS d");
    expect(written(where!.span)).toBe("NOT (x IS NULL)");
    expect(written(from!.span)).toBe("t");
    expect(where?.kind === "Unary" ? written(where.arg.span) : "").toBe("(x IS NULL)");
  });
});

/** Every node has a place, inside that of the node around it. */
function checkSpans(node: unknown, start: number, end: number, text: string): void {
  if (Array.isArray(node)) for (const element of node) checkSpans(element, start, end, text);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const { span } = node as { span?: { start: number; end: number } };
  if (span !== undefined) {
    expect(span.start < span.end && span.start >= start && span.end <= end, `${text}: ${JSON.stringify(node)}`).toBe(
      true,
    );
  }
  const { start: from, end: to } = span ?? { start, end };
  for (const [key, value] of Object.entries(node)) {
    // Parts of a rewritten form, as the 1 of SUBSTRING(a FOR b), stand where its word stands.
    if (key !== "span" && key !== "comment") checkSpans(value, from, to, text);
  }
}

describe("recovery", () => {
  test.each([
    ["SELECT a +, b FROM t WHERE ( GROUP BY HAVING a > ; SELECT b FROM u", ["MR1001", "MR1001", "MR1001", "MR1001"], 2],
    ["SELECT a FROM (SELECT b c d FROM u WHERE x = ) WHERE y", ["MR1001", "MR1001"], 1],
    ["CREATE SOURCE s (a INT b TEXT); SELECT a FROM s", ["MR1001"], 2],
    ["SELECT a FROM t EMIT SOMETIMES; SELECT ; CREATE VIEW v AS SELECT 1 1 FROM t", ["MR1001", "MR1001", "MR1001"], 3],
    ["SELECT 'a FROM t; SELECT b FROM u\n; SELECT c FROM v", ["MR1004"], 2],
    [";;;", [], 0],
    ["", [], 0],
  ])("%s", (text, codes, count) => {
    const result = parsed(text);
    expect(result.codes).toEqual(codes);
    expect(result.statements.length).toBe(count);
  });
});
