/** Import lines of a generated file: whatever names of the kernel its text mentions. */
import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "../package-files.ts";

export interface ImportModel {
  readonly names: string;
  readonly from: string;
}

/** Comments do not count as mentions, nor do names that the text declares itself. */
export function importsOf(text: string): readonly ImportModel[] {
  const code = withoutComments(text);
  const mentioned = new Set(identifiersOf(code));
  for (const [, declared] of code.matchAll(/\b(?:const|let|function|class) ([A-Za-z_$][\w$]*)/g))
    mentioned.delete(declared!);
  const byFile = new Map<string, string[]>();
  for (const [name, file] of Object.entries(kernelExports())) {
    if (mentioned.has(name)) byFile.set(file, [...(byFile.get(file) ?? []), name]);
  }
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, names]) => ({ from, names: names.sort().join(", ") }));
}

/** In one pass: what looks like the start of a comment inside a string or another comment is none. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|"(?:\\.|[^"\\])*"/gm, (found) => (found.startsWith("/") ? "" : found));
}

export function identifiersOf(code: string): readonly string[] {
  return code.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

let kernel: Readonly<Record<string, string>> | null = null;

/** What the kernel's files export: name to import path. */
export function kernelExports(): Readonly<Record<string, string>> {
  kernel ??= Object.fromEntries(
    readdirSync(packageFile("runtime/assembly"))
      .filter((file) => file.endsWith(".ts"))
      .sort()
      .flatMap((file) =>
        [
          ...readFileSync(packageFile(`runtime/assembly/${file}`), "utf8").matchAll(
            /^export (?:abstract )?(?:class|const|type|function) (\w+)/gm,
          ),
        ].map(([, name]) => [name!, `kernel/${file.replace(/\.ts$/, "")}`] as const),
      ),
  );
  return kernel;
}
