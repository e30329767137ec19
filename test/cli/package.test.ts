/** The packages as they would be published, in a project of their own: what `files` and `dependencies` say suffices. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureDist, ROOT } from "./dist.ts";
import { BID, COUNTS } from "./millrace.ts";

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let app: string;
beforeAll(() => {
  ensureDist();
  app = mkdtempSync(join(tmpdir(), "millrace-package-"));
  install(ROOT);
  install(join(ROOT, "runtime"));
  mkdirSync(join(app, "queries"));
  writeFileSync(join(app, "package.json"), '{ "name": "app", "type": "commonjs" }');
  writeFileSync(join(app, "queries/counts.sql"), BID + COUNTS);
  writeFileSync(join(app, "bids.jsonl"), '{"auction":1,"price":2.5,"channel":"a","ts":1000}\n');
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

/** The files that `npm pack` would put into the archive, and beside them the dependencies, which are not downloaded. */
function install(folder: string): void {
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
  const listing = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const packed = Object.values(JSON.parse(listing) as object)[0] as { readonly files: readonly { path: string }[] };
  for (const { path } of packed.files) {
    const target = join(app, "node_modules", name, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(folder, path), target);
  }
  for (const dependency of Object.keys(dependencies)) {
    const link = join(app, "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", dependency), link);
  }
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: app, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

test("the command builds and runs; an application, though of the old module system, imports what was built", () => {
  const cli = join("node_modules", "millrace", "dist", "cli.js");
  const row = { channel: "a", window_start: 0, n: "1", total: 2.5 };
  const text = '{"channel":"a","window_start":"1970-01-01 00:00:00.000","n":1,"total":2.5}\n';
  for (const lane of ["wasm", "interpret"])
    expect(node(cli, "run", "counts", "--in", "bid=bids.jsonl", "--format", "ndjson", "--lane", lane)).toBe(text);
  expect(node(cli, "build")).toMatch(/^ counts +2 /m);

  const program = `
    import { check } from "millrace";
    import { counts } from "./generated/counts/index.js";
    for (const lane of ["wasm", "interpret"]) {
      const query = await counts.start({ lane });
      query.inputs.bid.submit([{ auction: 1n, price: 2.5, channel: "a", ts: 1000 }]);
      query.inputs.bid.end();
      for await (const row of query) console.log(JSON.stringify({ ...row, n: String(row.n) }), query.metadata.lane);
      await query.stop();
    }
    console.log(check([{ file: "q.sql", text: "SELECT a FROM b" }], "q").diagnostics[0].code);`;
  writeFileSync(join(app, "app.mjs"), program);
  expect(node("app.mjs")).toBe(`${JSON.stringify(row)} wasm\n${JSON.stringify(row)} interpret\nMR2002\n`);
});

test("the declarations pass a strict type check without skipLibCheck", () => {
  const program = `
    import { defineConfig } from "millrace";
    import { counts, type CountsRow } from "./generated/counts/index.js";
    export default defineConfig({ include: ["queries/*.sql"] });
    await using query = await counts.start();
    query.inputs.bid.submit({ auction: 1n, ts: 0 });
    export const first: CountsRow | undefined = query.pollOutput()[0];
    export const n: bigint | undefined = first?.n;
    // @ts-expect-error auction is NOT NULL
    query.inputs.bid.submit({ ts: 0 });`;
  writeFileSync(join(app, "app.mts"), program);
  const flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--verbatimModuleSyntax"];
  const libraries = ["--module", "nodenext", "--target", "es2022", "--types", "node", "--typeRoots"];
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  expect(node(tsc, ...flags, ...libraries, join(ROOT, "node_modules/@types"), "app.mts")).toBe("");
});

test("`npm ci` finds every platform's optional packages in package-lock.json", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
  };
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${path}/node_modules/${name}` in lock.packages) && !(`node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});
