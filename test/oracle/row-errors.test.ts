/** PostgreSQL names the rows that fail, one by one, with the code of what failed first. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SpecEvent } from "../fuzz/events.ts";
import { generateScenario } from "../fuzz/generate-scenario.ts";
import { generateSpec } from "../fuzz/generate-spec.ts";
import { R1E } from "../fuzz/profiles.ts";
import type { Expr, QuerySpec } from "../fuzz/query-spec.ts";
import { Random } from "../fuzz/random.ts";
import { bid, call, end, int, key, plain, sum, v, windowed } from "../fuzz/specs.ts";
import { PostgresOracle } from "./pglite.ts";
import { rowOutcomes } from "./row-errors.ts";
import { tablesOf } from "./tables.ts";

let postgres: PostgresOracle;
beforeAll(async () => {
  postgres = await PostgresOracle.open();
});
afterAll(() => postgres.close());

async function outcomes(spec: QuerySpec, events: readonly SpecEvent[]): Promise<string[]> {
  await postgres.load(tablesOf(spec.sources, events), "timestamp");
  const told = await rowOutcomes(postgres, spec);
  return told.map((outcome) => (outcome.kind === "failed" ? outcome.sqlstates.join(" ") : outcome.kind));
}

const divide = (a: Expr, b: Expr) => call("divide(INTEGER,INTEGER)", "INTEGER", a, b);
const positive = (a: Expr) => call("gt(INTEGER,INTEGER)", "BOOLEAN", a, int(0));
const and = (a: Expr, b: Expr) => call("and(BOOLEAN,BOOLEAN)", "BOOLEAN", a, b);
const asInt = (arg: Expr): Expr => ({ kind: "cast", type: { kind: "INTEGER" }, mode: "strict", arg, spelling: 0 });
const events = [bid("7", 1, 0), bid("x", 0, 0), bid("5", null, 0), bid("x", -1, 0), bid("9", 3, null), end];

describe("row outcomes", () => {
  it("a projection fails; rows without event time are not there", async () => {
    expect(await outcomes(plain(null, divide(int(1), v)), events)).toEqual(["pass", "22012", "pass", "pass"]);
  });

  it("the filter comes first: its error is the row's, a row it drops does not fail", async () => {
    expect(await outcomes(plain(positive(v), asInt(key)), events)).toEqual([
      "pass",
      "filtered",
      "filtered",
      "filtered",
    ]);
    expect(await outcomes(plain(positive(divide(int(9), v)), asInt(key)), events)).toEqual([
      "pass",
      "22012",
      "filtered",
      "filtered",
    ]);
  });

  it("AND is lazy from the left", async () => {
    const fails = positive(divide(int(1), v));
    expect(await outcomes(plain(and(positive(v), fails), v), events)).toEqual([
      "pass",
      "filtered",
      "filtered",
      "filtered",
    ]);
    expect(await outcomes(plain(and(fails, positive(v)), v), events)).toEqual([
      "pass",
      "22012",
      "filtered",
      "filtered",
    ]);
  });

  it("keys, filters and arguments of a group: every code that one of them raises", async () => {
    const spec = windowed({ keys: [asInt(key)], aggregates: [sum(divide(int(1), v)), sum(v, positive(v))] });
    expect(await outcomes(spec, events)).toEqual(["pass", "22018 22012", "pass", "22018"]);
  });

  it("an argument that its FILTER excludes is not asked for", async () => {
    const spec = windowed({ aggregates: [sum(v, positive(divide(int(1), v)))] });
    expect(await outcomes(spec, events)).toEqual(["pass", "22012", "pass", "pass"]);
  });

  it("TINYINT has its own range", async () => {
    const tiny: Expr = { kind: "cast", type: { kind: "TINYINT" }, mode: "strict", arg: v, spelling: 0 };
    const twice = call("add(TINYINT,TINYINT)", "TINYINT", tiny, tiny);
    expect(await outcomes(plain(null, twice), [bid("a", 63, 0), bid("a", 64, 0), bid("a", 128, 0), end])).toEqual([
      "pass",
      "22003",
      "22003",
    ]);
  });

  it("drawn queries: no constant fails, and every class of error is met", { timeout: 120_000 }, async () => {
    const met = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const scenario = generateScenario(random, R1E);
      for (let i = 0; i < 4; i++) {
        const spec = generateSpec(random, R1E, scenario);
        for (const outcome of await outcomes(spec, scenario.events))
          for (const code of outcome.split(" ")) met.add(code);
      }
    }
    expect([...met].sort()).toEqual([
      "22003",
      "22007",
      "22008",
      "22011",
      "22012",
      "22018",
      "2201F",
      "filtered",
      "pass",
    ]);
  });
});
