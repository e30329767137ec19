/**
 * The compiled lane, and the interpreter behind the same front end, on every row of the scalar table: as constants,
 * and with each literal read from a column, so that what is run is the lane's own code.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { decodeValue } from "../cases-format.ts";
import { codeOf } from "../fuzz/judge.ts";
import { PackedEngine } from "../harness/packed-engine.ts";
import { canonical } from "./canonical.ts";
import { type ColumnForm, columnForm } from "./scalar-columns.ts";
import type { ScalarRow } from "./scalar-row.ts";
import { SCALAR_TABLE } from "./scalar-table.ts";

const FORMS: Readonly<Record<string, (row: ScalarRow) => ColumnForm>> = {
  constants: ({ sql }) => ({ sql: `CREATE SOURCE r (x BIGINT); SELECT ${sql} AS v FROM r`, row: { x: 1 } }),
  columns: ({ sql }) => columnForm(sql),
};

describe.each(Object.entries(FORMS))("%s", (_, formOf) => {
  const engine = new PackedEngine();
  beforeAll(() => engine.prepare(SCALAR_TABLE.map((row) => formOf(row).sql)), 240_000);

  describe.each(["wasm", "interpret"] as const)("%s", (lane) => {
    it.each(SCALAR_TABLE)("$sql", async (scalar) => {
      const { sql, row } = formOf(scalar);
      const result = await engine.run(sql, [{ in: "r", row }], { batches: "each", lane });
      if (result.kind === "refused") throw new Error(result.text);
      const told = result.lines.flatMap((line) => {
        if ("op" in line) return [canonical(decodeValue(line.row.v, scalar.type), scalar.type)];
        return "side" in line && line.side === "malformed" ? [line.code] : [];
      });
      const { expected, type } = scalar;
      expect(told).toEqual(["error" in expected ? codeOf(expected.error) : canonical(expected.value, type)]);
    });
  });
});
