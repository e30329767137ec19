/** The case folders below `test/cases/` that are run: those with input. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const CASES = fileURLToPath(new URL("../cases", import.meta.url));

/** Paths below `CASES` in order; with `MR_CASES=window/tumble,key` those that begin so. */
export function casePaths(): readonly string[] {
  const wanted = (process.env.MR_CASES ?? "").split(",");
  return below("").filter((path) => wanted.some((beginning) => path.startsWith(beginning)));
}

function below(path: string): readonly string[] {
  const folder = join(CASES, path);
  if (existsSync(join(folder, "input.jsonl"))) return [path];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "errors")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => below(join(path, entry.name)));
}
