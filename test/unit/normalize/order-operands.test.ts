import { expect, test } from "vitest";
import { orderOperands } from "../../../generator/normalize/rules/order-operands.ts";
import { conditionAfter } from "../logical/rewriting.ts";

test.each([
  ["5 < b", "b > 5"],
  ["5 >= b", "b <= 5"],
  ["1 = b", "b = 1"],
  ["b = a", "a = b"],
  ["ok AND b > 1 AND ok", "ok AND b > 1"],
  ["b > 1 OR ok OR b > 1 OR a > 1", "ok OR a > 1 OR b > 1"],
  // Between two that can fail there is an order to find, but nothing moves over them.
  ["a / b > 1 AND ok AND b > 1 AND ok AND b / a > 1", "a / b > 1 AND ok AND b > 1 AND b / a > 1"],
])("%s  =>  %s", (condition, ordered) => {
  expect(conditionAfter(condition, orderOperands)).toBe(ordered);
});

test.each([
  "a - b > 1",
  "b > a / b AND ok",
  // The first to fail names the error.
  "b / a = a / b",
  "a / b > 1 AND b / a > 1",
  "a / b > 1 AND ok",
])("leaves %s", (condition) => {
  expect(conditionAfter(condition, orderOperands)).toBe(condition);
});

test("however a chain is nested and ordered, it ends up the same", () => {
  const conditions = ["((b = 1 AND ok) AND a = 2) AND n = 3", "n = 3 AND (a = 2 AND (ok AND (b = 1 AND n = 3)))"];
  const [first, second] = conditions.map((condition) => conditionAfter(condition, orderOperands));
  expect(first).toBe(second);
});
