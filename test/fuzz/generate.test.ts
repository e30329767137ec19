/** The generator draws what it says: well-formed queries, the same from a seed, on-time rows, and all of the language. */
import { describe, expect, it } from "vitest";
import { Coverage, coverageRows } from "./coverage.ts";
import { featuresOf } from "./features.ts";
import { OVERLOADS } from "./function-table.ts";
import { generateScenario } from "./generate-scenario.ts";
import { generateSpec } from "./generate-spec.ts";
import { printMillrace } from "./print-millrace.ts";
import { type Profile, R1, R1_FLOAT_TEXT, R1_MODELLED, R1C, R1E } from "./profiles.ts";
import type { Domain, Value } from "./query-spec.ts";
import { chainOf } from "./query-spec.ts";
import { Random } from "./random.ts";
import { checkSpec } from "./spec-check.ts";

function* draw(profile: Profile, scenarios: number, firstSeed = 1) {
  for (let seed = firstSeed; seed < firstSeed + scenarios; seed++) {
    const random = new Random(seed);
    const scenario = generateScenario(random, profile);
    for (let i = 0; i < 4; i++) yield { seed, scenario, spec: generateSpec(random, profile, scenario) };
  }
}

const PROFILES = [R1, R1_FLOAT_TEXT, R1_MODELLED, R1C, R1E].map(
  (profile, i) => [`${profile.name} ${i}`, profile] as const,
);

describe.each(PROFILES)("profile %s", (_, profile) => {
  it("draws well-formed specs", () => {
    for (const { spec, seed } of draw(profile, 150)) expect(checkSpec(spec), `seed ${seed}`).toEqual([]);
  });

  it("draws the same from the same seed", () => {
    const texts = (firstSeed: number) => [...draw(profile, 5, firstSeed)].map(({ spec }) => printMillrace(spec));
    expect(texts(40)).toEqual(texts(40));
    expect(texts(40)).not.toEqual(texts(41));
  });

  // Single selects have room for fewer expressions.
  const scenarios = profile === R1E ? 1000 : 500;
  it(`hits every row of its coverage table within ${scenarios * 4} specs`, { timeout: 120_000 }, () => {
    const coverage = new Coverage([profile]);
    for (const { spec, scenario } of draw(profile, scenarios)) coverage.add(spec, scenario.events);
    expect(coverage.missing(), coverage.print()).toEqual([]);
  });
});

describe("coverage", () => {
  it("misses what is never drawn", () => {
    const withoutSqrt: Profile = { ...R1, allows: (id) => id !== "sqrt(DOUBLE)" };
    const coverage = new Coverage([R1]);
    for (const { spec, scenario } of draw(withoutSqrt, 60)) coverage.add(spec, scenario.events);
    expect(coverage.missing()).toContain("overload:sqrt(DOUBLE)");
    expect(coverage.print()).toMatch(/overload +\d+ rows +\d+ at 0/);
  });

  it("has a row for every overload of the profile", () => {
    const rows = new Set(coverageRows(R1));
    expect(OVERLOADS.filter(({ id }) => !rows.has(`overload:${id}`))).toEqual([]);
  });

  it("counts only rows that exist", () => {
    const rows = new Set(PROFILES.flatMap(([, profile]) => coverageRows(profile)));
    const strangers = new Set<string>();
    for (const { spec, scenario } of draw(R1, 100)) {
      for (const feature of featuresOf(spec, scenario.events))
        if (!rows.has(feature) && !feature.startsWith("pair:")) strangers.add(feature);
    }
    expect([...strangers]).toEqual([]);
  });
});

describe("events", () => {
  it("without late rows no row is below the watermark of those before it", () => {
    const behind: string[] = [];
    for (let seed = 1; seed <= 200; seed++) {
      const { sources, events } = generateScenario(new Random(seed), R1);
      const [source] = sources;
      const column = source!.columns.findIndex(({ name }) => name === source!.watermark?.column);
      let w: bigint | null = null;
      for (const event of events) {
        if (column < 0 || event.kind !== "row" || event.source !== source!.name) continue;
        const ts = event.values[column] as bigint | null;
        if (ts === null) continue;
        if (w !== null && ts < w) behind.push(`seed ${seed}: ${ts}`);
        const derived: bigint = ts - source!.watermark!.delayUs;
        if (w === null || derived > w) w = derived;
      }
    }
    expect(behind).toEqual([]);
  });

  it("explicit watermarks never go back", () => {
    let explicit = 0;
    for (const { scenario } of draw(R1C, 100)) {
      let last: bigint | null = null;
      for (const event of scenario.events) {
        if (event.kind !== "watermark") continue;
        explicit++;
        if (last !== null) expect(event.us >= last).toBe(true);
        last = event.us;
      }
    }
    expect(explicit).toBeGreaterThan(500);
  });

  it("every value lies in its column's domain", () => {
    const strays: string[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const { sources, events } = generateScenario(new Random(seed), R1);
      for (const event of events) {
        if (event.kind !== "row") continue;
        const { columns } = sources.find(({ name }) => name === event.source)!;
        for (const [i, { name, domain, nullable }] of columns.entries()) {
          const value = event.values[i]!;
          if (value === null ? !nullable : !isIn(value, domain)) strays.push(`seed ${seed}, ${name}: ${value}`);
        }
      }
    }
    expect(strays).toEqual([]);
  });
});

it("some queries have each depth: plain, one window, two", () => {
  const windows = [...draw(R1, 100)].map(({ spec }) => chainOf(spec).filter(({ group }) => group !== null).length);
  expect(new Set(windows)).toEqual(new Set([0, 1, 2]));
});

function isIn(value: Exclude<Value, null>, domain: Domain): boolean {
  switch (domain.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return typeof value === "bigint" && value >= domain.min && value <= domain.max;
    case "float": {
      const number = value as number;
      if (!Number.isFinite(number) || Object.is(number, -0)) return domain.special;
      const grains = number / 2 ** domain.low;
      return Math.abs(number) < 2 ** domain.bits && (!domain.exact || Number.isInteger(grains));
    }
    case "text":
      return typeof value === "string" && [...value].length <= domain.length;
  }
}
