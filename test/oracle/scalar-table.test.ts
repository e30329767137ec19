/** Each oracle says of every row of the scalar table that it judges what the table says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonical } from "./canonical.ts";
import { DuckdbOracle } from "./duckdb.ts";
import { PostgresOracle } from "./pglite.ts";
import type { ScalarRow } from "./scalar-row.ts";
import { SCALAR_TABLE } from "./scalar-table.ts";

const expected = ({ expected, type }: ScalarRow) =>
  "error" in expected ? `error ${expected.error}` : canonical(expected.value, type);

describe("DuckDB", () => {
  let oracle: DuckdbOracle;
  beforeAll(async () => {
    oracle = await DuckdbOracle.open();
  });
  afterAll(() => oracle.close());

  it.each(SCALAR_TABLE.filter(({ duckdb }) => duckdb !== null))("$sql", async (row) => {
    const answer = oracle.rows(`SELECT ${row.duckdb}`, [row.type]);
    // DuckDB has no SQLSTATEs: that it fails is all it says.
    if ("error" in row.expected) await expect(answer).rejects.toThrow();
    else expect(await answer).toEqual([expected(row)]);
  });
});

describe("PostgreSQL", () => {
  let oracle: PostgresOracle;
  beforeAll(async () => {
    oracle = await PostgresOracle.open();
  });
  afterAll(() => oracle.close());

  it.each(SCALAR_TABLE.filter(({ postgres }) => postgres !== null))("$sql", async (row) => {
    const sql = `SELECT ${row.postgres}`;
    const answer =
      "error" in row.expected ? `error ${await oracle.sqlstate(sql)}` : (await oracle.rows(sql, [row.type]))[0];
    expect(answer).toBe(expected(row));
  });
});
