/** What is evaluated, in which order, and whose failure counts. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../runtime/interpreter/expressions.ts";
import { Failure } from "../../../runtime/interpreter/fault.ts";
import type { Case, Expr, Value } from "../../../runtime/plan.ts";
import { evaluate, typeOf, ZERO } from "./evaluate.ts";
import { BOOLEAN, call, cast, column, INTEGER, literal, spanAt, TEXT } from "./plans.ts";

const TRUE = literal(true, BOOLEAN);
const FALSE = literal(false, BOOLEAN);
const NULL = literal(null, BOOLEAN);
const one = literal(1, INTEGER);
const noInteger = literal(null, INTEGER);

/** 1 / 0, which fails at `site`. */
const failing = (site = 99): Expr => call("divide(INTEGER,INTEGER)", [one, literal(0, INTEGER)], INTEGER, spanAt(site));
const failingBoolean = call("eq(INTEGER,INTEGER)", [one, failing()], BOOLEAN);

const and = (a: Expr, b: Expr) => call("and(BOOLEAN,BOOLEAN)", [a, b], BOOLEAN);
const or = (a: Expr, b: Expr) => call("or(BOOLEAN,BOOLEAN)", [a, b], BOOLEAN);
const caseOf = (otherwise: Expr, ...branches: readonly (readonly [Expr, Expr])[]): Case => ({
  kind: "Case",
  whens: branches.map(([when, then]) => ({ when, then })),
  otherwise,
  type: otherwise.type,
  nullable: true,
  span: spanAt(0),
});

describe("laziness", () => {
  const cases: readonly (readonly [string, Expr, Value])[] = [
    ["FALSE AND error", and(FALSE, failingBoolean), false],
    ["TRUE AND error", and(TRUE, failingBoolean), ZERO],
    ["NULL AND error", and(NULL, failingBoolean), ZERO],
    ["error AND FALSE", and(failingBoolean, FALSE), ZERO],
    ["TRUE OR error", or(TRUE, failingBoolean), true],
    ["FALSE OR error", or(FALSE, failingBoolean), ZERO],
    ["NULL OR error", or(NULL, failingBoolean), ZERO],
    ["error OR TRUE", or(failingBoolean, TRUE), ZERO],
    ["COALESCE(1, error)", call("coalesce(INTEGER,INTEGER…)", [one, failing()], INTEGER), 1],
    ["COALESCE(NULL, error)", call("coalesce(INTEGER,INTEGER…)", [noInteger, failing()], INTEGER), ZERO],
    ["COALESCE(error, 1)", call("coalesce(INTEGER,INTEGER…)", [failing(), one], INTEGER), ZERO],
    ["CASE WHEN TRUE THEN 1 ELSE error", caseOf(failing(), [TRUE, one]), 1],
    ["CASE WHEN FALSE THEN error ELSE 1", caseOf(one, [FALSE, failing()]), 1],
    ["CASE WHEN TRUE THEN 1 WHEN error …", caseOf(one, [TRUE, one], [failingBoolean, one]), 1],
    ["CASE WHEN error …", caseOf(one, [failingBoolean, one]), ZERO],
    ["CASE WHEN NULL THEN 1 ELSE 2", caseOf(literal(2, INTEGER), [NULL, one]), 2],
    ["1 IN (1, error)", call("in(INTEGER,INTEGER…)", [one, one, failing()], BOOLEAN), ZERO],
    ["GREATEST(1, error)", call("greatest(INTEGER,INTEGER…)", [one, failing()], INTEGER), ZERO],
    ["NULL + error", call("add(INTEGER,INTEGER)", [noInteger, failing()], INTEGER), ZERO],
    ["CONCAT(NULL, error)", call("concat(TEXT…)", [literal(null, TEXT), cast(failing(), TEXT)], TEXT), ZERO],
    [
      "SUBSTRING(NULL FROM 1 FOR error)",
      call("substring(TEXT,INTEGER,INTEGER)", [literal(null, TEXT), one, failing()], TEXT),
      ZERO,
    ],
  ];
  it.each(cases)("%s", (_name, expr, expected) => {
    expect(evaluate(expr)).toBe(expected);
  });
});

describe("failures", () => {
  it("carry the place of the node that failed, the first in order", () => {
    const sum = call("add(INTEGER,INTEGER)", [failing(7), failing(8)], INTEGER, spanAt(9));
    expect(compile(sum)([])).toEqual(new Failure(6012, spanAt(7)));
  });

  it("of TRY_CAST's own are NULL, of its argument they remain", () => {
    expect(evaluate(cast(literal("x", TEXT), INTEGER, "try"))).toBe(null);
    expect(evaluate(cast(literal("7", TEXT), INTEGER, "try"))).toBe(7);
    expect(evaluate(cast(failing(), TEXT, "try"))).toBe(ZERO);
    expect(compile(cast(literal("x", TEXT), INTEGER, "strict", spanAt(5)))([])).toEqual(new Failure(6013, spanAt(5)));
  });

  it("are thrown for a cast that the language does not have", () => {
    expect(() => compile(cast(literal(1, INTEGER), typeOf("DATE")))).toThrow("no cast from INTEGER to DATE");
    expect(() => compile(cast(literal(true, BOOLEAN), typeOf("INTERVAL")))).toThrow("no cast from BOOLEAN to INTERVAL");
  });
});

it("reads columns by ordinal", () => {
  expect(evaluate(call("add(INTEGER,INTEGER)", [column(2, INTEGER), column(0, INTEGER)], INTEGER), [1, null, 5])).toBe(
    6,
  );
});

it("refuses a node of unknown kind by name", () => {
  expect(() => compile({ ...one, kind: "Parameter" } as unknown as Expr)).toThrow("expression: Parameter");
});
