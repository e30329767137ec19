/** Builds `dist/` where it is older than the sources: these tests run what is shipped. */
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const CLI = join(ROOT, "dist", "cli.js");

export function ensureDist(): void {
  const built = statSync(CLI, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ["generator", "runtime", "scripts"].flatMap((folder) => filesBelow(join(ROOT, folder)));
  if (sources.some((file) => statSync(file).mtimeMs > built))
    execFileSync(process.execPath, [join(ROOT, "scripts", "build-dist.mjs")]);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && /\.m?ts$|\.mjs$/.test(entry.name) && !/[/\\]dist([/\\]|$)/.test(entry.parentPath),
    )
    .map(({ name, parentPath }) => join(parentPath, name));
}
