/** The only writer of generated folders. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuiltQuery } from "./build.ts";

/** Makes `folder` hold exactly the files of the build; what is equal already is not touched. Returns what changed. */
export function writeQuery(folder: string, built: BuiltQuery): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const changed = differences(folder, built);
  // The manifest first: whatever ends the writing, the folder is known to be ours, and the next build completes it.
  if (changed.includes(MANIFEST)) write(MANIFEST);
  for (const name of changed) if (name !== MANIFEST) write(name);
  return changed;

  function write(name: string): void {
    const content = built.files.get(name);
    if (content === undefined) rmSync(join(folder, name), { recursive: true });
    else writeFileSync(join(folder, name), content);
  }
}

const MANIFEST = "manifest.json";

/** The files in which `folder` differs from the build: those that are not part of it, then the missing and changed. */
export function differences(folder: string, { files }: BuiltQuery): readonly string[] {
  const foreign = namesIn(folder).filter((name) => !files.has(name));
  const changed = [...files].filter(([name, content]) => !isEqual(join(folder, name), content));
  return [...foreign, ...changed.map(([name]) => name)];
}

/** Nothing was ever written to `folder`, or a build was: what `writeQuery` may clear. */
export function isOurs(folder: string): boolean {
  return namesIn(folder).length === 0 || isBuild(folder);
}

/** Whether `folder` has the manifest of a query: others write files of that name too. */
export function isBuild(folder: string): boolean {
  try {
    const { kind, fingerprints } = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8"));
    return kind === "query" && typeof fingerprints?.code === "string";
  } catch {
    return false;
  }
}

/** A folder that does not exist has none. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function isEqual(path: string, content: string | Uint8Array): boolean {
  try {
    return readFileSync(path).equals(typeof content === "string" ? Buffer.from(content) : content);
  } catch {
    return false;
  }
}
