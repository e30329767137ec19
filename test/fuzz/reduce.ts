/**
 * Makes a failing pair of spec and events small: clauses go, expressions become their own parts, rows go, as long as
 * it still fails. Every candidate is well formed, so what is left is a query that a person would write.
 */
import { type Case, writeCase } from "../cases-format.ts";
import type { SpecEvent } from "./events.ts";
import { inputLines } from "./judge.ts";
import { printMillrace } from "./print-millrace.ts";
import type { QuerySpec, Value } from "./query-spec.ts";
import { type Failing, simplerPairs } from "./simpler.ts";
import { checkSpec } from "./spec-check.ts";

/** Whether a pair still shows the fault; one that throws does not. */
export type Fails = (spec: QuerySpec, events: readonly SpecEvent[]) => Promise<boolean>;

/** The smallest pair found in so many trials. What comes in must fail. */
export async function reduce(failing: Failing, fails: Fails, trialsMax = 2000): Promise<Failing> {
  let trials = 0;
  const tries = async ({ spec, events }: Failing) => {
    if (trials >= trialsMax) return false;
    trials++;
    try {
      return await fails(spec, events);
    } catch {
      return false;
    }
  };
  let best = failing;
  for (let progress = true; progress && trials < trialsMax; ) {
    const rows = await reduceEvents(best, tries);
    const query = await reduceSpec(rows, tries);
    progress = query !== best;
    best = query;
  }
  return best;
}

/** Removes ever smaller runs of events (Zeller's ddmin), then blanks single values. The end stays. */
async function reduceEvents(failing: Failing, tries: (candidate: Failing) => Promise<boolean>): Promise<Failing> {
  let best = failing;
  for (let size = Math.ceil(best.events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.events.length; ) {
      const events = best.events.filter((event, i) => i < from || i >= from + size || event.kind === "end");
      const candidate = { ...best, events };
      if (events.length < best.events.length && (await tries(candidate))) best = candidate;
      else from += size;
    }
  }
  if (best.events.length > 20) return best;
  for (let i = 0; i < best.events.length; i++) {
    const event = best.events[i]!;
    if (event.kind !== "row") continue;
    for (let c = 0; c < event.values.length; c++) {
      const now = best.events[i] as typeof event;
      const blank = blankOf(best.spec, now.source, c);
      if (blank === undefined || blank === now.values[c]) continue;
      const candidate = { ...best, events: best.events.with(i, { ...now, values: now.values.with(c, blank) }) };
      if (await tries(candidate)) best = candidate;
    }
  }
  return best;
}

/** NULL where it may be, else the plainest value; undefined for the event time, which keeps its value. */
function blankOf(spec: QuerySpec, source: string, column: number): Value | undefined {
  const { columns, watermark } = spec.sources.find(({ name }) => name === source)!;
  const { name, nullable, type } = columns[column]!;
  if (name === watermark?.column) return undefined;
  if (nullable) return null;
  if (type.kind === "BOOLEAN") return false;
  if (type.kind === "TEXT") return "";
  return type.kind === "REAL" || type.kind === "DOUBLE" ? 0 : 0n;
}

async function reduceSpec(failing: Failing, tries: (candidate: Failing) => Promise<boolean>): Promise<Failing> {
  let best = failing;
  for (let progress = true; progress; ) {
    progress = false;
    for (const candidate of simplerPairs(best)) {
      if (checkSpec(candidate.spec).length > 0 || !(await tries(candidate))) continue;
      best = candidate;
      progress = true;
      break;
    }
  }
  return best;
}

/** A case folder of the pair, ready to be run: `expected` is what the judge says. */
export function writeFailing(
  folder: string,
  { spec, events }: Failing,
  verdict: Pick<Case, "proves" | "truth" | "expected">,
): void {
  const input = inputLines(spec.sources, events);
  writeCase(folder, { ...verdict, sql: printMillrace(spec), input, options: { seed: spec.seed } });
}
