/**
 * Every case folder below `cases/`, in every execution. `MR_CASES=window/tumble,key` runs those whose path begins so;
 * `MR_CUTS=64` makes that many random cuts.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, DEFAULT_LIMITS } from "../generator/compile.ts";
import { type Case, readCase } from "./cases-format.ts";
import { sameInTheEnd, sameStory } from "./harness/compare.ts";
import { play } from "./harness/execute.ts";
import { executionsFor, type NamedExecution } from "./harness/executions.ts";
import { type Packable, type PackedQuery, packQueries } from "./harness/pack.ts";

const ROOT = fileURLToPath(new URL("./cases", import.meta.url));
const wanted = (process.env.MR_CASES ?? "").split(",");
const cuts = Number(process.env.MR_CUTS ?? 4);
const seed = Number(process.env.MR_SEED ?? 1);

const paths = casePaths(ROOT).filter((path) => wanted.some((beginning) => path.startsWith(beginning)));
const cases = new Map(paths.map((path) => [path, readCase(join(ROOT, path))]));
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
  const result = compile([{ file: `${path}/query.sql`, text: sql }], { name: "case", optimize, limits });
  if (result.query !== null) return { result, query: result.query };
  refused.set(path, result.diagnostics.map(({ code, message }) => `${code} ${message}`).join("; "));
  return null;
}

describe.each([...cases])("%s", (path, kase) => {
  const skip = kase.options.skip;
  test.skipIf(skip !== undefined)(skip === undefined ? kase.proves : `skipped: ${skip}`, async () => {
    expect(refused.get(path)).toBeUndefined();
    const faults: string[] = [];
    for (const execution of executionsFor(kase.input, kase.options.seed ?? seed, cuts)) {
      faults.push(...(await faultsOf(path, kase, execution)));
    }
    expect(faults.join("\n")).toBe("");
  });
});

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

function casePaths(folder: string): readonly string[] {
  if (existsSync(join(folder, "input.jsonl"))) return [relative(ROOT, folder)];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "errors")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => casePaths(join(folder, entry.name)));
}
