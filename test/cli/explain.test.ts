/** `millrace explain`: every stage of a query, as text and as JSON. */
import { beforeAll, describe, expect, test } from "vitest";
import { ensureDist } from "./dist.ts";
import { BID, COUNTS, millrace, objectsOf, scratch } from "./millrace.ts";

const project = scratch();
beforeAll(ensureDist);

const FILES = { "queries/counts.sql": BID + COUNTS };

test("prints the stages one below the other, with places in the SQL", async () => {
  const { exit, stdout, stderr } = await millrace(["explain", "counts"], { cwd: project(FILES) });
  expect(exit, stderr).toBe(0);
  expect(stdout.match(/^-- \w+/gm)).toEqual(["-- logical", "-- normalized", "-- optimized", "-- physical", "-- state"]);
  expect(stdout).toContain("Window TUMBLE(ts, INTERVAL '1' MINUTE)  [append; time ts]  9:6");
  expect(stdout).toMatch(
    /^Pipeline 0$[\s\S]*^ {2}HashAggregateSink tumble [\s\S]*^Pipeline 1$[\s\S]*^ {2}HashAggregateSource /m,
  );
  expect(stderr).toBe("the generated code: millrace explain counts --stage code\n");
});

describe("--stage", () => {
  test.each([
    ["logical", /^Output counts: /],
    ["normalized", /Scan bid \(price, channel, ts\)/],
    ["optimized", /^Output counts: /],
    ["physical", /^Pipeline 0\n/],
    ["state", / {2}channel TEXT\n/],
    ["code", /^\/\/ pipeline_0\.ts\n[\s\S]*\n\/\/ pipeline_1\.ts\n[\s\S]*\n\/\/ entry\.ts\n/],
    ["wat", /^\(module\n/],
  ])("%s", async (stage, looks) => {
    const cwd = project(FILES);
    const text = await millrace(["explain", "counts", "--stage", stage], { cwd });
    expect(text.exit, text.stderr).toBe(0);
    expect(text.stdout).toMatch(looks);
    expect(text.stderr).toBe("");
    const json = await millrace(["explain", "counts", "--stage", stage, "--format", "json"], { cwd });
    const { query, file, stages } = JSON.parse(json.stdout) as {
      readonly query: string;
      readonly file: string;
      readonly stages: Readonly<Record<string, unknown>>;
    };
    expect([query, file, Object.keys(stages)]).toEqual(["counts", "queries/counts.sql", [stage]]);
  });
});

test("--json is one object of all stages but the module's text", async () => {
  const [explained] = objectsOf(await millrace(["explain", "counts", "--json"], { cwd: project(FILES) }));
  expect(explained).toMatchObject({ type: "explain", query: "counts", file: "queries/counts.sql" });
  const stages = explained!.stages as Readonly<Record<string, unknown>>;
  expect(Object.keys(stages)).toEqual(["logical", "normalized", "optimized", "physical", "state", "code"]);
  expect(stages.logical).toMatchObject({ kind: "Output" });
  expect(Object.keys(stages.code as object)).toEqual(["pipeline_0.ts", "pipeline_1.ts", "entry.ts"]);
});

test("a query with errors has no plan", async () => {
  const cwd = project({ "q.sql": `${BID}SELECT nope FROM bid` });
  const { exit, stdout, stderr } = await millrace(["explain", "q.sql"], { cwd });
  expect([exit, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("error[MR2001]: unknown column `nope`\n --> q.sql:8:8\n");
});
