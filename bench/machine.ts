/** Where figures come from: without this absolute ones mean nothing. */
import { spawnSync } from "node:child_process";
import { arch, cpus, platform, totalmem } from "node:os";
import { version as duckdb } from "@duckdb/node-api";
import type { CBaseline } from "./build.ts";

export function machineLines(bench: string, c: CBaseline): string[] {
  const [cpu] = cpus();
  const said = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: bench, encoding: "utf8" }).stdout;
  const commit = said("git", "rev-parse", "--short", "HEAD")?.trim() || "unknown";
  const isChanged = (said("git", "status", "--porcelain", "--", "..", ":!:../bench") ?? "") !== "";
  const compiler = "absent" in c ? `absent: ${c.absent}` : said("cc", "--version")?.split("\n")[0];
  return [
    `machine  ${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`,
    `node     ${process.version}`,
    `commit   ${commit}${isChanged ? " and changes not committed" : ""}`,
    `c        ${compiler}, -O3 -march=native`,
    `duckdb   ${duckdb()}, one thread`,
  ];
}
