/**
 * A failing case as a folder: a case like those below `test/cases/`, and beside it `failing.json`, which holds what was
 * drawn, so that `npm run gate -- R1 --replay FOLDER` runs exactly that again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunOptions } from "../fuzz/engine.ts";
import type { Disagreement } from "../fuzz/judge.ts";
import { writeFailing } from "../fuzz/reduce.ts";
import type { Failing } from "../fuzz/simpler.ts";

export interface FailingCase extends Failing {
  readonly gate: string;
  readonly seed: number;
  /** Of the seed, from 1. */
  readonly number: number;
  readonly options: RunOptions;
}

/** `found` is what is wrong with the case as it is here, `report` the same in words. */
export function saveFailing(folder: string, failing: FailingCase, found: Disagreement, report: string): void {
  const { gate, seed, number } = failing;
  const { by, lines } = found.truth ?? { by: "model" as const, lines: [] };
  const proves = `${gate}, seed ${seed}, case ${number}: ${found.what}`;
  writeFailing(folder, failing, { proves, truth: by, expected: lines });
  writeFileSync(join(folder, "failing.json"), `${JSON.stringify(failing, tagged)}\n`);
  writeFileSync(join(folder, "report.txt"), `${commandsOf(folder, failing)}\n\n${report}\n`);
}

export function readFailing(folder: string): FailingCase {
  return JSON.parse(readFileSync(join(folder, "failing.json"), "utf8"), untagged) as FailingCase;
}

/** What runs the folder again, and what draws the case anew as it was before it was made smaller. */
export function commandsOf(folder: string, { gate, seed, number }: FailingCase): string {
  return `npm run gate -- ${gate} --replay ${folder}\nnpm run gate -- ${gate} --seed ${seed} --case ${number}`;
}

/** BIGINTs, and the numbers that JSON lacks. */
function tagged(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return { $bigint: String(value) };
  const isPlain = typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0));
  return isPlain ? value : { $number: Object.is(value, -0) ? "-0" : String(value) };
}

function untagged(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { $bigint, $number } = value as { readonly $bigint?: string; readonly $number?: string };
  if ($bigint !== undefined) return BigInt($bigint);
  return $number === undefined ? value : Number($number);
}
