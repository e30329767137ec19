/** Random queries put to the compiled engine and a judge: what R1, R1c and R1e share. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
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
import { commandsOf, readFailing, saveFailing } from "./failing.ts";
import type { GateContext, GateResult } from "./gate.ts";

/** One scenario (rows and controls) serves several queries. */
export const SPECS_PER_SCENARIO = 4;
/** Compiled together, in packs. */
const SPECS_PER_ROUND = 200;
/** Fewer do not reach every row of the coverage table. */
const COVERAGE_CASES_MIN = 2000;
/** Each trial with another query compiles it: about a second. */
const REDUCTION_TRIALS_MAX = 100;

export interface Drawn {
  readonly spec: QuerySpec;
  readonly events: readonly SpecEvent[];
  readonly tables: ReturnType<typeof tablesOf>;
  readonly seed: number;
  /** Of the seed. */
  readonly number: number;
  readonly options: RunOptions;
}

/** Says where engine and judge differ; null: nowhere, undefined: the judge has no form of the query. */
export type Judge = (
  engine: PackedEngine,
  drawn: Drawn,
  options: RunOptions,
) => Promise<Disagreement | null | undefined>;

/**
 * Each spec is judged once, in one way of cutting: one batch, row by row or at random. `first` numbers the cases. While
 * it runs, the file `running` in the folder of failing cases says which one it is at: for the one that never ends.
 */
export async function judgeMany(profile: Profile, judge: Judge, context: GateContext, first = 1): Promise<GateResult> {
  const { seed, count, only, untilFailure, failing, log } = context;
  const coverage = new Coverage([profile]);
  const engine = new PackedEngine();
  mkdirSync(failing, { recursive: true });
  let cases = 0;
  let failed = 0;
  let unjudged = 0;
  for (let next = 0; cases < count; ) {
    const round: Drawn[] = only === null ? [] : pick(profile, context, first);
    while (only === null && round.length < Math.min(SPECS_PER_ROUND, count - cases))
      round.push(...draw(profile, seed + next++, first));
    await engine.prepare(round.map(({ spec }) => printMillrace(spec)));
    for (const drawn of round) {
      announce(failing, drawn);
      const disagreement = await safely(() => judge(engine, drawn, drawn.options));
      if (disagreement === undefined) {
        unjudged++;
        continue;
      }
      cases++;
      coverage.add(drawn.spec, drawn.events);
      if (disagreement === null) continue;
      failed++;
      log(`seed ${drawn.seed}, case ${drawn.number}: ${disagreement.what}`);
      if (untilFailure) return { cases, failed, absent: null, coverage: {} };
      if (failed === 1) log(await leave(engine, judge, drawn, disagreement, failing));
    }
    engine.clear();
    if (only !== null) break;
  }
  rmSync(join(failing, "running"), { force: true });
  const isJudged = only === null && count >= COVERAGE_CASES_MIN;
  const missing = coverage.missing();
  if (isJudged) for (const row of missing) log(`never drawn: ${row}`);
  else log(`coverage is judged from ${COVERAGE_CASES_MIN} cases on, not in this run`);
  return {
    cases,
    failed: failed + (isJudged ? missing.length : 0),
    absent: cases === 0 ? "no case that the judge has a form for" : null,
    coverage: {
      rows: Object.keys(coverage.counts()).length,
      hit: Object.keys(coverage.counts()).length - missing.length,
      missing: isJudged ? missing.length : null,
      unjudged,
    },
  };
}

function draw(profile: Profile, seed: number, first: number): Drawn[] {
  const random = new Random(seed);
  const scenario = generateScenario(random, profile);
  const { sources, events } = scenario;
  const tables = tablesOf(sources, events);
  const options = cutting(events, seed);
  return Array.from({ length: SPECS_PER_SCENARIO }, (_, i) => {
    return { spec: generateSpec(random, profile, scenario), events, tables, seed, number: first + i, options };
  });
}

/** The one case that is asked for; none where it is another profile's. */
function pick(profile: Profile, { seed, only }: GateContext, first: number): Drawn[] {
  if (only === null) return [];
  if ("case" in only) return draw(profile, seed, first).filter(({ number }) => number === only.case);
  const { spec, events, number, ...rest } = readFailing(only.folder);
  const isMine = number >= first && number < first + SPECS_PER_SCENARIO;
  return isMine ? [{ ...rest, spec, events, number, tables: tablesOf(spec.sources, events) }] : [];
}

function cutting(events: readonly SpecEvent[], seed: number): RunOptions {
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

/**
 * Leaves the first failing case of a run as a folder, then makes it smaller: the folder holds the smallest so far at any
 * time, as a trial may never end. Of the others the seed is told: a repair comes before the next look.
 */
async function leave(
  engine: PackedEngine,
  judge: Judge,
  drawn: Drawn,
  found: Disagreement,
  failing: string,
): Promise<string> {
  let report = save(drawn, found, failing);
  const options: RunOptions = drawn.options.batches === "one" ? drawn.options : { batches: "each" };
  const fails = async (spec: QuerySpec, events: readonly SpecEvent[]) => {
    const candidate: Drawn = { ...drawn, options, spec, events, tables: tablesOf(spec.sources, events) };
    announce(failing, candidate);
    const result = await safely(() => judge(engine, candidate, options));
    if (result === null || result === undefined || (result.what === "refused") !== (found.what === "refused"))
      return false;
    report = save(candidate, result, failing);
    return true;
  };
  if (await fails(drawn.spec, drawn.events)) await reduce(drawn, fails, REDUCTION_TRIALS_MAX);
  return report;
}

/** For the case that never ends: `scripts/gate.mjs` looks at it. */
function announce(failing: string, { seed, number }: Drawn): void {
  writeFileSync(join(failing, "running"), `--seed ${seed} --case ${number}`);
}

/** Leaves the case as a folder and says what it is. */
function save(drawn: Drawn, found: Disagreement, root: string): string {
  const { spec, events, seed, number, options } = drawn;
  const failing = { gate: basename(root), seed, number, options, spec, events };
  const folder = join(root, `seed-${seed}-case-${number}`);
  const report = describe(drawn, found);
  saveFailing(folder, failing, found, report);
  return `${report}\nleft in ${folder}; again:\n${commandsOf(folder, failing)}`;
}

function describe({ spec, events, options }: Drawn, { what, expected, received }: Disagreement): string {
  return [
    `${what}; batches ${JSON.stringify(options.batches).slice(0, 60)}`,
    printMillrace(spec),
    ...inputLines(spec.sources, events)
      .slice(0, 25)
      .map((line) => JSON.stringify(line)),
    "expected:",
    ...expected.slice(0, 12),
    "received:",
    ...received.slice(0, 12),
  ].join("\n");
}
