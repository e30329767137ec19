/**
 * What people wrote into `expected.jsonl`, recomputed: DuckDB and PostgreSQL read the case's own SQL, its windows
 * written out, over the rows that are neither late nor malformed. A case that an oracle does not judge says why
 * (`-- no duckdb: …`, `-- no postgres: …`, `-- no oracle: …` for both), and it is an error if that oracle would agree
 * after all: so no reason outlives what it speaks of.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, DEFAULT_LIMITS } from "../../generator/compile.ts";
import { type Case, readCase, whyUnjudged } from "../cases-format.ts";
import type { SpecType } from "../fuzz/query-spec.ts";
import { CASES, casePaths } from "../harness/case-paths.ts";
import { type CaseOracle, judgeCase, type OutputColumn } from "./case-verdict.ts";
import { DuckdbOracle } from "./duckdb.ts";
import { PostgresOracle } from "./pglite.ts";
import { duckdbDialect } from "./print-duckdb.ts";
import { postgresDialect } from "./print-postgres.ts";

const cases = casePaths().map((path) => ({ path, kase: readCase(join(CASES, path)) }));

/** As here and in PostgreSQL, `/` of integers truncates; where it does, DuckDB's `/` of DOUBLE by zero is NULL. */
function divisionSetting(sql: string): string {
  return `SET integer_division = ${/\b(TINYINT|SMALLINT|INTEGER|BIGINT)\b/.test(sql)}`;
}

/** For the names of the suites: a report says how much of the truth is recomputed. */
function share(oracle: "duckdb" | "postgres"): string {
  return `judges ${cases.filter(({ kase }) => whyUnjudged(kase.sql, oracle) === null).length} of ${cases.length} cases`;
}

describe(`DuckDB ${share("duckdb")}`, () => {
  let oracle: CaseOracle;
  let duckdb: DuckdbOracle;
  beforeAll(async () => {
    duckdb = await DuckdbOracle.open();
    oracle = {
      dialect: { ...duckdbDialect, tryCast: "TRY_CAST", foldsNames: false },
      load: (tables, mode) => duckdb.load(tables, mode),
      run: async (statement) => {
        await duckdb.values(statement);
      },
      rows: (sql, types) => duckdb.rows(sql, types),
    };
  });
  afterAll(() => duckdb.close());

  test.each(cases)("$path", async ({ kase }) => {
    await duckdb.values(divisionSetting(kase.sql));
    await judged(oracle, kase, whyUnjudged(kase.sql, "duckdb"));
  });
});

describe(`PostgreSQL ${share("postgres")}`, () => {
  let oracle: CaseOracle;
  let postgres: PostgresOracle;
  beforeAll(async () => {
    postgres = await PostgresOracle.open();
    oracle = {
      dialect: { ...postgresDialect, tryCast: null, foldsNames: true },
      load: (tables, mode) => postgres.load(tables, mode),
      run: (statement) => postgres.run(statement),
      rows: (sql, types) => postgres.rows(sql, types),
    };
  });
  afterAll(() => postgres.close());

  test.each(cases)("$path", ({ kase }) => judged(oracle, kase, whyUnjudged(kase.sql, "postgres")));
});

async function judged(oracle: CaseOracle, kase: Case, unjudged: string | null): Promise<void> {
  const verdict = judgeCase(oracle, kase, outputOf(kase));
  if (unjudged === null) expect(JSON.stringify(await verdict)).toBe("null");
  else
    expect(
      await verdict.catch(String),
      `agrees, although the case says that it is no judge: ${unjudged}`,
    ).not.toBeNull();
}

/** Names and types of the result, as far as they are needed to read the expected rows. */
function outputOf({ sql }: Case): readonly OutputColumn[] {
  const { query } = compile([{ file: "query.sql", text: sql }], {
    name: "case",
    optimize: true,
    limits: DEFAULT_LIMITS,
  });
  return query!.optimized.schema.map(({ name, type }) => ({ name, type: type as SpecType }));
}
