/** The only writer of generated folders. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuiltQuery } from "./build.ts";

/** Makes `folder` hold exactly the files of the build; what is equal already is not touched. Returns what changed. */
export function writeQuery(folder: string, { files }: BuiltQuery): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const changed: string[] = [];
  for (const name of readdirSync(folder)) {
    if (files.has(name)) continue;
    rmSync(join(folder, name), { recursive: true });
    changed.push(name);
  }
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (isEqual(path, content)) continue;
    writeFileSync(path, content);
    changed.push(name);
  }
  return changed;
}

function isEqual(path: string, content: string | Uint8Array): boolean {
  try {
    return readFileSync(path).equals(typeof content === "string" ? Buffer.from(content) : content);
  } catch {
    return false;
  }
}
