/**
 * The judges agree with each other, on queries that no one wrote by hand: model and DuckDB, DuckDB and PostgreSQL. And
 * they disagree when one of them is given a query with a clause changed, so that agreement means something.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExpectedLine } from "../fuzz/engine.ts";
import { generateScenario, type Scenario } from "../fuzz/generate-scenario.ts";
import { generateSpec } from "../fuzz/generate-spec.ts";
import { consolidate, modelLines, outputTypes } from "../fuzz/judge.ts";
import { printMillrace } from "../fuzz/print-millrace.ts";
import { type Profile, R1, R1_FLOAT_TEXT, R1_MODELLED, R1C } from "../fuzz/profiles.ts";
import { chainOf, type Grouping, type QuerySpec } from "../fuzz/query-spec.ts";
import { Random } from "../fuzz/random.ts";
import { runModel } from "../reference/run-spec.ts";
import { difference } from "./canonical.ts";
import { DuckdbOracle } from "./duckdb.ts";
import { PostgresOracle } from "./pglite.ts";
import { printDuckdb } from "./print-duckdb.ts";
import { printPostgres } from "./print-postgres.ts";
import { type Table, tablesOf } from "./tables.ts";

/** Raise it for a long run: FUZZ_SCALE=10 draws ten times as many. */
const SCALE = Number(process.env.FUZZ_SCALE ?? 1);

let duckdb: DuckdbOracle;
let postgres: PostgresOracle;
beforeAll(async () => {
  [duckdb, postgres] = await Promise.all([DuckdbOracle.open(), PostgresOracle.open()]);
});
afterAll(async () => {
  duckdb.close();
  await postgres.close();
});

interface Drawn {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly tables: readonly Table[];
  readonly spec: QuerySpec;
}

/** Four queries over each set of events. */
function* draw(profile: Profile, scenarios: number, firstSeed: number): Generator<Drawn> {
  for (let seed = firstSeed; seed < firstSeed + scenarios; seed++) {
    const random = new Random(seed);
    const scenario = generateScenario(random, profile);
    const tables = tablesOf(scenario.sources, scenario.events);
    for (let i = 0; i < 4; i++) yield { seed, scenario, tables, spec: generateSpec(random, profile, scenario) };
  }
}

const modeOf = (seed: number) => (seed % 2 === 0 ? "micros" : "timestamp");

async function byDuckdb({ spec, tables, seed }: Drawn): Promise<string[] | null> {
  const sql = printDuckdb(spec, modeOf(seed));
  if (sql === null) return null;
  await duckdb.load(tables, modeOf(seed));
  return duckdb.rows(sql, outputTypes(spec));
}

async function byPostgres({ spec, tables, seed }: Drawn): Promise<string[]> {
  await postgres.load(tables, modeOf(seed));
  return postgres.rows(printPostgres(spec, modeOf(seed))!, outputTypes(spec));
}

const byModel = ({ spec, scenario }: Drawn) => consolidate(spec, modelLines(spec, scenario.events));

const where = ({ seed, spec }: Drawn) => `seed ${seed}\n${printMillrace(spec)}`;

it("model = DuckDB, the whole of what the model evaluates", { timeout: 600_000 }, async () => {
  for (const drawn of draw(R1_MODELLED, 75 * SCALE, 10_000)) {
    expect(difference((await byDuckdb(drawn))!, byModel(drawn)), where(drawn)).toBeNull();
  }
});

it("DuckDB = PostgreSQL, the whole language", { timeout: 600_000 }, async () => {
  for (const drawn of draw(R1, 15 * SCALE, 20_000)) {
    expect(difference((await byDuckdb(drawn))!, await byPostgres(drawn)), where(drawn)).toBeNull();
  }
});

it("floats as text are PostgreSQL's to judge; DuckDB says so itself", { timeout: 600_000 }, async () => {
  let alone = 0;
  for (const drawn of draw(R1_FLOAT_TEXT, 15 * SCALE, 30_000)) {
    const [answer, other] = [await byPostgres(drawn), await byDuckdb(drawn)];
    if (other === null) alone++;
    else expect(difference(other, answer), where(drawn)).toBeNull();
  }
  expect(alone).toBeGreaterThan(0);
});

it("with late rows: DuckDB over the accepted rows = the model in the end [P5]", { timeout: 600_000 }, async () => {
  let compared = 0;
  for (const drawn of draw({ ...R1C, exactSums: true }, 60 * SCALE, 40_000)) {
    const { spec, scenario, tables, seed } = drawn;
    const { verdicts, outputErrors } = runModel(spec, scenario.events);
    const partly = verdicts.some((verdict) => verdict.bucket === "contributed" && verdict.windowsMissed > 0);
    const windows = chainOf(spec).filter(({ group }) => group !== null);
    // Rows that count in some of their windows have no batch form, nor have sums that leave their type.
    if (partly || outputErrors.length > 0 || windows.length !== 1) continue;
    const late = new Set(verdicts.filter(({ bucket }) => bucket === "late").map(({ after }) => after));
    const accepted = scenario.events.filter((_, i) => !late.has(i + 1));
    const answer = await byDuckdb({ ...drawn, tables: tablesOf(scenario.sources, accepted) });
    expect(difference(answer!, byModel(drawn)), where(drawn)).toBeNull();
    expect(tables.length, `${seed}`).toBeGreaterThan(0);
    compared += late.size > 0 ? 1 : 0;
  }
  expect(compared).toBeGreaterThan(20);
});

describe("a judge with a planted fault is found out", () => {
  const group = (spec: QuerySpec, change: (group: Grouping) => Partial<Grouping>): QuerySpec => {
    const { select } = spec;
    return select.group === null
      ? spec
      : { ...spec, select: { ...select, group: { ...select.group, ...change(select.group) } } };
  };
  const faults: readonly (readonly [string, (spec: QuerySpec) => QuerySpec])[] = [
    ["WHERE is left out", (spec) => ({ ...spec, select: { ...spec.select, where: null } })],
    ["HAVING is left out", (spec) => group(spec, () => ({ having: null }))],
    [
      "FILTER is left out",
      (spec) =>
        group(spec, ({ aggregates }) => ({ aggregates: aggregates.map((each) => ({ ...each, filter: null })) })),
    ],
    [
      "the offset is left out",
      (spec) => group(spec, ({ window }) => ({ window: { ...window, spec: { ...window.spec, offsetUs: 0n } } })),
    ],
    [
      "the window end is inclusive",
      (spec) =>
        group(spec, ({ window }) => ({
          window: { ...window, spec: { ...window.spec, offsetUs: window.spec.offsetUs + 1n } },
        })),
    ],
    [
      "cumulate runs as tumble",
      (spec) =>
        group(spec, ({ window }) => ({
          window: {
            ...window,
            spec:
              window.spec.kind === "cumulate"
                ? { ...window.spec, kind: "tumble", slideUs: window.spec.sizeUs }
                : window.spec,
          },
        })),
    ],
    [
      "slide and size are exchanged for the same",
      (spec) =>
        group(spec, ({ window }) => ({ window: { ...window, spec: { ...window.spec, sizeUs: window.spec.slideUs } } })),
    ],
  ];

  it.each(faults)("%s", { timeout: 600_000 }, async (_, plant) => {
    for (const drawn of draw(R1_MODELLED, 60, 50_000)) {
      const planted = plant(drawn.spec);
      if (planted === drawn.spec) continue;
      const wrong = modelLines(planted, drawn.scenario.events) satisfies ExpectedLine[];
      if (difference((await byDuckdb(drawn))!, consolidate(drawn.spec, wrong)) !== null) return;
    }
    expect.fail("240 queries did not show it");
  });
});
