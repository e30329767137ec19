/** Files that ship with the package beside the code: templates, the kernel, `asconfig.json`. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The path of a file given relative to the package. */
export function packageFile(path: string): string {
  return join(root, path);
}

/** The folder above this module, in source or bundled form, that holds `asconfig.json`. */
function findRoot(from: string): string {
  if (existsSync(join(from, "asconfig.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("asconfig.json not found above the millrace package");
  return findRoot(parent);
}
