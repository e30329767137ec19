/**
 * The configuration of a project: `millrace.config.{ts,js,json}` or the `millrace` key of `package.json`, checked, and
 * completed with the defaults. What is not executed is not accepted.
 */
import { dirname, relative, resolve } from "node:path";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { readConfigFile } from "./config-file.ts";

/** What a configuration file exports. Every path is relative to the file. */
export interface MillraceConfig {
  /** Query files; `['queries/**\/*.sql']`. */
  include?: string[];
  /** Files that declare what every query may read; else the `schema.sql` beside a query, if there is one. */
  schema?: string[];
  /** Where `build` writes; `'generated'`. */
  outDir?: string;
  limits?: {
    /** Longest JSON line; longer ones are malformed rows. `'1MiB'`. */
    rowBytes?: string;
    /** What a query may remember; it pauses with MR6301 beyond. At most `'4GiB'`; `'256MiB'`. */
    stateBytes?: string;
  };
  /** Files that `run` reads where `--in` does not say otherwise; the format follows from the extension. */
  sources?: Record<string, { path: string; format?: "jsonl" | "arrow" }>;
}

/** Types a configuration written in TypeScript or JavaScript. */
export function defineConfig(config: MillraceConfig): MillraceConfig {
  return config;
}

export interface Project {
  /** Absolute; files are named relative to it, with `/`, in diagnostics and in everything generated. */
  readonly root: string;
  /** Null: there is none, and the defaults hold. */
  readonly configFile: string | null;
  readonly include: readonly string[];
  /** Null: the `schema.sql` beside each query. */
  readonly schema: readonly string[] | null;
  readonly outDir: string;
  readonly limits: Limits;
  readonly sources: ReadonlyMap<string, SourceFile>;
}

export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly format: InputFormat | null;
}

export type InputFormat = "jsonl" | "arrow";

/** The project in the current folder, or the one of `configFile`. Throws Problem: MR8001, MR8002, MR8003, MR8011. */
export async function loadProject(configFile: string | null): Promise<Project> {
  const file = await readConfigFile(configFile);
  const config = file === null ? {} : (await import("./check-config.ts")).checkConfig(file);
  const root = file === null ? process.cwd() : dirname(file.path);
  const sources = Object.entries(config.sources ?? {}).map(
    ([name, { path, format }]) => [name, { path: resolve(root, path), format: format ?? null }] as const,
  );
  return {
    root,
    configFile: file?.name ?? null,
    include: config.include ?? ["queries/**/*.sql"],
    schema: config.schema ?? null,
    outDir: config.outDir ?? "generated",
    limits: {
      rowBytes: config.limits?.rowBytes ?? DEFAULT_LIMITS.rowBytes,
      stateBytes: config.limits?.stateBytes ?? DEFAULT_LIMITS.stateBytes,
    },
    sources: new Map(sources),
  };
}

/** The name of a file as messages and generated text have it. */
export function nameIn({ root }: Pick<Project, "root">, path: string): string {
  return relative(root, resolve(path)).replaceAll("\\", "/");
}
