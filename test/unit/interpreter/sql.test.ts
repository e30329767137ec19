/** SQL text through the generator's front end into the interpreter: the scalar table of the oracles. */
import { expect, it } from "vitest";
import { bind } from "../../../generator/bind/binder.ts";
import { DiagnosticBag } from "../../../generator/diagnostics/diagnostic.ts";
import { normalize } from "../../../generator/normalize/normalize.ts";
import { optimize } from "../../../generator/optimize/optimizer.ts";
import { parse } from "../../../generator/sql/parser.ts";
import { Interpreter } from "../../../runtime/interpreter/index.ts";
import type { LogicalPlan, Output } from "../../../runtime/plan.ts";
import { SCALAR_TABLE } from "../../oracle/scalar-table.ts";

/** SQLSTATE to the row error's code. */
const CODES: Readonly<Record<string, number>> = {
  "22003": 6011,
  "22012": 6012,
  "22018": 6013,
  "22008": 6014,
  "22007": 6015,
  "2201F": 6016,
  "22011": 6017,
  "22025": 6018,
};

it.each(SCALAR_TABLE)("$sql", ({ sql, expected }) => {
  const bound = planOf(`CREATE SOURCE s (x BIGINT); SELECT ${sql} AS v FROM s;`);
  const normalized = normalize(bound);
  const wanted = "error" in expected ? `error ${CODES[expected.error]}` : shown(expected.value);
  // As written, with constants folded, and optimized.
  for (const plan of [bound, normalized, optimize(normalized).plan]) expect(onlyValue(plan)).toBe(wanted);
});

function planOf(text: string): Output {
  const bag = new DiagnosticBag();
  const source = { file: "q.sql", text };
  const bound = bind([{ source, statements: parse(source, bag) }], "q", bag);
  expect(bag.items).toEqual([]);
  return bound!.plan;
}

/** What a plan makes of one row of NULLs. */
function onlyValue(plan: Output): string {
  const found: string[] = [];
  const interpreter = new Interpreter(plan, {
    emit: (_op, [value]) => found.push(shown(value)),
    malformed: (_row, code) => found.push(`error ${code}`),
    late: () => found.push("late"),
    outputError: () => found.push("output error"),
  });
  interpreter.push(scanOf(plan).columns.map(() => null));
  return found.join();
}

/** The oracles' integers are all bigint, ours only those of BIGINT and TIMESTAMP. */
function shown(value: unknown): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function scanOf(plan: LogicalPlan): Extract<LogicalPlan, { kind: "Scan" }> {
  return plan.kind === "Scan" ? plan : scanOf(plan.input);
}
