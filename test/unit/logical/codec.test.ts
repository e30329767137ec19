import { expect, test } from "vitest";
import {
  BIGINT,
  DATE,
  DOUBLE,
  INTEGER,
  INTERVAL,
  type SqlType,
  TEXT,
  timestamp,
} from "../../../generator/catalog/sql-type.ts";
import { canonicalPlan, encodePlan } from "../../../generator/logical/codec.ts";
import { literal } from "../../../generator/logical/expr.ts";
import type { Project, Value } from "../../../runtime/plan.ts";
import { PLANS, planOf } from "./plans.ts";

test("a whole plan", () => {
  const { plan } = planOf("SELECT price FROM dear WHERE price < 7");
  const text = canonicalPlan(plan);
  expect(text.startsWith('{"changelog":"append","input":{"exprs":[{"kind":"Column","nullable":true,"ordinal":1,')).toBe(
    true,
  );
  expect(text).toContain(
    '"predicate":{"args":[{"kind":"Column","nullable":true,"ordinal":1,"type":{"kind":"BIGINT"}},',
  );
  expect(text).toContain('"watermark":{"column":12,"delayUs":{"$i64":"4000000"}}');
  expect(text).not.toContain("span");
});

const SPAN = { file: "q.sql", start: 0, end: 0 };

test.each<[Value, SqlType, unknown]>([
  [null, BIGINT, null],
  [true, { kind: "BOOLEAN" }, true],
  [-5, INTEGER, -5],
  [-5n, BIGINT, { $i64: "-5" }],
  [9223372036854775807n, BIGINT, { $i64: "9223372036854775807" }],
  [0.5, DOUBLE, { $f64: "3fe0000000000000" }],
  [-0, DOUBLE, { $f64: "8000000000000000" }],
  [Number.NaN, DOUBLE, { $f64: "7ff8000000000000" }],
  [-Infinity, DOUBLE, { $f64: "fff0000000000000" }],
  [Math.fround(0.1), { kind: "REAL" }, { $f64: "3fb99999a0000000" }],
  ["it's \u0000", TEXT, "it's \u0000"],
  [19_782, DATE, { $date: "2024-02-29" }],
  [-1, DATE, { $date: "1969-12-31" }],
  [-1n, timestamp(6), { $ts: "-1" }],
  [{ months: 1, days: -2, us: 3n }, INTERVAL, { $iv: [1, -2, "3"] }],
])("%s as %o", (value, type, expected) => {
  const { plan } = planOf("SELECT price FROM bid");
  const project = { ...(plan.input as Project), exprs: [literal(value, type, SPAN)] };
  const encoded = encodePlan({ ...plan, input: project }) as { input: { exprs: { value: unknown }[] } };
  expect(encoded.input.exprs[0]!.value).toEqual(expected);
});

test("texts are canonical: JSON, sorted keys, safe integers", () => {
  for (const { plan } of PLANS) {
    const text = canonicalPlan(plan);
    const check = (value: unknown): void => {
      if (typeof value === "number") expect(Number.isSafeInteger(value)).toBe(true);
      if (typeof value !== "object" || value === null) return;
      if (!Array.isArray(value)) expect(Object.keys(value)).toEqual(Object.keys(value).sort());
      for (const part of Object.values(value)) check(part);
    };
    check(JSON.parse(text));
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
  }
});

test("different plans differ", () => {
  const others = PLANS.filter(({ query }) => query !== "SELECT bid.* FROM bid");
  const texts = others.map(({ plan }) => canonicalPlan(plan));
  expect(new Set(texts).size).toBe(texts.length);
});
