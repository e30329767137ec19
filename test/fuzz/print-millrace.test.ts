/** The text that a user would write, spelling by spelling. */
import { describe, expect, it } from "vitest";
import { printDuration, printName } from "./print-literal.ts";
import { printMillrace } from "./print-millrace.ts";
import type { Expr, QuerySpec, Select } from "./query-spec.ts";
import { call, column, int, key, plain, sum, sumOf, text, tumble, v, windowed, windowStart } from "./specs.ts";

const query = (spec: QuerySpec) => printMillrace(spec).split("\n\n").at(-1)!.trim();
const expr = (e: Expr) => /^SELECT (.*) AS c0$/m.exec(query(plain(null, e)))![1];
const add = (a: Expr, b: Expr) => call("add(INTEGER,INTEGER)", "INTEGER", a, b);
const multiply = (a: Expr, b: Expr) => call("multiply(INTEGER,INTEGER)", "INTEGER", a, b);
const subtract = (a: Expr, b: Expr) => call("subtract(INTEGER,INTEGER)", "INTEGER", a, b);
const eq = (a: Expr, b: Expr) => call("eq(INTEGER,INTEGER)", "BOOLEAN", a, b);
const and = (a: Expr, b: Expr) => call("and(BOOLEAN,BOOLEAN)", "BOOLEAN", a, b);
const or = (a: Expr, b: Expr) => call("or(BOOLEAN,BOOLEAN)", "BOOLEAN", a, b);
const not = (a: Expr) => call("not(BOOLEAN)", "BOOLEAN", a);
const isNull = (arg: Expr, negated = false): Expr => ({ kind: "is", negated, arg, what: "NULL" });

it("declares sources", () => {
  expect(printMillrace(plain(null, v)).split(";")[0]).toBe(
    "CREATE SOURCE bid (\n  key TEXT,\n  v INTEGER,\n  ts TIMESTAMP(3),\n  WATERMARK FOR ts AS ts - INTERVAL '1' DAY\n)",
  );
  expect(printMillrace(windowed({ delayUs: 0n }))).toContain("WATERMARK FOR ts\n");
});

describe("precedence: parentheses only where PostgreSQL's grammar needs them", () => {
  it.each([
    [add(multiply(v, int(2)), int(1)), "v * 2 + 1"],
    [multiply(add(v, int(1)), int(2)), "(v + 1) * 2"],
    [subtract(v, subtract(int(1), int(2))), "v - (1 - 2)"],
    [subtract(subtract(v, int(1)), int(2)), "v - 1 - 2"],
    [subtract(v, int(-1)), "v - -1"],
    [call("negate(INTEGER)", "INTEGER", int(-1)), "-(-1)"],
    [call("negate(INTEGER)", "INTEGER", add(v, v)), "-(v + v)"],
    [or(and(eq(v, int(1)), eq(v, int(2))), eq(v, int(3))), "v = 1 AND v = 2 OR v = 3"],
    [and(or(eq(v, int(1)), eq(v, int(2))), eq(v, int(3))), "(v = 1 OR v = 2) AND v = 3"],
    [not(and(isNull(v), isNull(v))), "NOT (v IS NULL AND v IS NULL)"],
    [not(eq(v, int(1))), "NOT v = 1"],
    [isNull(eq(v, int(1))), "v = 1 IS NULL"],
    [isNull(isNull(v), true), "(v IS NULL) IS NOT NULL"],
    [call("eq(BOOLEAN,BOOLEAN)", "BOOLEAN", eq(v, v), not(isNull(v))), "(v = v) = (NOT v IS NULL)"],
    [
      { kind: "between", negated: true, arg: add(v, v), low: int(1), high: add(v, int(2)) },
      "v + v NOT BETWEEN 1 AND v + 2",
    ],
    [{ kind: "between", negated: false, arg: v, low: int(1), high: int(2) }, "v BETWEEN 1 AND 2"],
    [
      { kind: "cast", type: { kind: "TEXT", maxLength: 3 }, mode: "strict", arg: add(v, v), spelling: 1 },
      "(v + v)::VARCHAR(3)",
    ],
    [{ kind: "cast", type: { kind: "BIGINT" }, mode: "strict", arg: int(-1), spelling: 1 }, "(-1)::BIGINT"],
    [{ kind: "distinct", negated: false, left: eq(v, v), right: isNull(v) }, "v = v IS DISTINCT FROM (v IS NULL)"],
  ] satisfies [Expr, string][])("%#: %s", (e, expected) => {
    expect(expr(e)).toBe(expected);
  });

  it("or everywhere, if asked", () => {
    expect(query({ ...plain(null, add(multiply(v, int(2)), int(1))), parens: "full" })).toContain(
      "SELECT (v * 2) + 1 AS c0",
    );
  });
});

describe("literals", () => {
  it.each([
    [text("it's"), "'it''s'"],
    [text(null), "CAST(NULL AS TEXT)"],
    [{ kind: "literal", type: { kind: "DOUBLE" }, value: 0.5, form: "typed" }, "5e-1"],
    [{ kind: "literal", type: { kind: "DOUBLE" }, value: 0.5, form: "decimal" }, "0.5"],
    [{ kind: "literal", type: { kind: "DOUBLE" }, value: 3, form: "decimal" }, "3.0"],
    [{ kind: "literal", type: { kind: "DOUBLE" }, value: -0, form: "typed" }, "CAST('-0' AS DOUBLE)"],
    [{ kind: "literal", type: { kind: "REAL" }, value: 0.25, form: "typed" }, "CAST(2.5e-1 AS REAL)"],
    [{ kind: "literal", type: { kind: "BIGINT" }, value: 5n, form: "typed" }, "CAST(5 AS BIGINT)"],
    [{ kind: "literal", type: { kind: "BIGINT" }, value: 2n ** 40n, form: "typed" }, "1099511627776"],
    [
      { kind: "literal", type: { kind: "BIGINT" }, value: -(2n ** 63n), form: "typed" },
      "CAST('-9223372036854775808' AS BIGINT)",
    ],
    [{ kind: "literal", type: { kind: "INTEGER" }, value: null, form: "bare" }, "NULL"],
    [{ kind: "literal", type: { kind: "DATE" }, value: -1n, form: "typed" }, "DATE '1969-12-31'"],
    [{ kind: "literal", type: { kind: "DATE" }, value: 0n, form: "bare" }, "'1970-01-01'"],
    [
      { kind: "literal", type: { kind: "TIMESTAMP", precision: 6 }, value: -1n, form: "typed" },
      "TIMESTAMP '1969-12-31 23:59:59.999999'",
    ],
  ] satisfies [Expr, string][])("%#: %s", (e, expected) => {
    expect(expr(e)).toBe(expected);
  });

  it.each([
    [0n, "INTERVAL '0' SECOND"],
    [90_000_000n, "INTERVAL '90' SECOND"],
    [120_000_000n, "INTERVAL '2' MINUTE"],
    [-3_000_000n, "INTERVAL '-3' SECOND"],
    [2_500_000n, "INTERVAL '2.5' SECOND"],
    [7_000n, "INTERVAL '7' MILLISECOND"],
    [1n, "INTERVAL '1' MICROSECOND"],
  ])("duration %d µs", (us, expected) => {
    expect(printDuration(us)).toBe(expected);
  });
});

describe("names", () => {
  it.each([
    ["v", 0, "v"],
    ["v", 1, "V"],
    ["dateTime", 1, "DATETIME"],
    ["v", 2, '"v"'],
    ["v", 3, "`v`"],
    ["v", 4, "bid.v"],
    ["Mixed Name", 0, '"Mixed Name"'],
    ["Mixed Name", 1, '"Mixed Name"'],
    ["order", 0, '"order"'],
  ])("%s, spelling %d", (name, spelling, expected) => {
    expect(expr(column(name, { kind: "INTEGER" }, spelling))).toBe(expected);
  });

  it("doubles quotes inside quotes", () => expect(printName('a"b')).toBe('"a""b"'));
});

describe("windows", () => {
  const from = (spec: QuerySpec) => /^FROM (.*)$/m.exec(query(spec))![1];
  const groupBy = (spec: QuerySpec) => /^GROUP BY (.*?);?$/m.exec(query(spec))![1];
  const hop = { kind: "hop", slideUs: 500_000n, sizeUs: 1_000_000n, offsetUs: -200_000n } as const;

  it("call", () => {
    expect(from(windowed())).toBe("TUMBLE(bid, ts, INTERVAL '1' SECOND)");
    expect(groupBy(windowed())).toBe("window_start, window_end, key");
  });

  it("table: slide before size, offset last", () => {
    expect(from(windowed({ spelling: "table", window: hop }))).toBe(
      "TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '0.5' SECOND, INTERVAL '1' SECOND, INTERVAL '-0.2' SECOND))",
    );
  });

  it("named", () => {
    expect(from(windowed({ spelling: "named", window: { ...hop, kind: "cumulate", offsetUs: 0n } }))).toBe(
      "TABLE(CUMULATE(DATA => TABLE bid, TIMECOL => DESCRIPTOR(ts), STEP => INTERVAL '0.5' SECOND, SIZE => INTERVAL '1' SECOND))",
    );
    expect(from(windowed({ spelling: "named", window: { ...tumble, offsetUs: 1n } }))).toBe(
      "TABLE(TUMBLE(DATA => TABLE bid, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' SECOND, OFFSET => INTERVAL '1' MICROSECOND))",
    );
  });

  it("group and implicit", () => {
    expect(from(windowed({ spelling: "group" }))).toBe("bid");
    expect(groupBy(windowed({ spelling: "group" }))).toBe("TUMBLE(ts, INTERVAL '1' SECOND), key");
    expect(groupBy(windowed({ spelling: "implicit" }))).toBe("TUMBLE(INTERVAL '1' SECOND), key");
  });

  it("window columns of a group window, by function with and without arguments", () => {
    const spec = windowed({ spelling: "group" });
    const shown = (spelling: number) => {
      const projections = [{ name: "s", expr: { ...windowStart, spelling } as Expr }];
      return /^SELECT (.*) AS s/m.exec(query({ ...spec, select: { ...spec.select, projections } }))![1];
    };
    expect([0, 1, 2].map(shown)).toEqual(["window_start", "TUMBLE_START(ts, INTERVAL '1' SECOND)", "TUMBLE_START()"]);
  });

  it("keys by ordinal and alias", () => {
    const spec = windowed();
    const as = (spelling: "alias" | "ordinal") => {
      const group = { ...spec.select.group!, keys: [{ expr: key, spelling }] };
      return groupBy({ ...spec, select: { ...spec.select, group } });
    };
    expect(as("ordinal")).toBe("window_start, window_end, 2");
    expect(as("alias")).toBe("window_start, window_end, key0");
  });

  it("aggregates, FILTER, HAVING, EMIT", () => {
    const having = call("gt(BIGINT,BIGINT)", "BOOLEAN", sumOf, int(5));
    const emit = { mode: "after-watermark", latenessUs: 500_000n, latenessFirst: false } as const;
    const lines = query(windowed({ having, emit, aggregates: [sum(v, isNull(key))] })).split("\n");
    expect(lines[0]).toBe("SELECT window_start AS start, key AS key0, SUM(v) FILTER (WHERE key IS NULL) AS a0");
    expect(lines.slice(3)).toEqual([
      "HAVING SUM(v) FILTER (WHERE key IS NULL) > 5",
      "EMIT AFTER WATERMARK",
      "ALLOW LATENESS INTERVAL '0.5' SECOND;",
    ]);
    expect(query(windowed({ emit: { ...emit, mode: "final", latenessFirst: true } }))).toMatch(
      /ALLOW LATENESS .*\nEMIT FINAL;$/,
    );
  });
});

it("nests: subquery, view and CTE", () => {
  const inner: Select = plain(eq(v, v), v, column("ts", { kind: "TIMESTAMP", precision: 3 })).select;
  const outer: Select = { ...inner, from: { kind: "named", name: "w" }, where: null, star: true };
  const spec: QuerySpec = {
    ...plain(null, v),
    named: [
      { name: "v1", form: "view", select: inner },
      {
        name: "w",
        form: "cte",
        select: {
          ...inner,
          from: { kind: "subquery", select: { ...inner, from: { kind: "named", name: "v1" } }, alias: "s" },
          where: null,
        },
      },
    ],
    select: outer,
  };
  expect(printMillrace(spec).split("\n\n").slice(1).join("\n\n")).toBe(
    [
      "CREATE VIEW v1 AS\nSELECT v AS c0, ts AS c1\nFROM bid\nWHERE v = v;",
      "",
      "WITH w AS (\nSELECT v AS c0, ts AS c1\nFROM (\nSELECT v AS c0, ts AS c1\nFROM v1\nWHERE v = v\n) AS s\n)\nSELECT *\nFROM w;\n",
    ].join("\n"),
  );
});
