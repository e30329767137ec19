/** Texts as programs write them: long lists and chains compile, through every phase but asc; limits say what they are. */
import { expect, test } from "vitest";
import { compile, DEFAULT_LIMITS } from "../../../generator/compile.ts";
import { canonicalPlan } from "../../../generator/logical/codec.ts";
import { soundPlans } from "../../harness/sound-plans.ts";
import { SCHEMA } from "./rejected.ts";

const list = (count: number, term: (i: number) => string, between: string) =>
  Array.from({ length: count }, (_, i) => term(i)).join(between);

function compiled(sql: string) {
  const options = { name: "long", optimize: true, limits: DEFAULT_LIMITS };
  return compile([{ file: "query.sql", text: SCHEMA + sql }], options, soundPlans("long"));
}

test.each([
  ["OR", `WHERE ${list(10_000, (i) => `n < ${i} `, "OR ")}`],
  ["OR of what can fail", `WHERE ${list(2000, (i) => `price / n = ${i} `, "OR ")}`],
  ["OR of ANDs", `WHERE ${list(3000, (i) => `price = ${i} AND n <> ${i} `, "OR ")}`],
  ["AND", `WHERE ${list(5000, (i) => `price <> ${i} `, "AND ")}`],
  ["IN", `WHERE price IN (${list(10_000, String, ", ")})`],
  ["NOT of a chain", `WHERE NOT (${list(2000, (i) => `price <> ${i} `, "AND ")})`],
])("a WHERE of many terms: %s", (_, where) => {
  const { diagnostics, query } = compiled(`SELECT auction FROM bid ${where}`);
  expect(diagnostics).toEqual([]);
  expect(query).not.toBeNull();
});

test.each([
  ["AND", list(1000, (i) => `price <> ${i}`, " AND ")],
  ["||", list(3000, (i) => `channel || '${i}'`, " || ")],
  ["+ of BIGINT", list(501, () => "price", " + ")],
  ["+ of DOUBLE", list(500, (i) => `rate * ${i}e0`, " + ").replace("rate * 0e0", "rate")],
  ["+ in parentheses", `(${list(400, () => "price", " + ")}) + (${list(400, () => "price", " - ")})`],
  ["CASE", `CASE ${list(1000, (i) => `WHEN price = ${i} THEN ${i}`, " ")} END`],
  ["nested and long", `${"abs(".repeat(50)}${list(400, () => "rate", " + ")}${")".repeat(50)}`],
])("a value of many parts: %s", (_, value) => {
  const { diagnostics, query } = compiled(`SELECT ${value} AS v FROM bid`);
  expect(diagnostics).toEqual([]);
  expect(query).not.toBeNull();
});

test.each([
  ["price", "+", 502],
  ["rate", "-", 900],
  ["auction", "*", 5000],
])("%s %s … beyond the limit is one error that names it", (operand, operator, count) => {
  const { diagnostics } = compiled(`SELECT ${list(count, () => operand, ` ${operator} `)} AS v FROM bid`);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["MR4031", `${count - 1} operators in a row are more than this version takes`],
  ]);
});

test("levels add up over views", () => {
  const view = (i: number) =>
    `CREATE VIEW v${i} AS SELECT ${list(300, () => "r", " + ")} + 1e0 AS r FROM ${i === 0 ? "(SELECT rate AS r FROM bid)" : `v${i - 1}`};`;
  expect(compiled(`${view(0)} SELECT r FROM v0`).diagnostics).toEqual([]);
  const { diagnostics } = compiled(`${list(3, view, "\n")} SELECT r FROM v2`);
  expect(diagnostics.map(({ code }) => code)).toEqual(["MR4018"]);
});

test("a chain means the same as its halves in parentheses", () => {
  const planOf = (condition: string) =>
    canonicalPlan(compiled(`SELECT auction FROM bid WHERE ${condition}`).query!.normalized);
  const terms = (from: number, to: number) => list(to - from, (i) => `price / n = ${from + i}`, " OR ");
  expect(planOf(`(${terms(0, 7)}) OR (${terms(7, 9)} OR (${terms(9, 13)}))`)).toBe(planOf(terms(0, 13)));
});
