/** Random queries put to the compiled engine and a judge: what R1, R1c and R1e share. */
import { Coverage } from "../fuzz/coverage.ts";
import type { RunOptions } from "../fuzz/engine.ts";
import type { SpecEvent } from "../fuzz/events.ts";
import { generateScenario } from "../fuzz/generate-scenario.ts";
import { generateSpec } from "../fuzz/generate-spec.ts";
import { type Disagreement, inputLines } from "../fuzz/judge.ts";
import { printMillrace } from "../fuzz/print-millrace.ts";
import type { Profile } from "../fuzz/profiles.ts";
import type { QuerySpec } from "../fuzz/query-spec.ts";
import { Random } from "../fuzz/random.ts";
import { reduce } from "../fuzz/reduce.ts";
import { PackedEngine } from "../harness/packed-engine.ts";
import { tablesOf } from "../oracle/tables.ts";
import type { GateContext, GateResult } from "./gate.ts";

/** One scenario (rows and controls) serves several queries. */
const SPECS_PER_SCENARIO = 4;
/** Compiled together, in packs. */
const SPECS_PER_ROUND = 200;

export interface Drawn {
  readonly spec: QuerySpec;
  readonly events: readonly SpecEvent[];
  readonly tables: ReturnType<typeof tablesOf>;
  readonly seed: number;
}

/** Says where engine and judge differ; null: nowhere, undefined: the judge has no form of the query. */
export type Judge = (
  engine: PackedEngine,
  drawn: Drawn,
  options: RunOptions,
) => Promise<Disagreement | null | undefined>;

/** Each spec is judged once, in one way of cutting: one batch, row by row or at random. */
export async function judgeMany(
  profile: Profile,
  judge: Judge,
  { seed, count, untilFailure, log }: GateContext,
): Promise<GateResult> {
  const coverage = new Coverage([profile]);
  const engine = new PackedEngine();
  let cases = 0;
  let failed = 0;
  let unjudged = 0;
  for (let next = 0; cases < count; ) {
    const round: Drawn[] = [];
    while (round.length < Math.min(SPECS_PER_ROUND, count - cases)) round.push(...draw(profile, seed + next++));
    await engine.prepare(round.map(({ spec }) => printMillrace(spec)));
    for (const drawn of round) {
      const options = cutting(drawn);
      const disagreement = await safely(() => judge(engine, drawn, options));
      if (disagreement === undefined) {
        unjudged++;
        continue;
      }
      cases++;
      coverage.add(drawn.spec, drawn.events);
      if (disagreement === null) continue;
      failed++;
      if (untilFailure) {
        log(`seed ${drawn.seed}: ${disagreement.what}`);
        return { cases, failed, absent: null, coverage: {} };
      }
      if (failed <= 3) log(await describe(engine, judge, drawn, options, disagreement));
      else log(`seed ${drawn.seed}: ${disagreement.what}`);
    }
    engine.clear();
  }
  const missing = count >= 2000 ? coverage.missing() : [];
  for (const row of missing) log(`never drawn: ${row}`);
  return {
    cases,
    failed: failed + missing.length,
    absent: null,
    coverage: { rows: Object.keys(coverage.counts()).length, missing: missing.length, unjudged },
  };
}

function draw(profile: Profile, seed: number): Drawn[] {
  const random = new Random(seed);
  const scenario = generateScenario(random, profile);
  const tables = tablesOf(scenario.sources, scenario.events);
  return Array.from({ length: SPECS_PER_SCENARIO }, () => ({
    spec: generateSpec(random, profile, scenario),
    events: scenario.events,
    tables,
    seed,
  }));
}

function cutting({ events, seed }: Drawn): RunOptions {
  const random = new Random(seed + 1_000_003);
  const way = random.below(3);
  if (way === 0) return { batches: "one" };
  if (way === 1) return { batches: "each" };
  return { batches: events.map((_, i) => i + 1).filter(() => random.chance(0.1)) };
}

/** What the engine throws is a disagreement too. */
async function safely(judge: () => ReturnType<Judge>): ReturnType<Judge> {
  try {
    return await judge();
  } catch (error) {
    return { what: "broke", expected: [], received: [String((error as Error).stack).slice(0, 1500)] };
  }
}

async function describe(
  engine: PackedEngine,
  judge: Judge,
  drawn: Drawn,
  options: RunOptions,
  found: Disagreement,
): Promise<string> {
  const fails = async (spec: QuerySpec, events: readonly SpecEvent[]) => {
    const candidate = { ...drawn, spec, events, tables: tablesOf(spec.sources, events) };
    const result = await safely(() =>
      judge(engine, candidate, options.batches === "one" ? options : { batches: "each" }),
    );
    return result !== null && result !== undefined && (result.what === "refused") === (found.what === "refused");
  };
  const reduced = (await fails(drawn.spec, drawn.events))
    ? await reduce({ spec: drawn.spec, events: drawn.events }, fails, 150)
    : drawn;
  const again = await safely(() =>
    judge(
      engine,
      { ...drawn, ...reduced, tables: tablesOf(reduced.spec.sources, reduced.events) },
      options.batches === "one" ? options : { batches: "each" },
    ),
  );
  const { what, expected, received } = again ?? found;
  return [
    `seed ${drawn.seed}, ${JSON.stringify(options.batches).slice(0, 60)}: ${what}`,
    printMillrace(reduced.spec),
    ...inputLines(reduced.spec.sources, reduced.events)
      .slice(0, 25)
      .map((line) => JSON.stringify(line)),
    "expected:",
    ...expected.slice(0, 12),
    "received:",
    ...received.slice(0, 12),
  ].join("\n");
}
