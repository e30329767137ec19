/** The compiled lane, and the interpreter behind the same front end, on every row of the scalar table. */
import { beforeAll, describe, expect, it } from "vitest";
import { decodeValue } from "../cases-format.ts";
import { codeOf } from "../fuzz/judge.ts";
import { PackedEngine } from "../harness/packed-engine.ts";
import { canonical } from "./canonical.ts";
import { SCALAR_TABLE, type ScalarRow } from "./scalar-table.ts";

const engine = new PackedEngine();
const queryOf = ({ sql }: ScalarRow) => `CREATE SOURCE r (x BIGINT); SELECT ${sql} AS v FROM r`;

beforeAll(() => engine.prepare(SCALAR_TABLE.map(queryOf)), 120_000);

describe.each(["wasm", "interpret"] as const)("%s", (lane) => {
  it.each(SCALAR_TABLE)("$sql", async (row) => {
    const result = await engine.run(queryOf(row), [{ in: "r", row: { x: 1 } }], { batches: "each", lane });
    if (result.kind === "refused") throw new Error(result.text);
    const told = result.lines.flatMap((line) => {
      if ("op" in line) return [canonical(decodeValue(line.row.v, row.type), row.type)];
      return "side" in line && line.side === "malformed" ? [line.code] : [];
    });
    const { expected } = row;
    expect(told).toEqual(["error" in expected ? codeOf(expected.error) : canonical(expected.value, row.type)]);
  });
});
