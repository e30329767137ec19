import { agreesOnRowErrors } from "../fuzz/judge.ts";
import { R1E } from "../fuzz/profiles.ts";
import { PostgresOracle } from "../oracle/pglite.ts";
import { rowOutcomes } from "../oracle/row-errors.ts";
import { judgeMany } from "./agreement.ts";
import type { Gate } from "./gate.ts";

export const r1e: Gate = {
  id: "R1e",
  property: "the rows that fail are those that fail in PostgreSQL, with its SQLSTATE",
  counts: { pr: 200, full: 5000 },
  async run(context) {
    const oracle = await PostgresOracle.open();
    try {
      return await judgeMany(
        R1E,
        async (engine, { spec, events, tables }, options) => {
          await oracle.load(tables, "timestamp");
          return agreesOnRowErrors(engine, await rowOutcomes(oracle, spec), spec, events, options);
        },
        context,
      );
    } finally {
      await oracle.close();
    }
  },
};
