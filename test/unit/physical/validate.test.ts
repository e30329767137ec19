import { expect, test } from "vitest";
import { type CompiledQuery, compile, DEFAULT_LIMITS } from "../../../generator/compile.ts";
import { column } from "../../../generator/logical/expr.ts";
import type { PhysicalPlan, Pipeline } from "../../../generator/physical/plan.ts";
import { validatePhysical } from "../../../generator/physical/validate.ts";

const { physical } = queryOf(`CREATE SOURCE s (k TEXT, v BIGINT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts);
SELECT k, window_end, SUM(v) FILTER (WHERE v > 1) AS total, AVG(v) AS mean
FROM TUMBLE(s, ts, INTERVAL '1' HOUR) WHERE v <> 0 GROUP BY k, window_end HAVING COUNT(*) > 1`);
const [first, second] = physical.pipelines as [Pipeline, Pipeline];
const [aggregate] = physical.aggregates as [PhysicalPlan["aggregates"][number]];

function queryOf(text: string): CompiledQuery {
  const { query } = compile([{ file: "q.sql", text }], { name: "q", optimize: true, limits: DEFAULT_LIMITS });
  return query!;
}

function withAggregate(changed: Partial<typeof aggregate>): PhysicalPlan {
  return { ...physical, aggregates: [{ ...aggregate, ...changed }] };
}

function withStep(pipeline: Pipeline, step: Pipeline["steps"][number]): PhysicalPlan {
  const changed = { ...pipeline, steps: [step, ...pipeline.steps.slice(1)] };
  return { ...physical, pipelines: physical.pipelines.map((each) => (each === pipeline ? changed : each)) };
}

const codes = (plan: PhysicalPlan) => [...new Set(validatePhysical(plan).map(({ code }) => code))];

test("a plan as it is lowered is sound", () => {
  expect(validatePhysical(physical)).toEqual([]);
});

test.each<[string, PhysicalPlan, readonly string[]]>([
  ["pipelines out of order", { ...physical, pipelines: [second, first] }, ["PLAN_NODE"]],
  ["a pipeline that nothing feeds", { ...physical, pipelines: [second] }, ["PLAN_NODE"]],
  ["an output that nothing writes", { ...physical, pipelines: [first] }, ["PLAN_NODE"]],
  [
    "a filter that is no condition",
    withStep(first, {
      operator: "Filter",
      predicate: column(1, physical.scan.columns, first.sink.span),
      span: first.sink.span,
    }),
    ["PLAN_TYPE"],
  ],
  [
    "a filter over columns that are not there",
    withStep(first, {
      ...first.steps[0]!,
      operator: "Filter",
      predicate: { kind: "Column", ordinal: 9, type: { kind: "BOOLEAN" }, nullable: true, span: first.sink.span },
    }),
    ["PLAN_ORDINAL"],
  ],
  [
    "an output with too few columns",
    { ...physical, pipelines: [first, { ...second, steps: second.steps.slice(0, 1) }] },
    ["PLAN_SCHEMA"],
  ],
  ["a result of no accumulator", withAggregate({ accumulators: aggregate.accumulators.slice(0, 1) }), ["PLAN_ORDINAL"]],
  ["a column of no key", withAggregate({ keys: [] }), ["PLAN_SCHEMA"]],
  ["a column of no result", withAggregate({ results: [] }), ["PLAN_SCHEMA"]],
  [
    "a NULL that nobody promised",
    withAggregate({ columns: aggregate.columns.map((each) => ({ ...each, nullable: false })) }),
    ["PLAN_NULLABILITY"],
  ],
])("%s", (_, plan, expected) => {
  expect(codes(plan)).toEqual(expect.arrayContaining([...expected]));
});
