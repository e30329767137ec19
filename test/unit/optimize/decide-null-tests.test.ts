import { expect, test } from "vitest";
import { decideNullTests } from "../../../generator/optimize/rules/decide-null-tests.ts";
import { conditionAfter } from "../logical/rewriting.ts";

test.each([
  ["a IS NULL OR ok", "FALSE OR ok"],
  ["a IS NOT NULL", "NOT FALSE"],
  ["ts IS NULL", "FALSE"],
])("%s  =>  %s", (condition, decided) => {
  expect(conditionAfter(condition, decideNullTests)).toBe(decided);
});

// The last is never NULL, but its error must show.
test.each(["b IS NULL", "ok IS NULL", "a / a IS NULL"])("leaves %s", (condition) => {
  expect(conditionAfter(condition, decideNullTests)).toBe(condition);
});
