import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureDist } from "./dist.ts";
import { BID, COUNTS, EVERY, millrace, objectsOf, scratch, summaryOf } from "./millrace.ts";

const project = scratch();
beforeAll(ensureDist);

const TWO = { "queries/schema.sql": BID, "queries/counts.sql": COUNTS, "queries/every.sql": EVERY };
const FILES = [
  "codec.js",
  "entry.ts",
  "index.d.ts",
  "index.js",
  "manifest.json",
  "package.json",
  "pipeline_0.ts",
  "pipeline_1.ts",
  "plan.js",
  "plan.txt",
  "query.sql",
  "query.wasm",
];

function bytesBelow(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path, "base64")]),
  );
}

describe("build", () => {
  test("writes a folder for each query, then only what changed, and compiles once", async () => {
    const cwd = project(TWO);
    const first = await millrace(["build", "--json"], { cwd });
    expect(first.exit, first.stderr).toBe(0);
    expect(summaryOf(first)).toMatchObject({ command: "build", queries: 2, built: 2, ascRuns: 2 });
    expect(readdirSync(join(cwd, "generated/counts")).sort()).toEqual(FILES);
    expect(first.stderr).toMatch(/^ query +pipelines +wasm +entry +state\/key +time +status\n counts +2 +[\d.]+ KiB/);

    const again = await millrace(["build", "--json"], { cwd });
    expect(summaryOf(again)).toMatchObject({ built: 0, unchanged: 2, ascRuns: 0 });
    const before = statSync(join(cwd, "generated/every/index.js")).mtimeMs;

    // A comment moves every place in the SQL, but not what runs.
    writeFileSync(join(cwd, "queries/counts.sql"), `-- Counts.\n${COUNTS}`);
    const edited = await millrace(["build", "--json"], { cwd });
    expect(summaryOf(edited)).toMatchObject({ cached: 1, unchanged: 1, ascRuns: 0 });
    const built = objectsOf(edited).filter(({ type }) => type === "built");
    expect(built.map(({ query, status, compileMs }) => [query, status, compileMs])).toEqual([
      ["counts", "cached", null],
      ["every", "unchanged", null],
    ]);
    expect(built[0]!.changed).toContain("generated/counts/index.d.ts");
    expect(built[0]!.changed).not.toContain("generated/counts/query.wasm");
    expect(statSync(join(cwd, "generated/every/index.js")).mtimeMs).toBe(before);
  });

  test("names, files and --out choose what is built and where", async () => {
    const cwd = project(TWO);
    const ran = await millrace(["build", "every", "--out", "lib/queries"], { cwd });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/\n1 query · [\d.]+ KiB wasm · 1 \w+ · [\d.]+ s\n$/);
    expect(readdirSync(join(cwd, "lib/queries"))).toEqual(["every"]);
    expect((await millrace(["build", "queries/every.sql", "-q"], { cwd })).stdout).toBe("");
    expect(readdirSync(join(cwd, "generated"))).toEqual(["every"]);
  });

  test("writes the same bytes in another folder, with and without the cache", async () => {
    const [here, there] = [project(TWO), project(TWO)];
    expect((await millrace(["build"], { cwd: here })).exit).toBe(0);
    const fresh = await millrace(["build", "--cwd", there, "--no-cache", "--json"], { cwd: here });
    expect(summaryOf(fresh)).toMatchObject({ ascRuns: 2 });
    const bytes = bytesBelow(join(here, "generated"));
    expect([...bytes.keys()]).toHaveLength(2 * FILES.length - 1);
    expect(bytesBelow(join(there, "generated"))).toEqual(bytes);
  });

  test("a damaged cache entry is compiled again", async () => {
    const cwd = project({ ...TWO, "node_modules/.cache/.keep": "" });
    expect(summaryOf(await millrace(["build", "every", "--json"], { cwd }))).toMatchObject({ ascRuns: 1 });
    const [entry] = readdirSync(join(cwd, "node_modules/.cache/millrace"));
    const path = join(cwd, "node_modules/.cache/millrace", entry!);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    expect(summaryOf(await millrace(["build", "every", "--json"], { cwd }))).toMatchObject({
      ascRuns: 1,
      unchanged: 1,
    });
    expect(summaryOf(await millrace(["build", "every", "--json"], { cwd }))).toMatchObject({
      ascRuns: 0,
      unchanged: 1,
    });
  });

  test("without a place for the cache it builds all the same", async () => {
    const cwd = project({ ...TWO, "node_modules/.cache/millrace": "a file where the folder should be" });
    const ran = await millrace(["build", "every", "--json"], { cwd });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(summaryOf(ran)).toMatchObject({ built: 1, ascRuns: 1 });
  });

  test("one wrong query and nothing is written", async () => {
    const cwd = project({ ...TWO, "queries/bad.sql": "SELECT nope FROM bid" });
    const ran = await millrace(["build", "--json"], { cwd });
    expect(ran.exit).toBe(1);
    expect(objectsOf(ran)[0]).toMatchObject({ type: "diagnostic", code: "MR2001", query: "bad" });
    expect(summaryOf(ran)).toMatchObject({ errors: 1 });
    expect(existsSync(join(cwd, "generated"))).toBe(false);
  });

  test("a folder with other people's files is left alone", async () => {
    const cwd = project({ "src.sql": BID + EVERY, "src/app.ts": "precious" });
    const { exit, stderr } = await millrace(["build", "src.sql", "--out", "."], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain("error[MR8012]: folder `src` is not one that millrace wrote");
    expect(readFileSync(join(cwd, "src/app.ts"), "utf8")).toBe("precious");
  });

  test("so is one whose manifest.json is another's, and a file where a folder should be", async () => {
    const manifest = '{"name":"an app","manifest_version":3}';
    const cwd = project({ "src.sql": BID + EVERY, "src/manifest.json": manifest, "src/app.ts": "precious", lib: "" });
    const other = await millrace(["build", "src.sql", "--out", "."], { cwd });
    expect(other.exit).toBe(3);
    expect(other.stderr).toContain("error[MR8012]");
    expect(readFileSync(join(cwd, "src/app.ts"), "utf8")).toBe("precious");
    const blocked = await millrace(["build", "src.sql", "--out", "lib"], { cwd });
    expect(blocked.exit).toBe(3);
    expect(blocked.stderr).toContain("error[MR8009]: cannot write `");
  });

  test("a build that was cut short is completed by the next", async () => {
    const cwd = project({ "queries/every.sql": BID + EVERY });
    await millrace(["build"], { cwd });
    const whole = bytesBelow(join(cwd, "generated"));
    for (const name of FILES.filter(
      (name) => name !== "manifest.json" && existsSync(join(cwd, "generated/every", name)),
    ))
      rmSync(join(cwd, "generated/every", name));
    expect((await millrace(["build"], { cwd })).exit).toBe(0);
    expect(bytesBelow(join(cwd, "generated"))).toEqual(whole);
  });

  test("--emit wat adds the text form, and the next build takes it away", async () => {
    const cwd = project({ "queries/every.sql": BID + EVERY });
    const ran = await millrace(["build", "--emit", "wat"], { cwd });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(readFileSync(join(cwd, "generated/every/query.wat"), "utf8")).toMatch(/^\(module/);
    await millrace(["build"], { cwd });
    expect(existsSync(join(cwd, "generated/every/query.wat"))).toBe(false);
  });

  test("a folder of a query that is gone is named", async () => {
    const cwd = project(TWO);
    await millrace(["build"], { cwd });
    rmSync(join(cwd, "queries/every.sql"));
    const ran = await millrace(["build"], { cwd });
    expect(ran.exit).toBe(0);
    expect(ran.stderr).toBe("generated/every belongs to no query of the project; delete it\n");
  });
});

describe("build --frozen", () => {
  test("passes where every byte is as built, with or without the modules", async () => {
    const cwd = project(TWO);
    await millrace(["build"], { cwd });
    expect((await millrace(["build", "--frozen"], { cwd })).exit).toBe(0);
    rmSync(join(cwd, "generated/every/query.wasm"));
    const ran = await millrace(["build", "--frozen", "--json"], { cwd });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(summaryOf(ran)).toMatchObject({ stale: 0 });
    expect(existsSync(join(cwd, "generated/every/query.wasm"))).toBe(false);
  });

  test("names every file that differs, is missing or is too many, and writes nothing", async () => {
    const cwd = project(TWO);
    await millrace(["build"], { cwd });
    const folder = join(cwd, "generated");
    appendFileSync(join(folder, "every/index.js"), "\n");
    rmSync(join(folder, "every/plan.txt"));
    writeFileSync(join(folder, "every/notes.txt"), "mine");
    writeFileSync(join(folder, "counts/query.wasm"), "not wasm");
    mkdirSync(join(folder, "gone"));
    copyFileSync(join(folder, "every/manifest.json"), join(folder, "gone/manifest.json"));
    const before = bytesBelow(folder);
    const ran = await millrace(["build", "--frozen", "--json"], { cwd });
    expect(ran.exit).toBe(1);
    const stale = objectsOf(ran).filter(({ type }) => type === "stale");
    expect(stale.map(({ file }) => file).sort()).toEqual([
      "generated/counts/query.wasm",
      "generated/every/index.js",
      "generated/every/notes.txt",
      "generated/every/plan.txt",
      "generated/gone",
    ]);
    expect(ran.stderr).toContain("\n  generated/every/index.js\n");
    expect(bytesBelow(folder)).toEqual(before);
  });

  test("a project that was never built is stale", async () => {
    const cwd = project(TWO);
    const ran = await millrace(["build", "--frozen", "every"], { cwd });
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain("generated/every/index.js");
    expect(existsSync(join(cwd, "generated"))).toBe(false);
  });
});
