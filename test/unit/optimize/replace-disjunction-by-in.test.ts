import { expect, test } from "vitest";
import { replaceDisjunctionByIn } from "../../../generator/optimize/rules/replace-disjunction-by-in.ts";
import { conditionAfter } from "../logical/rewriting.ts";

test.each([
  ["b = 1 OR b = 2 OR b = 3", "b IN (1, 2, 3)"],
  ["b = 1 OR (b = 2 OR b = 3) OR b = 4", "b IN (1, 2, 3, 4)"],
  ["ok OR b = 1 OR b = 2 OR b = 3 OR t = 'a' OR t = 'b' OR t = 'c'", "ok OR b IN (1, 2, 3) OR t IN ('a', 'b', 'c')"],
  ["NOT (a + b > 1 AND (t = 'a' OR t = 'b' OR t = 'c'))", "NOT (a + b > 1 AND t IN ('a', 'b', 'c'))"],
])("%s  =>  %s", (condition, replaced) => {
  expect(conditionAfter(condition, replaceDisjunctionByIn)).toBe(replaced);
});

test.each([
  "b = 1 OR b = 2",
  "b = 1 OR b = 2 OR a = 3 OR b = 3",
  "b = a OR b = n OR b = 3 OR b > 4",
  // Compared three times it fails at the first; so would IN, but the rule moves nothing that can fail.
  "a / b = 1 OR a / b = 2 OR a / b = 3",
])("leaves %s", (condition) => {
  expect(conditionAfter(condition, replaceDisjunctionByIn).replaceAll("CAST(n AS BIGINT)", "n")).toBe(condition);
});
