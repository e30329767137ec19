import { expect, test } from "vitest";
import { normalize } from "../../../generator/normalize/normalize.ts";
import { optimize } from "../../../generator/optimize/optimizer.ts";
import type { LogicalPlan } from "../../../runtime/plan.ts";
import { soundPlans } from "../../harness/sound-plans.ts";
import { planOf } from "../logical/rewriting.ts";

const QUERY = `SELECT c FROM (SELECT a + b AS c, t FROM s WHERE 5 < b) WHERE c IS NOT NULL AND t = 'x'`;

test("every rule that changes something is seen, and what it leaves", () => {
  const seen: string[] = [];
  const plan = normalize(planOf(QUERY), (_, after) => void seen.push(after));
  expect(new Set(seen)).toEqual(
    new Set([
      "order_operands",
      "push_filter_below_project",
      "compose_projects",
      "merge_filters",
      "a round of normalization",
    ]),
  );
  seen.length = 0;
  const { fired } = optimize(plan, (_, after) => void seen.push(after));
  expect(seen).toEqual(fired);
});

test("a rule that breaks a plan is named", () => {
  const rule = {
    name: "lose_a_column",
    rewrite: (plan: LogicalPlan): LogicalPlan =>
      plan.kind === "Project" && plan.exprs.length === 2 ? { ...plan, exprs: plan.exprs.slice(1) } : plan,
  };
  const { logical } = soundPlans("the query");
  expect(() => normalize(planOf(QUERY), logical, [rule])).toThrow(
    /^the query: unsound plan after lose_a_column: PLAN_/,
  );
  expect(() => optimize(planOf(QUERY), logical, [rule])).toThrow(/unsound plan after lose_a_column/);
});
