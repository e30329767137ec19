/** What stands in generated code for an expression: NULL checks where a value may be NULL, parentheses where they count. */
import { describe, expect, it } from "vitest";
import { compiled } from "../physical/plan-of.ts";

const COLUMNS = `a INTEGER, b INTEGER NOT NULL, c INTEGER NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL, z DOUBLE,
  f BOOLEAN NOT NULL, g BOOLEAN NOT NULL, h BOOLEAN, s TEXT, t TEXT NOT NULL`;

/** The loop over the rows, without the lines that read columns. */
function loop(list: string, where = "TRUE"): string {
  const { emitted } = compiled(`CREATE SOURCE r (${COLUMNS}); SELECT ${list} FROM r WHERE ${where}`);
  const text = emitted.files.get("pipeline_0.ts")!;
  return text.slice(text.indexOf("for (; row < limit"), text.indexOf("    written++;"));
}

describe("operands keep their grouping", () => {
  it.each([
    ["x - (y - x)", "= x - (y - x);"],
    ["x - y - x", /= \(?x - y\)? - x;/],
    ["x / (y / x)", "= x / (y / x);"],
    ["(x + y) / x", "= (x + y) / x;"],
    ["-(x + y)", "= -(x + y);"],
    ["NOT (f OR g)", "= !(f || g);"],
    ["(f OR g) AND f", "(f || g)"],
    ["CASE WHEN f THEN x ELSE y END / x", "= (f ? x : y) / x;"],
  ])("%s", (sql, emitted) => {
    if (typeof emitted === "string") expect(loop(`${sql} AS v`)).toContain(emitted);
    else expect(loop(`${sql} AS v`)).toMatch(emitted);
  });
});

describe("NULL", () => {
  it("is not looked for where it cannot be", () => {
    expect(loop("x + y AS v, t", "b > c")).not.toMatch(/isNull|setNull|VALIDITY/i);
  });

  it("of one operand is the result's, and no error is raised for what lies beneath", () => {
    const text = loop("a + b AS v");
    expect(text).toMatch(/if \(!aIsNull\) \{[^}]*outOfI32/);
    expect(text).toContain("if (aIsNull) Batch.setNull(output, 0, written);");
  });

  it("drops a row in a filter: IS NULL tests the flag alone, a comparison asks it first", () => {
    expect(loop("b", "z IS NULL")).toMatch(/if \(!zIsNull\) \{\s*filtered\+\+/);
    expect(loop("b", "a > 5")).toMatch(/!aIsNull && a > 5/);
    expect(loop("b", "b > 5")).toContain("if (!(b > 5))");
  });

  it("IS DISTINCT FROM sees it as a value", () => {
    expect(loop("b", "c IS DISTINCT FROM a")).toContain("aIsNull || a != c");
  });

  it("beside FALSE is FALSE", () => {
    const text = loop("f AND h AS v");
    expect(text).toMatch(/= f && h;/);
    expect(text).toMatch(/vIsNull = .*hIsNull/);
  });
});

describe("errors", () => {
  it("of integers leave the loop before anything is written; DOUBLE has none", () => {
    const text = loop("b / c AS q, x / y AS p");
    const [error, store] = [text.indexOf("DIVISION_BY_ZERO"), text.indexOf("store<")];
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(store);
    expect(text.match(/DIVISION_BY_ZERO/g)).toHaveLength(1);
    expect(text).toContain("x / y");
  });

  it("are numbered by their place in the SQL", () => {
    const { emitted } = compiled(`CREATE SOURCE r (${COLUMNS}); SELECT b / c AS q, b + c AS p FROM r`);
    const sql = `CREATE SOURCE r (${COLUMNS}); SELECT b / c AS q, b + c AS p FROM r`;
    expect(emitted.sites.map(({ start, end }) => sql.slice(start, end))).toEqual(["b / c", "b + c"]);
  });
});

describe("texts", () => {
  it("of the query are constants, compared by bytes", () => {
    const text = loop("b", "t = 'é' AND s = 'é'");
    expect(text.match(/Text\.equals\(\w+, (\w+)\)/g)).toHaveLength(2);
    expect(new Set([...text.matchAll(/Text\.equals\(\w+, (\w+)\)/g)].map(([, name]) => name)).size).toBe(1);
  });
});

describe("comments", () => {
  it("cite the SQL of what follows, and its text cannot end them", () => {
    const text = loop("t || '*/ */' AS v, x + y AS w");
    expect(text).toContain("x + y\n");
    expect(text).not.toMatch(/\/\/ [^\n]*\n\s*\*\//);
  });
});
