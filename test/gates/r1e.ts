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
        // Row by row, so that each error is told of with its line.
        async (engine, { spec, events, tables }) => {
          await oracle.load(tables, "timestamp");
          return agreesOnRowErrors(engine, await rowOutcomes(oracle, spec), spec, events, { batches: "each" });
        },
        context,
      );
    } finally {
      await oracle.close();
    }
  },
};
