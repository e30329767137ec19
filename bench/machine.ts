/** Where figures come from: without this absolute ones mean nothing. */
import { spawnSync } from "node:child_process";
import { arch, cpus, platform, totalmem } from "node:os";
import type { CBaseline } from "./build.ts";
import { duckDbApi } from "./contestants/duckdb.ts";

export const DUCKDB_ABSENT = "@duckdb/node-api is not installed";

export async function machineLines(bench: string, c: CBaseline): Promise<string[]> {
  const [cpu] = cpus();
  const said = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: bench, encoding: "utf8" }).stdout;
  const commit = said("git", "rev-parse", "--short", "HEAD")?.trim() || "unknown";
  const isChanged = (said("git", "status", "--porcelain", "--", "..", ":!:../bench") ?? "") !== "";
  const duckdb = await duckDbApi();
  const compiler = "absent" in c ? `absent: ${c.absent}` : said("cc", "--version")?.split("\n")[0];
  return [
    `machine  ${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`,
    `node     ${process.version}`,
    `commit   ${commit}${isChanged ? " and changes not committed" : ""}`,
    `c        ${compiler}, -O3 -march=native`,
    `duckdb   ${duckdb === null ? `absent: ${DUCKDB_ABSENT}` : `${duckdb.version()}, one thread`}`,
  ];
}
