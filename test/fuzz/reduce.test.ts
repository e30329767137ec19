/** The reducer finds the small core of a failure and leaves a case that reads. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCase } from "../cases-format.ts";
import { runModel } from "../reference/run-spec.ts";
import { generateScenario } from "./generate-scenario.ts";
import { generateSpec } from "./generate-spec.ts";
import { modelLines } from "./judge.ts";
import { printMillrace } from "./print-millrace.ts";
import { R1C } from "./profiles.ts";
import { chainOf, childrenOf, type Expr, type QuerySpec, type Select } from "./query-spec.ts";
import { Random } from "./random.ts";
import { reduce, writeFailing } from "./reduce.ts";
import type { Failing } from "./simpler.ts";
import { checkSpec } from "./spec-check.ts";

/** The first pair of some seeds that fails. */
async function firstFailing(fails: (failing: Failing) => boolean): Promise<Failing> {
  for (let seed = 1; seed < 500; seed++) {
    const random = new Random(seed);
    const scenario = generateScenario(random, R1C);
    const failing = { spec: generateSpec(random, R1C, scenario), events: scenario.events };
    if (fails(failing)) return failing;
  }
  throw new Error("no such pair");
}

function exprsOf(select: Select): Expr[] {
  const { group } = select;
  const grouped =
    group === null
      ? []
      : [
          group.having,
          ...group.keys.map(({ expr }) => expr),
          ...group.aggregates.flatMap(({ arg, filter }) => [arg, filter]),
        ];
  return [select.where, ...select.projections.map(({ expr }) => expr), ...grouped].filter((expr) => expr !== null);
}

const mentions = (expr: Expr, overload: string): boolean =>
  (expr.kind === "call" && expr.overload === overload) || childrenOf(expr).some((child) => mentions(child, overload));

const uses = (spec: QuerySpec, overload: string) =>
  chainOf(spec).some((select) => exprsOf(select).some((expr) => mentions(expr, overload)));

describe("reduce", () => {
  it("a fault in one function: little more than the call is left", async () => {
    const fails = ({ spec, events }: Failing) =>
      uses(spec, "greatest(INTEGER,INTEGER…)") && events.filter(({ kind }) => kind === "row").length >= 3;
    const large = ({ spec, events }: Failing) => events.length > 60 && printMillrace(spec).length > 1200;
    const nested = ({ spec }: Failing) => chainOf(spec).filter(({ group }) => group !== null).length > 1;
    const failing = await firstFailing((each) => fails(each) && large(each) && !nested(each));
    const reduced = await reduce(failing, async (spec, events) => fails({ spec, events }));
    expect(checkSpec(reduced.spec)).toEqual([]);
    expect(fails(reduced)).toBe(true);
    expect(reduced.events.filter(({ kind }) => kind === "row")).toHaveLength(3);
    expect(reduced.events.length).toBeLessThanOrEqual(4);
    expect(reduced.spec.sources).toHaveLength(1);
    expect(chainOf(reduced.spec)).toHaveLength(1);
    expect(printMillrace(reduced.spec).length).toBeLessThan(700);
  });

  it("a fault in time: an engine that takes late rows, told from the model", async () => {
    // The wrong engine: a lateness as long as time, so that no row is late.
    const forever = (spec: QuerySpec): QuerySpec => ({
      ...spec,
      select: { ...spec.select, emit: { mode: "on-window-close", latenessUs: 2n ** 62n, latenessFirst: false } },
    });
    const append = (spec: QuerySpec) =>
      chainOf(spec).length === 1 && spec.select.group !== null && spec.select.emit === null;
    const sums = (spec: QuerySpec, events: Failing["events"]) =>
      runModel(spec, events).output.map(({ values }) => values.join("|"));
    const fails = ({ spec, events }: Failing) =>
      append(spec) && sums(spec, events).sort().join() !== sums(forever(spec), events).sort().join();
    const failing = await firstFailing((each) => each.events.length > 80 && fails(each));
    const reduced = await reduce(failing, async (spec, events) => fails({ spec, events }));
    expect(fails(reduced)).toBe(true);
    expect(reduced.events.length).toBeLessThanOrEqual(5);
    expect(runModel(reduced.spec, reduced.events).verdicts.filter(({ bucket }) => bucket === "late")).toHaveLength(1);
  });

  it("gives up after so many trials and keeps what it has", async () => {
    let trials = 0;
    const failing = await firstFailing(({ events }) => events.length > 50);
    const reduced = await reduce(
      failing,
      async () => {
        trials++;
        return true;
      },
      10,
    );
    expect(trials).toBe(10);
    expect(reduced.events.length).toBeLessThan(failing.events.length);
  });

  it("a predicate that throws is not a failure", async () => {
    const failing = await firstFailing(({ events }) => events.length > 20);
    const reduced = await reduce(failing, async () => {
      throw new Error("broken");
    });
    expect(reduced).toEqual(failing);
  });
});

it("writes a case folder that reads back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reduced-"));
  try {
    const failing = await firstFailing(
      ({ spec, events }) => events.length > 10 && runModel(spec, events).output.length > 3,
    );
    const expected = modelLines(failing.spec, failing.events);
    writeFailing(folder, failing, { proves: "what the seed found", truth: "model", expected });
    const written = readCase(folder);
    expect(written).toMatchObject({
      proves: "what the seed found",
      truth: "model",
      options: { seed: failing.spec.seed },
    });
    expect(written.expected).toEqual(expected);
    expect(written.input).toHaveLength(failing.events.length);
    expect(written.sql).toContain(printMillrace(failing.spec));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
