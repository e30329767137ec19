import { expect, test } from "vitest";
import { BIGINT, BOOLEAN } from "../../../generator/catalog/sql-type.ts";
import { AND, call, chain, literal, OR, termsOf } from "../../../generator/logical/expr.ts";
import { operands } from "../../../generator/logical/tree.ts";
import type { Expr } from "../../../runtime/plan.ts";

const SPAN = { file: "query.sql", start: 0, end: 1 };
const term = (i: number): Expr =>
  call("eq(BIGINT,BIGINT)", [literal(BigInt(i), BIGINT, SPAN), literal(0n, BIGINT, SPAN)], SPAN);
const terms = (count: number) => Array.from({ length: count }, (_, i) => term(i));

function levelsOf(expr: Expr): number {
  return 1 + Math.max(0, ...operands(expr).map(levelsOf));
}

test("a chain keeps the order of its terms and is as flat as can be", () => {
  for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 100, 10_000]) {
    const all = terms(count);
    const whole = chain(OR, all, SPAN);
    expect(termsOf(OR, whole)).toEqual(all);
    expect(levelsOf(whole)).toBe(2 + Math.ceil(Math.log2(count)));
  }
});

test("part of a chain is shaped as a chain of that part, so that rewriting one comes to rest", () => {
  const all = terms(11);
  const whole = chain(AND, all, SPAN);
  const [left, right] = operands(whole) as [Expr, Expr];
  expect(left).toEqual(chain(AND, all.slice(0, 6), SPAN));
  expect(right).toEqual(chain(AND, all.slice(6), SPAN));
});

test("terms are those of one operator, whichever way it leans", () => {
  const [a, b, c, d] = terms(4) as [Expr, Expr, Expr, Expr];
  const either = call(OR, [b, c], SPAN);
  expect(termsOf(AND, call(AND, [a, call(AND, [either, d], SPAN)], SPAN))).toEqual([a, either, d]);
  expect(termsOf(AND, either)).toEqual([either]);
  const leaning = terms(50_000).reduce(
    (left, right) => call(AND, [left, right], SPAN),
    literal(true, BOOLEAN, SPAN) as Expr,
  );
  expect(termsOf(AND, leaning)).toHaveLength(50_001);
});
