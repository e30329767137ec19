import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bytesOfSize } from "../../generator/project/size.ts";
import { ensureDist } from "./dist.ts";
import { BID, COUNTS, EVERY, millrace, scratch } from "./millrace.ts";

const project = scratch();
beforeAll(ensureDist);

const QUERY = { "sql/deep/every.sql": EVERY, "sql/deep/counts.sql": COUNTS, "shared/bids.sql": BID };
const CONFIG = { include: ["sql/**/*.sql"], schema: ["shared/*.sql"], outDir: "lib" };

describe("where a configuration stands", () => {
  const forms: readonly (readonly [name: string, text: string])[] = [
    ["millrace.config.json", JSON.stringify(CONFIG)],
    ["package.json", JSON.stringify({ name: "x", millrace: CONFIG })],
    ["millrace.config.js", `module.exports = ${JSON.stringify(CONFIG)};`],
    [
      "millrace.config.ts",
      `import { defineConfig } from "millrace";\nimport { folder } from "./folder";\nexport default defineConfig({ include: [\`\${folder}/**/*.sql\`], schema: ["shared/*.sql"], outDir: "lib" } satisfies object);`,
    ],
  ];

  test.each(forms)("%s", async (name, text) => {
    const cwd = project({ ...QUERY, [name]: text, "folder.ts": 'export const folder: string = "sql";' });
    const { stdout, stderr } = await millrace(["check"], { cwd });
    expect(stdout, stderr).toBe("2 queries · 0 errors\n");
  });

  test("--config names another, whose folder paths are relative to", async () => {
    const cwd = project({ "app/q/every.sql": BID + EVERY, "app/prod.json": '{"include":["q/*.sql"]}' });
    const { stdout, stderr } = await millrace(["check", "-c", "app/prod.json"], { cwd });
    expect(stdout, stderr).toBe("1 query · 0 errors\n");
  });

  test("a package.json without the key is none", async () => {
    const cwd = project({ "package.json": '{"name":"x"}', "queries/every.sql": BID + EVERY });
    expect((await millrace(["check"], { cwd })).stdout).toBe("1 query · 0 errors\n");
  });

  test("two at once are one too many", async () => {
    const cwd = project({ ...QUERY, "millrace.config.json": "{}", "millrace.config.ts": "export default {};" });
    const { exit, stderr } = await millrace(["check"], { cwd });
    expect(exit).toBe(2);
    expect(stderr).toContain("`millrace.config.ts` configures this project already");
  });
});

describe("what a configuration may say", () => {
  const wrong: readonly (readonly [text: string, exit: number, says: readonly string[]])[] = [
    [
      '{\n  "inculde": ["a.sql"]\n}',
      2,
      [
        "error[MR8001]: unknown option `inculde`\n --> millrace.config.json:2:4\n",
        "|    ^^^^^^^ the options here: include,",
        "try: include",
      ],
    ],
    ['{"targets": ["node"]}', 2, ["error[MR8001]: unknown option `targets`"]],
    ['{"limits": {"rowByte": "1MiB"}}', 2, ["unknown option `limits.rowByte`", "try: rowBytes"]],
    [
      '{"sources": {"bid": {"path": "x", "fromat": "jsonl"}}}',
      2,
      ["unknown option `sources.bid.fromat`", "try: format"],
    ],
    ['{"limits": {"rowBytes": "1 furlong"}}', 2, ["error[MR8003]: `limits.rowBytes`", "a size from '1B' to '1GiB'"]],
    ['{"limits": {"stateBytes": "5GiB"}}', 2, ["`limits.stateBytes`", "a size from '1MiB' to '4GiB'"]],
    ['{"limits": {"stateBytes": 1000}}', 2, ["`limits.stateBytes` cannot be 1000"]],
    ['{"include": "a.sql"}', 2, ["`include` cannot be"]],
    ['{"include": [1]}', 2, ["`include.0` cannot be 1", "millrace.config.json:1:3"]],
    ['{"sources": {"bid": {"path": "x", "format": "csv"}}}', 2, ["`sources.bid.format` cannot be"]],
    ["[]", 2, ["error[MR8003]"]],
    ['{"include": [}', 2, ["error[MR8011]: cannot understand `millrace.config.json`", "millrace.config.json:1:14"]],
  ];

  test.each(wrong)("%s", async (text, exit, says) => {
    const ran = await millrace(["check"], { cwd: project({ "millrace.config.json": text }) });
    expect(ran.exit, ran.stderr).toBe(exit);
    for (const words of says) expect(ran.stderr).toContain(words);
  });

  test("all mistakes are told at once", async () => {
    const text = '{"inculde": [], "outdir": "x", "limits": {"rowBytes": "x"}}';
    const { stderr } = await millrace(["check"], { cwd: project({ "millrace.config.json": text }) });
    expect(stderr.match(/^error/gm)).toHaveLength(3);
  });

  test.each([
    ["export default { inculde: [] };", "MR8001", "millrace.config.ts:1:18"],
    ["export default { include: [ };", "MR8011", "millrace.config.ts:1:29"],
    ["throw new Error('no luck');", "MR8011", "it throws Error: no luck"],
    ["export const include = [];", "MR8003", "millrace.config.ts"],
  ])("in TypeScript: %s", async (text, code, place) => {
    const { exit, stderr } = await millrace(["check"], { cwd: project({ "millrace.config.ts": text }) });
    expect(exit, stderr).toBe(2);
    expect(stderr).toContain(`error[${code}]`);
    expect(stderr).toContain(place);
  });

  test("a schema that matches no file is an error", async () => {
    const config = JSON.stringify({ ...CONFIG, schema: ["shraed/*.sql"] });
    const { exit, stderr } = await millrace(["check"], { cwd: project({ ...QUERY, "millrace.config.json": config }) });
    expect(exit).toBe(3);
    expect(stderr).toContain("cannot read `shraed/*.sql`");
  });
});

test("patterns: folders that are hidden, generated or installed are not searched", async () => {
  const cwd = project({
    "millrace.config.json": '{"include":["**/*.sql"]}',
    "a.sql": BID + EVERY,
    "x/y/b.sql": BID + EVERY,
    "x/notes.txt": "",
    ".hidden/c.sql": "broken",
    "node_modules/p/d.sql": "broken",
    "generated/a/query.sql": "broken",
  });
  expect((await millrace(["check"], { cwd })).stdout).toBe("2 queries · 0 errors\n");
});

test("limits become part of the build", async () => {
  const limits = { rowBytes: "64 KiB", stateBytes: "16MiB" };
  const cwd = project({ "queries/every.sql": BID + EVERY, "millrace.config.json": JSON.stringify({ limits }) });
  expect((await millrace(["build"], { cwd })).exit).toBe(0);
  const { default: manifest } = (await import(join(cwd, "generated/every/manifest.json"), {
    with: { type: "json" },
  })) as {
    readonly default: { readonly limits: unknown; readonly compiler: { readonly flags: readonly string[] } };
  };
  expect(manifest.limits).toEqual({ rowBytes: 65_536, stateBytes: 16_777_216 });
  expect(manifest.compiler.flags.join(" ")).toContain("--maximumMemory 256");
  expect(readdirSync(cwd)).toContain("generated");
});

test("sizes", () => {
  const sizes = ["1", "1B", "1KiB", "1 kib", "1.5MiB", "2GB", "0", "x", "", "1TiB", "-1", "1constructor"];
  expect(sizes.map(bytesOfSize)).toEqual([1, 1, 1024, 1024, 1_572_864, 2_000_000_000, 0, null, null, null, null, null]);
});
