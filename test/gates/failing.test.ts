/** What a red gate leaves: a case that runs, and what was drawn, whole. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readCase } from "../cases-format.ts";
import type { Expr } from "../fuzz/query-spec.ts";
import { bid, end, plain } from "../fuzz/specs.ts";
import { type FailingCase, readFailing, saveFailing } from "./failing.ts";

const folder = mkdtempSync(join(tmpdir(), "failing-"));
afterAll(() => rmSync(folder, { recursive: true }));

const double = (value: number): Expr => ({ kind: "literal", type: { kind: "DOUBLE" }, value, form: "typed" });
const events = [bid("é\n", 1, 100), bid(null, null, -1), end];
const failing: FailingCase = {
  gate: "R1",
  seed: 20_007,
  number: 3,
  options: { batches: [2, 5] },
  spec: plain(null, double(-0), double(NaN), double(-Infinity), double(0.1)),
  events,
};
const found = {
  what: "rows in the end",
  expected: ["i:1"],
  received: [],
  truth: { by: "oracle" as const, lines: [{ end: true as const, open: 0 }] },
};

it("is a case, and is read back as it was drawn, with every BIGINT and every kind of number", () => {
  saveFailing(folder, failing, found, "the report");
  const kase = readCase(folder);
  expect(kase).toMatchObject({ proves: "R1, seed 20007, case 3: rows in the end", truth: "oracle" });
  expect(kase.input).toHaveLength(events.length);
  expect(kase.expected).toEqual(found.truth.lines);
  expect(readFailing(folder)).toStrictEqual(failing);
});

it("says how to run it again", () => {
  const report = readFileSync(join(folder, "report.txt"), "utf8");
  expect(report).toContain(`npm run gate -- R1 --replay ${folder}\n`);
  expect(report).toContain("npm run gate -- R1 --seed 20007 --case 3\n");
  expect(report).toContain("the report");
});
