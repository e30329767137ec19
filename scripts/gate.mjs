/**
 * Bundles the gates (Node 20 does not run TypeScript) and runs them with the arguments given. With `MR_CANARY=K12` they
 * run on a copy of the sources into which that bug of `test/canary/` has been put: the gate must fail.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCES = ["generator", "runtime", "templates", "test", "tsconfig.json", "asconfig.json", "package.json"];
const root = fileURLToPath(new URL("..", import.meta.url));
const id = process.env.MR_CANARY;
const from = id === undefined ? root : await copyWith(id);
const outfile = join(from, "dist/gates.js");
try {
  await bundle(join(from, "test/gates/main.ts"), outfile);
  const args = ["--enable-source-maps", outfile, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: from, stdio: "inherit" }).status ?? 1;
} finally {
  if (from !== root) rmSync(from, { recursive: true });
}

function bundle(entry, outfile) {
  return build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "error",
    alias: { "@millrace/runtime": join(from, "runtime/index.ts") },
  });
}

async function copyWith(canaryId) {
  const copy = mkdtempSync(join(tmpdir(), "millrace-canary-"));
  for (const name of SOURCES) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const { outputFiles } = await build({
    entryPoints: [join(root, `test/canary/${canaryId}.ts`)],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  const { canary } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  for (const { file, find, replace } of canary.edits) {
    const text = readFileSync(join(copy, file), "utf8");
    if (text.split(find).length !== 2) throw new Error(`${canaryId}: not exactly one place in ${file}: ${find}`);
    writeFileSync(
      join(copy, file),
      text.replace(find, () => replace),
    );
  }
  return copy;
}
