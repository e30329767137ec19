import { expect, test } from "vitest";
import { orderConjuncts } from "../../../generator/optimize/rules/order-conjuncts.ts";
import { conditionAfter, conditionOf, rewritten } from "../logical/rewriting.ts";

test.each([
  ["t LIKE '%item%' AND b > 100", "b > 100 AND t LIKE '%item%' ESCAPE '\\'"],
  ["lower(t) = 'a' AND t = 'b' AND ok AND a > 1", "ok AND a > 1 AND t = 'b' AND lower(t) = 'a'"],
])("%s  =>  %s", (condition, ordered) => {
  expect(conditionAfter(condition, orderConjuncts)).toBe(ordered);
});

test.each([
  // Of one cost: as written.
  "b > 100 AND a > 1",
  // With an error among them the order decides whether a row has it.
  "lower(t) = 'a' AND a / b > 1",
  "lower(t) = 'a' OR b > 1",
])("leaves %s", (condition) => {
  expect(conditionAfter(condition, orderConjuncts)).toBe(condition);
});

test("a SUM that may have left BIGINT is an error among them", () => {
  const having = (condition: string) =>
    conditionOf(
      rewritten(`SELECT t FROM s GROUP BY t, TUMBLE(ts, INTERVAL '1' HOUR) HAVING ${condition}`, orderConjuncts),
    );
  expect(having("lower(t) = 'a' AND SUM(b) > 1")).toBe("lower(t) = 'a' AND SUM(b) > 1");
  expect(having("lower(t) = 'a' AND MAX(b) > 1")).toBe("MAX(b) > 1 AND lower(t) = 'a'");
});
