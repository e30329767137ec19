import { expect, test } from "vitest";
import { narrowComparisons } from "../../../generator/optimize/rules/narrow-comparisons.ts";
import { conditionAfter } from "../logical/rewriting.ts";

test.each([
  ["CAST(n AS BIGINT) > 100", "n > 100"],
  ["CAST(n AS BIGINT) = 2147483647", "n = 2147483647"],
  ["CAST(n AS BIGINT) IS DISTINCT FROM -2147483648", "n IS DISTINCT FROM -2147483648"],
])("%s  =>  %s", (condition, narrowed) => {
  expect(conditionAfter(condition, narrowComparisons)).toBe(narrowed);
});

test.each([
  // Beyond what the column holds.
  "CAST(n AS BIGINT) < 2147483648",
  // Narrowing can fail, and its error must show.
  "CAST(b AS INTEGER) > 5",
  "CAST(n AS BIGINT) > b",
  "CAST(n AS DOUBLE) > 5e0",
])("leaves %s", (condition) => {
  expect(conditionAfter(condition, narrowComparisons)).toBe(condition);
});
