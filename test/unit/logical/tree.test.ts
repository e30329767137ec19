import { describe, expect, test } from "vitest";
import { BIGINT, BOOLEAN, DOUBLE } from "../../../generator/catalog/sql-type.ts";
import { call, literal } from "../../../generator/logical/expr.ts";
import {
  children,
  exprEquals,
  exprKey,
  exprsOf,
  mapChildren,
  mapExpr,
  mapExprs,
  nodesOf,
  operands,
  rewriteBottomUp,
  visitExpr,
} from "../../../generator/logical/tree.ts";
import type { Expr } from "../../../runtime/plan.ts";
import { PLANS, planOf } from "./plans.ts";

const SPAN = { file: "q.sql", start: 0, end: 0 };
const five = literal(5n, BIGINT, SPAN);

test("what is left alone comes back as the same object", () => {
  for (const { plan } of PLANS) {
    expect(rewriteBottomUp(plan, (node) => mapExprs(node, (expr) => mapExpr(expr, (e) => e)))).toBe(plan);
    for (const node of nodesOf(plan)) {
      expect(mapChildren(node, (input) => input)).toBe(node);
      for (const expr of exprsOf(node)) expect(mapExpr(expr, (e) => e)).toBe(expr);
    }
  }
});

test("a change anywhere is made there and nowhere else", () => {
  for (const { plan } of PLANS) {
    const literals: Expr[] = [];
    for (const node of nodesOf(plan)) {
      for (const expr of exprsOf(node)) visitExpr(expr, (e) => e.kind === "Literal" && literals.push(e));
    }
    for (const target of literals) {
      const replaced = { ...target };
      const changed = rewriteBottomUp(plan, (node) =>
        mapExprs(node, (expr) => mapExpr(expr, (e) => (e === target ? replaced : e))),
      );
      expect(changed).not.toBe(plan);
      expect(changed).toEqual(plan);
      const found: Expr[] = [];
      for (const node of nodesOf(changed)) {
        for (const expr of exprsOf(node)) visitExpr(expr, (e) => (e === replaced || e === target) && found.push(e));
      }
      expect(new Set(found)).toEqual(new Set([replaced]));
    }
  }
});

test("nodes are visited from the root, rewritten from the leaves", () => {
  const { plan } = planOf(
    "SELECT COUNT(*) AS n FROM bid WHERE ok GROUP BY tumble(INTERVAL '1' DAY) HAVING COUNT(*) > 1",
  );
  const kinds = ["Output", "Project", "Filter", "Aggregate", "Window", "Filter", "Scan"];
  expect([...nodesOf(plan)].map((node) => node.kind)).toEqual(kinds);
  const order: string[] = [];
  rewriteBottomUp(plan, (node) => {
    order.push(node.kind);
    return node;
  });
  expect(order).toEqual(kinds.toReversed());
  expect(children([...nodesOf(plan)].at(-1)!)).toEqual([]);
});

describe("equality", () => {
  test.each([
    ["price + 1", "price + 1", true],
    ["price + 1", "price+1", true],
    ["price + 1", "1 + price", false],
    ["price + 1", "price + 2", false],
    ["price", "auction", false],
    ["CAST(price AS INT)", "TRY_CAST(price AS INT)", false],
    ["CAST(price AS INT)", "CAST(price AS SMALLINT)", false],
    ["CASE WHEN ok THEN 1 ELSE 2 END", "CASE WHEN ok THEN 2 ELSE 1 END", false],
    ["channel || 'a,b'", "channel || 'a' || 'b'", false],
    ["'5'", "5", false],
    ["5", "5e0", false],
    ["NULL", "CAST(NULL AS INT)", false],
    ["ts + INTERVAL '1' DAY", "ts + INTERVAL '24' HOUR", false],
  ])("%s  and  %s", (a, b, expected) => {
    const { plan } = planOf(`SELECT ${a} AS a, ${b} AS b FROM bid`);
    const [left, right] = exprsOf(plan.input) as [Expr, Expr];
    expect(exprEquals(left, right)).toBe(expected);
    expect(exprKey(left) === exprKey(right)).toBe(expected);
  });

  test("-0 is not 0, NaN is NaN", () => {
    const of = (value: number) => literal(value, DOUBLE, SPAN);
    expect(exprEquals(of(-0), of(0))).toBe(false);
    expect(exprEquals(of(Number.NaN), of(Number.NaN))).toBe(true);
  });

  test("keys tell apart every pair of different expressions of the corpus", () => {
    const byKey = new Map<string, Expr>();
    for (const { plan } of PLANS) {
      for (const node of nodesOf(plan)) {
        for (const expr of exprsOf(node)) visitExpr(expr, (e) => byKey.set(exprKey(e), withoutPlace(e)));
      }
    }
    expect(byKey.size).toBeGreaterThan(200);
    const shapes = [...byKey.values()].map((e) => JSON.stringify(e, (_, v) => (typeof v === "bigint" ? `${v}n` : v)));
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(byKey.size);
  });
});

function withoutPlace(expr: Expr): Expr {
  return mapExpr(expr, (e) => ({ ...e, span: SPAN }));
}

test("operands in the order in which they are evaluated", () => {
  const { plan } = planOf("SELECT CASE WHEN ok THEN 1 WHEN price > 2 THEN 3 ELSE 4 END AS a FROM bid");
  const [expr] = exprsOf(plan.input) as [Expr];
  expect(operands(expr).map((e) => (e.kind === "Literal" ? e.value : e.kind))).toEqual(["Column", 1, "Call", 3, 4]);
  expect(operands(five)).toEqual([]);
});

test("an unknown kind is an error, not an omission", () => {
  const odd = { ...call("not(BOOLEAN)", [literal(true, BOOLEAN, SPAN)], SPAN), kind: "Odd" } as unknown as Expr;
  expect(() => exprKey(odd)).toThrow("no such expression: Odd");
  expect(() => operands(odd)).toThrow("no such expression: Odd");
});
