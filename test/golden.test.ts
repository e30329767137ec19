/**
 * Every case folder below `cases/`, in every execution. `MR_CASES=window/tumble,key` runs those whose path begins so;
 * `MR_CUTS=64` makes that many random cuts.
 */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, DEFAULT_LIMITS } from "../generator/compile.ts";
import { DiagnosticBag } from "../generator/diagnostics/diagnostic.ts";
import { parse } from "../generator/sql/parser.ts";
import { type Case, readCase } from "./cases-format.ts";
import { CASES, casePaths } from "./harness/case-paths.ts";
import { sameInTheEnd, sameStory } from "./harness/compare.ts";
import { play } from "./harness/execute.ts";
import { executionsFor, type NamedExecution } from "./harness/executions.ts";
import { type Packable, type PackedQuery, packQueries } from "./harness/pack.ts";
import { soundPlans } from "./harness/sound-plans.ts";

const cuts = Number(process.env.MR_CUTS ?? 4);
const seed = Number(process.env.MR_SEED ?? 1);

const cases = new Map(casePaths().map((path) => [path, readCase(join(CASES, path))]));
/** By path, with the optimizer on and off. */
const packed = new Map<string, { readonly on: PackedQuery; readonly off: PackedQuery }>();
/** By path, why the text was not accepted. */
const refused = new Map<string, string>();

beforeAll(async () => {
  const runnable = [...cases].flatMap(([path, kase]) => {
    if (kase.options.skip !== undefined) return [];
    const on = compiled(path, kase, true);
    const off = compiled(path, kase, false);
    return on === null || off === null ? [] : [{ path, on, off }];
  });
  const on = await packQueries(runnable.map((each) => each.on));
  const off = await packQueries(runnable.map((each) => each.off));
  for (const [i, { path }] of runnable.entries()) packed.set(path, { on: on[i]!, off: off[i]! });
}, 300_000);

/** Null, and a word in `refused`, where the text is not accepted. */
function compiled(path: string, { sql, options }: Case, optimize: boolean): Packable | null {
  const limits = { ...DEFAULT_LIMITS, ...(options.config as Partial<typeof DEFAULT_LIMITS> | undefined) };
  const result = compile(
    [{ file: `${path}/query.sql`, text: sql }],
    { name: "case", optimize, limits },
    soundPlans(path),
  );
  if (result.query !== null) return { result, query: result.query };
  refused.set(path, result.diagnostics.map(({ code, message }) => `${code} ${message}`).join("; "));
  return null;
}

describe.each([...cases])("%s", (path, kase) => {
  const skip = kase.options.skip;
  test.skipIf(skip !== undefined)(skip === undefined ? kase.proves : `skipped: ${skip}`, async () => {
    expect(refused.get(path)).toBeUndefined();
    expect(strangers(kase), "inputs that no statement declares").toEqual([]);
    const faults: string[] = [];
    for (const execution of executionsFor(kase.input, kase.options.seed ?? seed, cuts)) {
      faults.push(...(await faultsOf(path, kase, execution)));
    }
    expect(faults.join("\n")).toBe("");
  });
});

/** Lines of other inputs than the query reads are passed over, so a misspelt name would hide rows. */
function strangers({ sql, input }: Case): readonly string[] {
  const statements = parse({ file: "query.sql", text: sql }, new DiagnosticBag());
  const declared = statements.flatMap((each) => (each.kind === "CreateSource" ? [each.name.name] : []));
  const named = input.flatMap((line) => ("in" in line && line.in !== undefined ? [line.in] : []));
  return [...new Set(named)].filter((name) => !declared.includes(name));
}

async function faultsOf(
  path: string,
  { input, expected }: Case,
  execution: NamedExecution,
): Promise<readonly string[]> {
  const { on, off } = packed.get(path)!;
  const query = execution.optimize ? on : off;
  const where = `${execution.id} (seed ${execution.seed}; MR_CASES=${path} npx vitest run test/golden.test.ts)`;
  try {
    const played = await play(query, input, execution);
    if (played === null) return [];
    const compare = execution.compares === "story" ? sameStory : sameInTheEnd;
    const faults = compare(expected, played, query.info);
    return faults.length === 0 ? [] : [where, ...faults];
  } catch (error) {
    return [where, String((error as Error).stack)];
  }
}
