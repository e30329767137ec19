/** The kernel's files by name, with the hash of each: part of the identity of everything that links them. */
import { readdirSync, readFileSync } from "node:fs";
import type { Sha } from "../../runtime/manifest.ts";
import { packageFile } from "../package-files.ts";
import { sha256 } from "./hash.ts";

let files: readonly (readonly [name: string, sha: Sha])[] | null = null;

export function kernelFiles(): readonly (readonly [name: string, sha: Sha])[] {
  files ??= readdirSync(packageFile("runtime/assembly"))
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map(
      (name) =>
        [name, sha256(readFileSync(packageFile(`runtime/assembly/${name}`), "utf8").replaceAll("\r\n", "\n"))] as const,
    );
  return files;
}
