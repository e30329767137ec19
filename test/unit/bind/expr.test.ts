/** What an expression becomes: its type, whether it can be NULL, and the plan's own spelling with every conversion. */
import { expect, test } from "vitest";
import { typeName } from "../../../generator/catalog/sql-type.ts";
import { printExpr } from "../../../generator/logical/print-expr.ts";
import type { Project } from "../../../runtime/plan.ts";
import { compile } from "./compile.ts";

const SCHEMA = `CREATE SOURCE t (tiny TINYINT, small SMALLINT, i INT, big BIGINT, id BIGINT NOT NULL, r REAL, d DOUBLE, b BOOLEAN,
  s TEXT, v VARCHAR(8) NOT NULL, day DATE, at0 TIMESTAMP(0), at3 TIMESTAMP(3), ts TIMESTAMP, WATERMARK FOR ts);`;

const TABLE: readonly (readonly [sql: string, type: string, plan: string])[] = [
  // Columns and literals
  ["id", "BIGINT NOT NULL", "id"],
  ["ts", "TIMESTAMP(6) NOT NULL", "ts"],
  ["v", "VARCHAR(8) NOT NULL", "v"],
  ["5", "INTEGER NOT NULL", "5"],
  ["2147483647", "INTEGER NOT NULL", "2147483647"],
  ["2147483648", "BIGINT NOT NULL", "2147483648"],
  ["-2147483648", "INTEGER NOT NULL", "-2147483648"],
  ["- -5", "INTEGER NOT NULL", "-(-5)"],
  ["-9223372036854775808", "BIGINT NOT NULL", "-9223372036854775808"],
  ["5e-1", "DOUBLE NOT NULL", "0.5e0"],
  ["'x'", "TEXT NOT NULL", "'x'"],
  ["NULL", "TEXT", "NULL"],
  ["TRUE", "BOOLEAN NOT NULL", "TRUE"],
  ["DATE '2024-02-29'", "DATE NOT NULL", "DATE '2024-02-29'"],
  ["DATE '0001-01-01'", "DATE NOT NULL", "DATE '0001-01-01'"],
  ["TIMESTAMP '2024-01-01 10:00:00'", "TIMESTAMP(0) NOT NULL", "TIMESTAMP '2024-01-01 10:00:00'"],
  ["TIMESTAMP '1969-12-31T23:59:59.987654321Z'", "TIMESTAMP(6) NOT NULL", "TIMESTAMP '1969-12-31 23:59:59.987654'"],
  // Arithmetic: integers widen, an integer with REAL is DOUBLE, everything with DOUBLE is DOUBLE
  ["tiny + 1", "INTEGER", "CAST(tiny AS INTEGER) + 1"],
  ["tiny + small", "SMALLINT", "CAST(tiny AS SMALLINT) + small"],
  ["i * big", "BIGINT", "CAST(i AS BIGINT) * big"],
  ["big - 1", "BIGINT", "big - 1"],
  ["id + id", "BIGINT NOT NULL", "id + id"],
  ["i / r", "DOUBLE", "CAST(i AS DOUBLE) / CAST(r AS DOUBLE)"],
  ["r + r", "REAL", "r + r"],
  ["r + 1", "DOUBLE", "CAST(r AS DOUBLE) + 1e0"],
  ["r * 0.5", "DOUBLE", "CAST(r AS DOUBLE) * 0.5e0"],
  ["d * 0.5", "DOUBLE", "d * 0.5e0"],
  ["-0.5 + d", "DOUBLE", "-0.5e0 + d"],
  ["big % 7", "BIGINT", "big % 7"],
  ["mod(i, 7)", "INTEGER", "i % 7"],
  ["-i", "INTEGER", "-i"],
  ["-(-i)", "INTEGER", "-(-i)"],
  ["i + NULL", "INTEGER", "i + NULL"],
  ["i - (tiny - 1)", "INTEGER", "i - (CAST(tiny AS INTEGER) - 1)"],
  ["(i + 1) * 2", "INTEGER", "(i + 1) * 2"],
  ["i + 1 * 2", "INTEGER", "i + 1 * 2"],
  // Comparison; text literals take the other side's type
  ["big = i", "BOOLEAN", "big = CAST(i AS BIGINT)"],
  ["big = '5'", "BOOLEAN", "big = 5"],
  ["r = '0.1'", "BOOLEAN", "r = CAST('0.1' AS REAL)"],
  ["d < ' 1e3 '", "BOOLEAN", "d < 1000e0"],
  ["d > 'NaN'", "BOOLEAN", "d > 'NaN'"],
  ["day >= '2024-01-01'", "BOOLEAN", "day >= DATE '2024-01-01'"],
  ["day = at3", "BOOLEAN", "CAST(day AS TIMESTAMP(3)) = at3"],
  ["at3 > '2024-01-01 00:00:00.123456'", "BOOLEAN", "at3 > TIMESTAMP '2024-01-01 00:00:00.123'"],
  ["at0 < '1969-12-31 23:59:59.9'", "BOOLEAN", "at0 < TIMESTAMP '1969-12-31 23:59:59'"],
  ["at0 < ts", "BOOLEAN", "at0 < ts"],
  ["b = 'yes'", "BOOLEAN", "b = TRUE"],
  ["s = 'x'", "BOOLEAN", "s = 'x'"],
  ["v = s", "BOOLEAN", "v = s"],
  ["s = NULL", "BOOLEAN", "s = NULL"],
  ["NULL = NULL", "BOOLEAN", "NULL = NULL"],
  ["id <> 5 AND NOT b", "BOOLEAN", "id <> 5 AND NOT b"],
  ["b OR b AND b", "BOOLEAN", "b OR b AND b"],
  ["(b OR b) AND b", "BOOLEAN", "(b OR b) AND b"],
  ["NULL AND TRUE", "BOOLEAN", "NULL AND TRUE"],
  // Tests
  ["i IS NULL", "BOOLEAN NOT NULL", "i IS NULL"],
  ["i IS NOT NULL", "BOOLEAN NOT NULL", "NOT i IS NULL"],
  ["b IS NOT TRUE", "BOOLEAN NOT NULL", "NOT b IS TRUE"],
  ["b IS UNKNOWN", "BOOLEAN NOT NULL", "b IS NULL"],
  ["i = 5 IS NULL", "BOOLEAN NOT NULL", "i = 5 IS NULL"],
  ["i IS DISTINCT FROM big", "BOOLEAN NOT NULL", "CAST(i AS BIGINT) IS DISTINCT FROM big"],
  ["i IS NOT DISTINCT FROM NULL", "BOOLEAN NOT NULL", "NOT i IS DISTINCT FROM NULL"],
  ["id BETWEEN 1 AND big", "BOOLEAN", "id >= 1 AND id <= big"],
  ["id NOT BETWEEN 1 AND 5", "BOOLEAN NOT NULL", "NOT (id >= 1 AND id <= 5)"],
  ["id IN (1, 2)", "BOOLEAN NOT NULL", "id IN (1, 2)"],
  ["i NOT IN (1, big, NULL)", "BOOLEAN", "NOT CAST(i AS BIGINT) IN (1, big, NULL)"],
  ["d IN (0.5, 1, '2')", "BOOLEAN", "d IN (0.5e0, 1e0, 2e0)"],
  ["v LIKE 'a%'", "BOOLEAN NOT NULL", "v LIKE 'a%' ESCAPE '\\'"],
  ["s NOT ILIKE 'A!_' ESCAPE '!'", "BOOLEAN", "NOT lower(s) LIKE lower('A!_') ESCAPE '!'"],
  // Conditional
  ["CASE WHEN b THEN 1 END", "INTEGER", "CASE WHEN b THEN 1 ELSE NULL END"],
  ["CASE WHEN b THEN id ELSE 0 END", "BIGINT NOT NULL", "CASE WHEN b THEN id ELSE 0 END"],
  [
    "CASE i WHEN 1 THEN 'a' WHEN big THEN v ELSE s END",
    "TEXT",
    "CASE WHEN i = 1 THEN 'a' WHEN CAST(i AS BIGINT) = big THEN v ELSE s END",
  ],
  ["CASE WHEN b THEN at3 ELSE day END", "TIMESTAMP(3)", "CASE WHEN b THEN at3 ELSE CAST(day AS TIMESTAMP(3)) END"],
  ["CASE WHEN b THEN at0 ELSE ts END", "TIMESTAMP(6)", "CASE WHEN b THEN at0 ELSE ts END"],
  ["CASE WHEN b THEN '5' ELSE big END", "BIGINT", "CASE WHEN b THEN 5 ELSE big END"],
  ["CASE WHEN b THEN NULL END", "TEXT", "CASE WHEN b THEN NULL ELSE NULL END"],
  ["COALESCE(i, big, 0)", "BIGINT NOT NULL", "coalesce(CAST(i AS BIGINT), big, 0)"],
  ["COALESCE(i, big)", "BIGINT", "coalesce(CAST(i AS BIGINT), big)"],
  ["GREATEST(d, r)", "DOUBLE", "greatest(d, CAST(r AS DOUBLE))"],
  ["COALESCE(NULL, 3)", "INTEGER NOT NULL", "coalesce(NULL, 3)"],
  ["COALESCE(v, s)", "TEXT NOT NULL", "coalesce(v, s)"],
  ["NULLIF(id, 0)", "BIGINT", "CASE WHEN id = 0 THEN NULL ELSE id END"],
  ["NULLIF('5', id)", "BIGINT", "CASE WHEN 5 = id THEN NULL ELSE 5 END"],
  ["NULLIF(i, d)", "INTEGER", "CASE WHEN CAST(i AS DOUBLE) = d THEN NULL ELSE i END"],
  ["GREATEST(i, NULL, 3)", "INTEGER NOT NULL", "greatest(i, NULL, 3)"],
  ["LEAST(at0, ts)", "TIMESTAMP(6) NOT NULL", "least(at0, ts)"],
  // Functions
  ["round(i)", "DOUBLE", "round(CAST(i AS DOUBLE))"],
  ["abs(tiny)", "TINYINT", "abs(tiny)"],
  ["ceiling(d)", "DOUBLE", "ceil(d)"],
  ["length(v)", "INTEGER NOT NULL", "length(v)"],
  ["substring(v FROM tiny)", "TEXT", "substring(v, CAST(tiny AS INTEGER))"],
  ["position('x' IN v)", "INTEGER NOT NULL", "strpos(v, 'x')"],
  ["trim(LEADING 'x' FROM v)", "TEXT NOT NULL", "ltrim(v, 'x')"],
  ["s || v || 'x'", "TEXT", "s || v || 'x'"],
  ["concat(s, NULL)", "TEXT NOT NULL", "concat(s, NULL)"],
  ["concat_ws('-', s)", "TEXT NOT NULL", "concat_ws('-', s)"],
  ["concat_ws(s, v)", "TEXT", "concat_ws(s, v)"],
  // Casts
  ["CAST(i AS BIGINT)", "BIGINT", "CAST(i AS BIGINT)"],
  ["id::double::text", "TEXT NOT NULL", "CAST(CAST(id AS DOUBLE) AS TEXT)"],
  ["TRY_CAST(v AS INT)", "INTEGER", "TRY_CAST(v AS INTEGER)"],
  ["CAST(NULL AS DATE)", "DATE", "NULL"],
  ["CAST('12' AS INT)", "INTEGER NOT NULL", "CAST('12' AS INTEGER)"],
  ["CAST(0.5 AS DOUBLE)", "DOUBLE NOT NULL", "0.5e0"],
  ["-id::int", "INTEGER NOT NULL", "-CAST(id AS INTEGER)"],
  ["s::varchar(3)", "VARCHAR(3)", "CAST(s AS VARCHAR(3))"],
  // Dates and times: digits of the finest time; an interval counts by what it needs
  ["at0 + INTERVAL '1' DAY", "TIMESTAMP(0)", "at0 + INTERVAL '1' DAY"],
  ["at0 + INTERVAL '1.5' SECOND", "TIMESTAMP(1)", "at0 + INTERVAL '1500' MILLISECOND"],
  ["INTERVAL '5' MICROSECOND + at3", "TIMESTAMP(6)", "at3 + INTERVAL '5' MICROSECOND"],
  ["ts - INTERVAL '1' WEEK", "TIMESTAMP(6) NOT NULL", "ts - INTERVAL '7' DAY"],
  ["day + INTERVAL '1' MONTH", "TIMESTAMP(0)", "CAST(day AS TIMESTAMP(0)) + INTERVAL '1' MONTH"],
  ["at3 - -INTERVAL '14' MONTHS", "TIMESTAMP(3)", "at3 - INTERVAL '-14' MONTH"],
  ["day + 1", "DATE", "day + 1"],
  ["tiny + day", "DATE", "day + CAST(tiny AS INTEGER)"],
  ["day - DATE '2024-01-01'", "INTEGER", "day - DATE '2024-01-01'"],
  ["EXTRACT(year FROM day)", "BIGINT", "EXTRACT(year FROM CAST(day AS TIMESTAMP(0)))"],
  ["date_trunc('HOUR', at3)", "TIMESTAMP(3)", "date_trunc('hour', at3)"],
  ["CAST(ts AS TIMESTAMP(0))", "TIMESTAMP(0) NOT NULL", "CAST(ts AS TIMESTAMP(0))"],
];

test.each(TABLE)("%s  is  %s", (sql, type, plan) => {
  const { bound, text } = compile(SCHEMA, `SELECT ${sql} AS x FROM t`);
  expect(bound, text).not.toBeNull();
  const project = bound!.plan.input as Project;
  const expr = project.exprs[0]!;
  expect(`${typeName(expr.type)}${expr.nullable ? "" : " NOT NULL"}`).toBe(type);
  expect(
    printExpr(
      expr,
      project.input.schema.map((field) => field.name),
    ),
  ).toBe(plan);
});

test("what the plan spells compiles to the same plan again", () => {
  for (const [sql, , plan] of TABLE) {
    if (plan.includes("NULL") || plan.includes("'NaN'") || plan.includes("CAST(r")) continue;
    const exprOf = (text: string) => {
      const { bound, text: shown } = compile(SCHEMA, `SELECT ${text} AS x FROM t`);
      expect(bound, `${text}: ${shown}`).not.toBeNull();
      const project = bound!.plan.input as Project;
      return printExpr(
        project.exprs[0]!,
        project.input.schema.map((field) => field.name),
      );
    };
    expect(exprOf(plan), sql).toBe(plan);
  }
});
