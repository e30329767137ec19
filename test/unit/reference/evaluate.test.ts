/** The tiny evaluator: three-valued logic, checked arithmetic, order, conversions; and what it refuses to know. */
import { describe, expect, it } from "vitest";
import type { Expr, SpecType, TypeKind, Value } from "../../fuzz/query-spec.ts";
import { plainType } from "../../fuzz/typing.ts";
import { compare, evaluate, RowError } from "../../reference/evaluate.ts";

const nothing = { column: () => null };
const literal = (value: Value, kind: TypeKind): Expr => ({
  kind: "literal",
  type: plainType(kind),
  value,
  form: "typed",
});
const bool = (value: boolean | null) => literal(value, "BOOLEAN");
const int = (value: bigint | number | null) => literal(value === null ? null : BigInt(value), "INTEGER");
const double = (value: number | null) => literal(value, "DOUBLE");
const text = (value: string | null) => literal(value, "TEXT");
const call = (overload: string, returns: TypeKind, ...args: Expr[]): Expr => ({
  kind: "call",
  type: plainType(returns),
  overload,
  args,
  spelling: 0,
});
const cast = (arg: Expr, type: SpecType, mode: "strict" | "try" = "strict"): Expr => ({
  kind: "cast",
  type,
  mode,
  arg,
  spelling: 0,
});
const worth = (expr: Expr) => evaluate(expr, nothing);
const failureOf = (expr: Expr) => {
  try {
    return worth(expr);
  } catch (error) {
    if (error instanceof RowError) return error.sqlstate;
    throw error;
  }
};

describe("Kleene logic", () => {
  const values = [true, false, null];
  const name = (value: boolean | null) => (value === null ? "N" : value ? "T" : "F");
  const table = (overload: string) =>
    values
      .map((a) =>
        values.map((b) => name(worth(call(overload, "BOOLEAN", bool(a), bool(b))) as boolean | null)).join(""),
      )
      .join(" ");

  it("AND, OR, NOT", () => {
    expect(table("and(BOOLEAN,BOOLEAN)")).toBe("TFN FFF NFN");
    expect(table("or(BOOLEAN,BOOLEAN)")).toBe("TTT TFN TNN");
    expect(values.map((a) => worth(call("not(BOOLEAN)", "BOOLEAN", bool(a))))).toEqual([false, true, null]);
  });

  it("stops at the operand that decides, from the left", () => {
    const error = call(
      "eq(INTEGER,INTEGER)",
      "BOOLEAN",
      call("divide(INTEGER,INTEGER)", "INTEGER", int(1), int(0)),
      int(1),
    );
    expect(worth(call("and(BOOLEAN,BOOLEAN)", "BOOLEAN", bool(false), error))).toBe(false);
    expect(worth(call("or(BOOLEAN,BOOLEAN)", "BOOLEAN", bool(true), error))).toBe(true);
    expect(failureOf(call("and(BOOLEAN,BOOLEAN)", "BOOLEAN", error, bool(false)))).toBe("22012");
    expect(failureOf(call("and(BOOLEAN,BOOLEAN)", "BOOLEAN", bool(null), error))).toBe("22012");
  });

  it("IN, BETWEEN, IS, IS DISTINCT FROM with NULLs", () => {
    const inList = (arg: Expr, negated: boolean): Expr => ({ kind: "in", negated, arg, list: [int(1), int(null)] });
    expect(
      [inList(int(1), false), inList(int(2), false), inList(int(2), true), inList(int(1), true)].map(worth),
    ).toEqual([true, null, null, false]);
    const between = (high: number): Expr => ({
      kind: "between",
      negated: false,
      arg: int(1),
      low: int(null),
      high: int(high),
    });
    expect([worth(between(0)), worth(between(2))]).toEqual([false, null]);
    expect(worth({ kind: "distinct", negated: true, left: int(null), right: int(null) })).toBe(true);
    expect(worth({ kind: "is", negated: true, arg: bool(null), what: "TRUE" })).toBe(true);
    expect(worth({ kind: "is", negated: false, arg: bool(null), what: "UNKNOWN" })).toBe(true);
  });
});

describe("arithmetic", () => {
  const of = (overload: string, a: bigint | number, b: bigint | number) =>
    failureOf(call(`${overload}(INTEGER,INTEGER)`, "INTEGER", int(a), int(b)));

  it("truncates, takes the dividend's sign, checks the range", () => {
    expect([of("divide", 7, 2), of("divide", -7, 2), of("mod", -7, 2), of("mod", 7, -2)]).toEqual([3n, -3n, -1n, 1n]);
    expect([of("add", 2147483647, 1), of("divide", -2147483648, -1), of("mod", 1, 0), of("divide", 1, 0)]).toEqual([
      "22003",
      "22003",
      "22012",
      "22012",
    ]);
    expect(of("mod", -2147483648, -1)).toBe(0n);
    expect(failureOf(call("abs(TINYINT)", "TINYINT", literal(-128n, "TINYINT")))).toBe("22003");
  });

  it("DOUBLE is IEEE, REAL rounds after each step", () => {
    expect(worth(call("divide(DOUBLE,DOUBLE)", "DOUBLE", double(1), double(0)))).toBe(Infinity);
    expect(worth(call("add(REAL,REAL)", "REAL", literal(16777216, "REAL"), literal(1, "REAL")))).toBe(16777216);
    expect([0.5, 1.5, 2.5, -2.5, -0.4, 2.6].map((x) => worth(call("round(DOUBLE)", "DOUBLE", double(x))))).toEqual([
      0, 2, 2, -2, -0, 3,
    ]);
  });

  it("an integer beside a DOUBLE is a DOUBLE", () => {
    expect(
      worth(call("eq(DOUBLE,DOUBLE)", "BOOLEAN", literal(9007199254740993n, "BIGINT"), double(9007199254740992))),
    ).toBe(true);
  });
});

it("order: NaN above all and equal to itself, −0 = 0, text by code point", () => {
  expect(compare(Number.NaN, Number.NaN)).toBe(0);
  expect(compare(Number.NaN, Infinity)).toBeGreaterThan(0);
  expect(compare(-0, 0)).toBe(0);
  expect(compare("\u{FF5E}", "😀")).toBeLessThan(0);
  expect(compare("a", "B")).toBeGreaterThan(0);
  expect(compare("abc", "abcd")).toBeLessThan(0);
  expect(compare(false, true)).toBeLessThan(0);
});

it("conditionals take the first that is TRUE and look no further", () => {
  const error = call("divide(INTEGER,INTEGER)", "INTEGER", int(1), int(0));
  const searched: Expr = {
    kind: "case",
    type: plainType("INTEGER"),
    operand: null,
    whens: [
      { when: bool(null), result: error },
      { when: bool(true), result: int(2) },
    ],
    otherwise: error,
  };
  expect(worth(searched)).toBe(2n);
  expect(
    worth({ ...searched, operand: int(null), whens: [{ when: int(null), result: int(1) }], otherwise: int(2) }),
  ).toBe(2n);
  expect(worth({ ...searched, whens: [], otherwise: null })).toBeNull();
  expect(worth(call("coalesce(INTEGER,INTEGER…)", "INTEGER", int(null), int(3), error))).toBe(3n);
  expect(worth({ kind: "nullif", type: plainType("INTEGER"), left: int(1), right: int(1) })).toBeNull();
  expect(worth(call("greatest(INTEGER,INTEGER…)", "INTEGER", int(1), int(null), int(3)))).toBe(3n);
  expect(worth(call("least(DOUBLE,DOUBLE…)", "DOUBLE", double(Number.NaN), double(1)))).toBe(1);
});

describe("casts", () => {
  it.each([
    [double(2.5), "INTEGER", 2n],
    [double(-9.5), "BIGINT", -10n],
    [double(Number.NaN), "INTEGER", "22003"],
    [double(2147483647.5), "INTEGER", "22003"],
    [int(300), "TINYINT", "22003"],
    [text(" 12 "), "INTEGER", 12n],
    [text("1e3"), "INTEGER", "22018"],
    [bool(true), "INTEGER", 1n],
    [int(7), "BOOLEAN", true],
    [double(1e39), "REAL", "22003"],
    [literal(-1n, "TIMESTAMP"), "DATE", -1n],
    [literal(2n, "DATE"), "TIMESTAMP", 172_800_000_000n],
  ] satisfies [Expr, TypeKind, Value][])("%#: to %s", (arg, kind, expected) => {
    expect(failureOf(cast(arg, plainType(kind)))).toBe(expected);
    if (typeof expected === "string") expect(worth(cast(arg, plainType(kind), "try"))).toBeNull();
  });

  it("VARCHAR(n) cuts code points, TIMESTAMP(p) rounds half away from 1970", () => {
    expect(worth(cast(text("a😀bc"), { kind: "TEXT", maxLength: 2 }))).toBe("a😀");
    const seconds = (us: bigint) => worth(cast(literal(us, "TIMESTAMP"), { kind: "TIMESTAMP", precision: 0 }));
    expect([seconds(1_500_000n), seconds(-1_500_000n), seconds(1_499_999n)]).toEqual([
      2_000_000n,
      -2_000_000n,
      1_000_000n,
    ]);
  });
});

it("what it does not know is an error, never a value", () => {
  expect(() => worth(call("sqrt(DOUBLE)", "DOUBLE", double(1)))).toThrow("does not know sqrt");
  expect(() => worth({ kind: "interval", months: 0, days: 0, us: 1n })).toThrow("does not know interval");
});
