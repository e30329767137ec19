import { describe, expect, test } from "vitest";
import { canonicalPlan } from "../../../generator/logical/codec.ts";
import { validatePlan } from "../../../generator/logical/validate.ts";
import { ALONE, SCHEMA, SPELLINGS } from "./accepted.ts";
import { compile } from "./compile.ts";

function planOf(query: string): string {
  const { bound, text } = compile(SCHEMA, query);
  expect(bound, text).not.toBeNull();
  expect(validatePlan(bound!.plan, bound!.sources)).toEqual([]);
  return canonicalPlan(bound!.plan);
}

describe.each(SPELLINGS)("%s", (_, queries) => {
  const [first, ...others] = queries;
  test.each(others)("%s", (query) => {
    expect(planOf(query)).toBe(planOf(first!));
  });
});

test.each(ALONE)("%s", (query) => {
  planOf(query);
});

test("there are enough of them", () => {
  expect(SPELLINGS.flatMap(([, queries]) => queries).length + ALONE.length).toBeGreaterThanOrEqual(80);
});
