import { agreesWithBatch } from "../fuzz/judge.ts";
import { R1, R1_FLOAT_TEXT } from "../fuzz/profiles.ts";
import { DuckdbOracle } from "../oracle/duckdb.ts";
import { PostgresOracle } from "../oracle/pglite.ts";
import { printDuckdb } from "../oracle/print-duckdb.ts";
import { printPostgres } from "../oracle/print-postgres.ts";
import { judgeMany } from "./agreement.ts";
import type { Gate } from "./gate.ts";

export const r1: Gate = {
  id: "R1",
  property: "a random query gives what DuckDB gives on the same rows",
  counts: { pr: 2000, full: 100_000 },
  async run(context) {
    const oracle = await DuckdbOracle.open();
    try {
      return await judgeMany(
        R1,
        async (engine, { spec, events, tables, seed }, options) => {
          const mode = seed % 4 === 0 ? "timestamp" : "micros";
          const sql = printDuckdb(spec, mode);
          return sql === null
            ? undefined
            : agreesWithBatch(engine, { oracle, sql, mode, tables }, spec, events, options);
        },
        context,
      );
    } finally {
      await oracle.close();
    }
  },
};

export const r1Postgres: Gate = {
  id: "R1p",
  property: "a random query gives what PostgreSQL gives on the same rows",
  counts: { pr: 200, full: 10_000 },
  async run(context) {
    const oracle = await PostgresOracle.open();
    try {
      return await judgeMany(
        R1_FLOAT_TEXT,
        async (engine, { spec, events, tables, seed }, options) => {
          const mode = seed % 4 === 0 ? "timestamp" : "micros";
          const sql = printPostgres(spec, mode);
          return sql === null
            ? undefined
            : agreesWithBatch(engine, { oracle, sql, mode, tables }, spec, events, options);
        },
        context,
      );
    } finally {
      await oracle.close();
    }
  },
};
