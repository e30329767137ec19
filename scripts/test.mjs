/**
 * `npm test`: bundles what the tests run, then runs them all. `npm test -- window/tumble-sum` runs that case of
 * `test/cases/`, or every case whose path begins so; what names no case is for vitest: `npm test -- test/unit/sql`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = join(root, "node_modules/vitest/vitest.mjs");

const args = process.argv.slice(2);
const cases = args.filter(isCase);
const others = args.filter((arg) => !isCase(arg));

run(join(root, "scripts/build-dist.mjs"));
run(vitest, "run", ...filesOf(cases), ...namesOf(cases), ...others);

/** Exits with what the program exits with, unless all went well. */
function run(...argv) {
  const env = { ...process.env, ...(cases.length === 0 ? {} : { MR_CASES: cases.join(",") }) };
  const { status } = spawnSync(process.execPath, argv, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

function isCase(arg) {
  const folder = join(root, "test/cases", dirname(arg));
  return (
    !arg.startsWith("-") && existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(basename(arg)))
  );
}

function isErrorCase(name) {
  return name.startsWith("errors/");
}

function filesOf(names) {
  return [
    ...(names.some(isErrorCase) ? ["test/unit/diagnostics/error-cases.test.ts"] : []),
    ...(names.every(isErrorCase) ? [] : ["test/golden.test.ts", "test/oracle/cases.test.ts"]),
  ];
}

/** Cases of errors are chosen by name; the others by `MR_CASES`, so that only they are compiled. */
function namesOf(names) {
  const errors = names.filter(isErrorCase);
  return errors.length === 0 || errors.length < names.length
    ? []
    : ["-t", errors.map((name) => basename(name)).join("|")];
}
