/**
 * Bundles the gates (Node 20 does not run TypeScript) and runs them with the arguments given. With `MR_CANARY=K12` they
 * run on a copy of the sources into which that bug of `test/canary/` has been put: the gate must fail.
 */
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCES = ["generator", "runtime", "templates", "test", "tsconfig.json", "asconfig.json", "package.json"];
/** Between two cases some hundred queries may be compiled. */
const STUCK_MS = 120_000;
const began = Date.now();
const root = fileURLToPath(new URL("..", import.meta.url));
const id = process.env.MR_CANARY;
const from = id === undefined ? root : await copyWith(id);
const outfile = join(from, "dist/gates.js");
try {
  await bundle(join(from, "test/gates/main.ts"), outfile);
  process.exitCode = await run(["--enable-source-maps", outfile, ...process.argv.slice(2)]);
} finally {
  if (from !== root) rmSync(from, { recursive: true });
}

/** Resolves to the exit code: 1 also where a case does not end, which no one but a parent can see. */
function run(args) {
  // What a canary makes fail outlives the copy that it was put into.
  const failing = join(root, "reports", id === undefined ? "failing" : `failing-${id}`);
  const child = spawn(process.execPath, args, {
    cwd: from,
    env: { ...process.env, MR_FAILING: failing },
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill("SIGKILL"));
  const watch = setInterval(() => {
    const stuck = stuckCase(failing);
    if (stuck === null) return;
    console.log(`no end after ${STUCK_MS / 1000} s: npm run gate -- ${stuck}`);
    child.kill("SIGKILL");
  }, 1000);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(watch);
      resolve(code ?? 1);
    });
  });
}

/** The case that a gate said it would judge so long ago. */
function stuckCase(failing) {
  for (const gate of existsSync(failing) ? readdirSync(failing) : []) {
    const file = join(failing, gate, "running");
    const state = statSync(file, { throwIfNoEntry: false });
    if (state === undefined || state.mtimeMs < began || Date.now() - state.mtimeMs < STUCK_MS) continue;
    return `${gate} ${readFileSync(file, "utf8")}`;
  }
  return null;
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
