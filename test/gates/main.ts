/**
 * `npm run gate -- R1 [--seed n] [--slice pr|full] [--count n] [--until-failure]`; `all` runs every gate. One case
 * again: `--seed n --case n`, or `--replay FOLDER` with a folder that a red gate left. Exit 0 held, 1 broken, 2 usage,
 * 3 absent.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";
import { r1, r1Postgres } from "./r1.ts";
import { r1c } from "./r1c.ts";
import { r1e } from "./r1e.ts";
import { r3 } from "./r3.ts";
import { r23 } from "./r23.ts";

/** Ignored by git. `scripts/gate.mjs` may name another place. */
const FAILING = process.env.MR_FAILING ?? "reports/failing";

const GATES: readonly Gate[] = [r1, r1Postgres, r1c, r1e, r3, r23];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    slice: { type: "string", default: "pr" },
    count: { type: "string" },
    "until-failure": { type: "boolean", default: false },
    case: { type: "string" },
    replay: { type: "string" },
  },
});
const slice = values.slice;
const wanted = positionals.includes("all") ? GATES : GATES.filter(({ id }) => positionals.includes(id));
const only = onlyOf(values.case, values.replay);
const isOneCase = only !== null && wanted.length === 1 && (values.case === undefined || values.replay === undefined);
if (wanted.length === 0 || (slice !== "pr" && slice !== "full") || (only !== null && !isOneCase)) {
  console.error(
    `usage: npm run gate -- ${GATES.map(({ id }) => id).join("|")}|all [--seed n] [--slice pr|full] [--count n] [--until-failure] [--case n | --replay FOLDER]`,
  );
  process.exit(2);
}
const commit = commitOf();
const seeds = JSON.parse(readFileSync("test/gates/seeds.json", "utf8")) as Record<string, number>;

let exit = 0;
for (const gate of wanted) {
  const seed = values.seed === undefined ? (seeds[gate.id] ?? 1) : Number(values.seed);
  const count = values.count === undefined ? gate.counts[slice] : Number(values.count);
  console.log(`${gate.id} ${commit} seed ${seed} node ${process.version} ${slice} ${count}: ${gate.property}`);
  const began = performance.now();
  const result = await gate.run({
    seed,
    count,
    random: new Random(seed),
    untilFailure: values["until-failure"],
    only,
    failing: join(FAILING, gate.id),
    log: (line) => console.log(line),
  });
  exit = Math.max(exit, report(gate, seed, result, Math.round(performance.now() - began)));
}
process.exit(exit);

function onlyOf(number: string | undefined, folder: string | undefined): GateContext["only"] {
  if (folder !== undefined) return { folder };
  return number === undefined ? null : { case: Number(number) };
}

function report({ id }: Gate, seed: number, { cases, failed, absent, coverage }: GateResult, ms: number): number {
  const line = JSON.stringify({ gate: id, seed, commit, cases, failed, absent, coverage, ms });
  if (only === null) {
    mkdirSync("reports/gates", { recursive: true });
    writeFileSync(`reports/gates/${id}.json`, `${line}\n`);
  }
  console.log(line);
  if (absent !== null) return 3;
  return failed > 0 ? 1 : 0;
}

function commitOf(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
