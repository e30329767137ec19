/** A folder in which the examples build and run, so that tests do not write to the repository's `generated/`. */
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDist, ROOT } from "../cli/dist.ts";

/** What `npm run demo` and `npm run nexmark` find in the current folder. */
const PARTS = ["dist", "examples", "scripts", "node_modules", "millrace.config.json", "package.json"];

export function openSandbox(): { readonly folder: string; readonly remove: () => void } {
  ensureDist();
  const folder = mkdtempSync(join(tmpdir(), "millrace-sandbox-"));
  for (const part of PARTS) symlinkSync(join(ROOT, part), join(folder, part));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
