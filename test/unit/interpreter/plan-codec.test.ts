/** What the generator encodes, the interpreter decodes. */
import { describe, expect, it } from "vitest";
import { canonicalPlan } from "../../../generator/logical/codec.ts";
import { decodePlan } from "../../../runtime/interpreter/index.ts";
import type { Case, Expr, Output } from "../../../runtime/plan.ts";
import {
  aggregate,
  aggregateCall,
  BIGINT,
  BOOLEAN,
  call,
  cast,
  column,
  cumulate,
  DATE,
  DOUBLE,
  field,
  filter,
  hop,
  INTEGER,
  interval,
  literal,
  output,
  project,
  REAL,
  SMALLINT,
  scan,
  spanAt,
  TEXT,
  TINYINT,
  timestamp,
  tumble,
  varchar,
  windowed,
  windowKeys,
} from "./plans.ts";

const LITERALS: readonly Expr[] = [
  literal(null, TEXT),
  literal(true, BOOLEAN),
  literal(-128, TINYINT),
  literal(7, SMALLINT),
  literal(2147483647, INTEGER),
  literal(-9223372036854775808n, BIGINT),
  literal(Math.fround(0.1), REAL),
  literal(-0, DOUBLE),
  literal(Number.NaN, DOUBLE),
  literal(-Infinity, DOUBLE),
  literal(5e-324, DOUBLE),
  literal('é😀"\\\u0000', varchar(9)),
  literal(-719529, DATE),
  literal(53_375_995, DATE),
  literal(-1n, timestamp(6)),
  literal(1n << 62n, timestamp(0)),
  interval(-5n, 2, -3),
];

const then = literal(1, INTEGER);
const branches: Case = {
  kind: "Case",
  whens: [{ when: column(0, BOOLEAN), then }],
  otherwise: cast(column(1, TEXT), INTEGER, "try"),
  type: INTEGER,
  nullable: true,
  span: spanAt(0),
};

/** Every kind of node, window, expression and literal. */
function plans(): readonly Output[] {
  const rows = scan([field("ts", timestamp(3), false), field("v", BIGINT), field("t", varchar(5))], 5000);
  const isPositive = call("gt(BIGINT,BIGINT)", [column(1, BIGINT), literal(0n, BIGINT)], BOOLEAN);
  const sum = aggregateCall("sum(BIGINT)", BIGINT, { arg: column(1, BIGINT), filter: isPositive });
  const windows = [tumble(1000, 100), hop(500, 1000, 7), cumulate(500, 2000)].map((spec) => {
    const input = windowed(filter(rows, isPositive), spec);
    const grouped = aggregate(
      input,
      [...windowKeys(input), column(2, varchar(5))],
      [sum, aggregateCall("count()", BIGINT)],
      {
        emit: "after-watermark",
        latenessMs: 250,
      },
    );
    return output(grouped, "retract");
  });
  return [...windows, output(project(scan([field("b", BOOLEAN), field("t", TEXT)]), [...LITERALS, branches]))];
}

/** Without spans: canonical JSON has none. */
function withoutSpans(plan: unknown): unknown {
  if (Array.isArray(plan)) return plan.map(withoutSpans);
  if (typeof plan !== "object" || plan === null) return plan;
  return Object.fromEntries(
    Object.entries(plan)
      .filter(([name]) => name !== "span")
      .map(([name, value]) => [name, withoutSpans(value)]),
  );
}

it.each(plans())("decodes to the plan that was encoded", (plan) => {
  const decoded = decodePlan(JSON.parse(canonicalPlan(plan)));
  expect(withoutSpans(decoded)).toEqual(withoutSpans(plan));
  expect(canonicalPlan(decoded)).toBe(canonicalPlan(plan));
});

describe("a plan of another shape", () => {
  const json = (): Record<string, never> => JSON.parse(canonicalPlan(plans()[0]!));

  it.each([null, 5, "x", [], {}, { kind: "Output" }, { kind: "Join" }])("is refused: %j", (value) => {
    expect(() => decodePlan(value)).toThrow(/expected/);
  });

  it("is refused with a property missing, added or of another type, wherever it is", () => {
    let corruptions = 0;
    const everywhere = (root: unknown, at: Record<string, unknown>) => {
      for (const name of Object.keys(at)) {
        const value = at[name];
        if (!Array.isArray(at)) {
          delete at[name];
          expect(() => decodePlan(root), `without ${name}`).toThrow();
        }
        at[name] = Symbol("another type");
        expect(() => decodePlan(root), `${name} of another type`).toThrow();
        at[name] = value;
        corruptions++;
        if (typeof value === "object" && value !== null) everywhere(root, value as Record<string, unknown>);
      }
      if (Array.isArray(at)) return;
      at.surplus = 1;
      expect(() => decodePlan(root), `surplus beside ${Object.keys(at)}`).toThrow();
      delete at.surplus;
      corruptions++;
    };
    const root = json();
    everywhere(root, root);
    expect(corruptions).toBeGreaterThan(200);
    expect(withoutSpans(decodePlan(root))).toEqual(withoutSpans(plans()[0]));
  });

  it("is refused if it does not end in an Output", () => {
    expect(() => decodePlan(json().input)).toThrow("ends in an Output");
  });
});
