/**
 * AssemblyScript sources in, WebAssembly bytes out; all in memory. The flags come from `asconfig.json`, the only
 * place that has any.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packageFile } from "../package-files.ts";

export type AscTarget = "release" | "debug";

export interface AscOptions {
  readonly target: AscTarget;
  /** 64 KiB pages the module may grow to; the host cannot exceed it. */
  readonly maximumPages?: number;
}

export interface AscOutput {
  readonly wasm: Uint8Array;
  readonly wat: string | null;
}

/** Thrown when generated code does not compile: a bug of ours, never of the query. */
export class AscError extends Error {}

/** How often the compiler ran in this process. A build that finds everything in its cache leaves it unchanged. */
export let ascRuns = 0;

/**
 * Compiles `sources` (path to text) from the file `entry`. Imports of `kernel/…` are the files of
 * `runtime/assembly/`.
 */
export async function compileAssembly(
  sources: ReadonlyMap<string, string>,
  entry: string,
  options: AscOptions,
  wat = false,
): Promise<AscOutput> {
  ascRuns++;
  // It takes longest of all to load, and a build that finds its modules in the cache does without.
  const { default: asc } = await import("assemblyscript/asc");
  const outputs = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [entry, "--outFile", "out.wasm", ...flags(options), ...(wat ? ["--textFile", "out.wat"] : [])],
    {
      readFile: (name) => sources.get(name) ?? kernelFile(name),
      writeFile: (name, contents) => void outputs.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new AscError(`${error.message}\n${stderr.toString()}`);
  return { wasm: outputs.get("out.wasm") as Uint8Array, wat: (outputs.get("out.wat") as string | undefined) ?? null };
}

/** The flags a target of `asconfig.json` stands for, in a fixed order. */
export function flags({ target, maximumPages }: AscOptions): string[] {
  const config = JSON.parse(readFileSync(packageFile("asconfig.json"), "utf8"));
  const settings: Record<string, unknown> = { ...config.options, ...config.targets[target] };
  const argv = Object.entries(settings).flatMap(([name, value]) => {
    if (value === false) return [];
    if (value === true) return [`--${name}`];
    return [`--${name}`, Array.isArray(value) ? value.join(",") : String(value)];
  });
  if (maximumPages !== undefined) argv.push("--maximumMemory", String(maximumPages));
  return argv;
}

/** Where asc looks for an import of `kernel/…`. */
const KERNEL_PREFIX = "node_modules/kernel/";

function kernelFile(name: string): string | null {
  if (!name.startsWith(KERNEL_PREFIX)) return null;
  try {
    return readFileSync(packageFile(`runtime/assembly/${name.slice(KERNEL_PREFIX.length)}`), "utf8");
  } catch {
    return null;
  }
}

export const ascVersion = (
  createRequire(import.meta.url)("assemblyscript/package.json") as { readonly version: string }
).version;
