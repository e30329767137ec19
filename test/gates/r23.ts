import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Gate } from "./gate.ts";

const FOLDER = "test/canary";

export const r23: Gate = {
  id: "R23",
  property: "a bug planted on purpose turns the gate red that is there to find it",
  counts: { pr: 3, full: Number.MAX_SAFE_INTEGER },
  async run({ count, random, only, log }) {
    if (only !== null) return { cases: 0, failed: 0, absent: "a canary is tried by MR_CANARY=K01", coverage: {} };
    const all = readdirSync(FOLDER).flatMap((name) => /^(K\d+)\.ts$/.exec(name)?.[1] ?? []);
    const ids = count < all.length ? random.sample(all, count) : all;
    let failed = 0;
    for (const id of ids) {
      const gate = /gate: "(\w+)"/.exec(readFileSync(`${FOLDER}/${id}.ts`, "utf8"))![1]!;
      const caught = catches(gate, id);
      if (!caught) failed++;
      log(`${id} ${caught ? "caught by" : "NOT caught by"} ${gate}`);
    }
    return { cases: ids.length, failed, absent: null, coverage: { canaries: all.length } };
  },
};

/** Exit 1 alone may be a broken build: the gate has to have said how many cases failed. */
function catches(gate: string, id: string): boolean {
  const { stdout } = spawnSync(process.execPath, ["scripts/gate.mjs", gate, "--until-failure"], {
    env: { ...process.env, MR_CANARY: id },
    encoding: "utf8",
  });
  const report = stdout.trimEnd().split("\n").at(-1) ?? "";
  return report.startsWith("{") && (JSON.parse(report) as { failed: number }).failed > 0;
}
