/** What all commands share: usage, exit codes, objects, help; and the small commands. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { CODES } from "../../generator/diagnostics/catalogue.ts";
import { MILLRACE_VERSION } from "../../generator/version.ts";
import { ensureDist, ROOT } from "./dist.ts";
import { BID, COUNTS, EVERY, millrace, objectsOf, scratch, summaryOf } from "./millrace.ts";

const project = scratch();
beforeAll(ensureDist);

describe("millrace alone", () => {
  test("prints five lines and the next step of a project without queries", async () => {
    const { exit, stdout, stderr } = await millrace([], { cwd: project() });
    expect(exit).toBe(0);
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toHaveLength(6);
    expect(stdout).toContain("next: write a query (queries/**/*.sql), then: millrace check");
  });

  test("knows what has not been built", async () => {
    const cwd = project({ "queries/counts.sql": BID + COUNTS });
    const { stdout } = await millrace([], { cwd });
    expect(stdout).toContain("next: millrace build (counts has not been built)");
  });

  test("then how to run it", async () => {
    const cwd = project({ "queries/counts.sql": BID + COUNTS, "generated/counts/manifest.json": "{}" });
    const { stdout } = await millrace([], { cwd });
    expect(stdout).toContain("next: millrace run counts --in bid=FILE\n");
  });
});

test("--version is that of the package", async () => {
  const { exit, stdout } = await millrace(["--version"], { cwd: project() });
  expect(exit).toBe(0);
  expect(stdout).toBe(`${MILLRACE_VERSION}\n`);
  for (const file of ["package.json", "runtime/package.json"])
    expect(JSON.parse(readFileSync(join(ROOT, file), "utf8")).version).toBe(MILLRACE_VERSION);
});

test.each(["--help", "help", "run --help"])("%s prints help and ends well", async (line) => {
  const { exit, stdout } = await millrace(line.split(" "), { cwd: project() });
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^Usage: millrace/);
});

describe("command lines that cannot be followed", () => {
  const cases: readonly (readonly [line: string, code: string, says: readonly string[]])[] = [
    ["biuld", "MR8005", ["unknown command `biuld`", "try: build"]],
    ["constructor", "MR8005", ["unknown command `constructor`"]],
    ["studio", "MR8004", ["command `studio` is not in this version", "try: millrace explain"]],
    ["studio --port 3", "MR8004", ["try: millrace explain"]],
    ["run q.sql --fromat csv", "MR8001", ["unknown option `--fromat`", "try: --format"]],
    ["check --frozen", "MR8001", ["unknown option `--frozen`"]],
    ["run q.sql --format xml", "MR8003", ["`--format` cannot be `xml`", "one of table, ndjson, csv"]],
    ["check --max-warnings many", "MR8003", ["`--max-warnings` cannot be `many`", "a whole number"]],
    ["run q.sql --out", "MR8010", ["`--out` needs a value"]],
    ["run", "MR8010", ["`<query>` is missing"]],
    ["run a.sql b.sql", "MR8010", ["too many arguments"]],
    ["check revnue", "MR8007", ["unknown query `revnue`", "try: revenue"]],
    ["run q", "MR8007", ["unknown query `q`", "try: q.sql"]],
    ["run q.sql", "MR8010", ["source `bid` has no file", "try: --in bid=FILE"]],
    ["run q.sql --in bids.jsonl", "MR8003", ["`--in` cannot be `bids.jsonl`", "bid=rows.jsonl"]],
    ["run q.sql --in bdi=x.jsonl", "MR8003", ["what the query reads: bid", "try: bid"]],
    ["run q.sql --in bid=- --in BID=-", "MR8003", ["one file for `bid`"]],
  ];

  test.each(cases)("millrace %s: %s", async (line, code, says) => {
    const cwd = project({ "queries/revenue.sql": BID + COUNTS, "q.sql": BID + EVERY });
    const { exit, stdout, stderr } = await millrace(line.split(" "), { cwd });
    expect(exit, stderr).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(new RegExp(`^error\\[${code}\\]: `));
    for (const words of says) expect(stderr).toContain(words);
  });

  test("are objects under --json", async () => {
    const ran = await millrace(["biuld", "--json"], { cwd: project() });
    const [diagnostic, summary] = objectsOf(ran);
    expect(diagnostic).toMatchObject({ type: "diagnostic", code: "MR8005", severity: "error", span: null });
    expect(summary).toEqual({ v: 1, type: "summary", command: null, ok: false, exit: 2 });
    expect(ran.stderr).toContain("MR8005");
  });

  test("stdout carries objects under --json, or rows in a form", async () => {
    const cwd = project({ "q.sql": BID + EVERY });
    const ran = await millrace(["run", "q.sql", "--in", "bid=-", "--json", "--format", "csv"], { cwd });
    expect(objectsOf(ran)[0]).toMatchObject({ code: "MR8003", message: "`--format` cannot be `csv`" });
  });
});

describe("files that are not there", () => {
  test.each([
    ["check nope.sql", "MR8002"],
    ["check queries.sql", "MR8002"],
    ["run q.sql --in bid=nope.jsonl", "MR8002"],
    ["run q.sql --in bid=queries", "MR8002"],
    ["check --cwd nope", "MR8002"],
    ["check --config nope.json", "MR8002"],
    ["run q.sql --lane interpret --in bid=- --out nope/rows.csv", "MR8009"],
    ["run q.sql --lane interpret --in bid=- --late nope/late.jsonl", "MR8009"],
  ])("millrace %s: %s, exit 3", async (line, code) => {
    const cwd = project({ "queries/revenue.sql": BID + COUNTS, "q.sql": BID + EVERY, "queries.sql/x": "" });
    const { exit, stderr } = await millrace(line.split(" "), { cwd });
    expect(exit, stderr).toBe(3);
    expect(stderr).toContain(`error[${code}]`);
  });
});

test("a bug of ours ends with 4, names the SQL file and shows no stack", async () => {
  // The kernel is not where the package says: nothing the user did.
  const cwd = project({ "q.sql": BID + EVERY, "bids.jsonl": "" });
  const broken =
    "data:text/javascript,import{createRequire}from'node:module';createRequire('file:///')('fs').readdirSync=()=>{throw%20new%20Error('no%20kernel')}";
  const env = { NODE_OPTIONS: `--import ${broken}` };
  const line = ["run", "q.sql", "--in", "bid=bids.jsonl"];
  const ran = await millrace([...line, "--json"], { cwd, env });
  expect(ran.exit, ran.stderr).toBe(4);
  expect(ran.stderr).toContain("error[MR9001]: internal error: no kernel");
  expect(ran.stderr).toContain("while working on q.sql");
  expect(ran.stderr).not.toMatch(/^ +at /m);
  expect(objectsOf(ran)[0]).toMatchObject({ type: "diagnostic", code: "MR9001" });
  const traced = await millrace(line, { cwd, env: { ...env, MILLRACE_TRACE: "1" } });
  expect(traced.stderr).toMatch(/^ +at /m);
});

describe("codes", () => {
  test("lists all, finds some, explains one", async () => {
    const cwd = project();
    const all = await millrace(["codes"], { cwd });
    expect(all.stdout.trimEnd().split("\n")).toHaveLength(CODES.length);
    const found = await millrace(["codes", "--search", "surrogate"], { cwd });
    expect(found.stdout).toContain("MR1011");
    expect(found.stdout.trimEnd().split("\n").length).toBeLessThan(10);
    const one = await millrace(["codes", "mr2001"], { cwd });
    expect(one.exit).toBe(0);
    expect(one.stdout).toContain("error[MR2001]: unknown column `<name>` · SQLSTATE 42703");
    expect(one.stdout).toContain("  SELECT prise FROM bid");
  });

  test("an unknown code ends with 1", async () => {
    const { exit, stderr } = await millrace(["codes", "MR9999"], { cwd: project() });
    expect(exit).toBe(1);
    expect(stderr).toContain("`code` cannot be `MR9999`");
  });

  test("--json has one object each", async () => {
    const ran = await millrace(["codes", "--json"], { cwd: project() });
    expect(
      objectsOf(ran)
        .slice(0, -1)
        .map(({ code }) => code),
    ).toEqual(CODES);
    expect(summaryOf(ran)).toMatchObject({ command: "codes", codes: CODES.length });
    expect(ran.stderr).toBe("");
  });

  test("every code that the runtime throws is explained", () => {
    const files = readdirSync(join(ROOT, "runtime"), { recursive: true })
      .map(String)
      .filter((file) => /^(?!dist).*\.ts$/.test(file));
    const thrown = files.flatMap((file) => readFileSync(join(ROOT, "runtime", file), "utf8").match(/"MR\d{4}"/g) ?? []);
    expect(thrown.length).toBeGreaterThan(8);
    expect(thrown.filter((code) => !(CODES as readonly string[]).includes(code.slice(1, -1)))).toEqual([]);
  });
});

describe("colours", () => {
  const ESC = "\u001b[";
  test.each([
    [{}, [], false],
    [{ FORCE_COLOR: "1" }, [], true],
    [{ FORCE_COLOR: "0" }, [], false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, [], false],
    [{ FORCE_COLOR: "1" }, ["--no-color"], false],
  ])("%j %j", async (env, flags, expected) => {
    const cwd = project({ "q.sql": "SELECT a FROM b" });
    const { stdout } = await millrace(["check", "q.sql", ...flags], { cwd, env: env as Record<string, string> });
    expect(stdout.includes(ESC)).toBe(expected);
  });
});
