/** Finds the configuration of a project and reads what it says; `check-config.ts` says whether it is right. */
import { readFileSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { Sources, type Span } from "../diagnostics/span.ts";
import { isFile } from "./glob.ts";
import { Problem, problem, unreadable } from "./problem.ts";

export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** As messages have it. */
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
}

const NAMES = ["millrace.config.ts", "millrace.config.js", "millrace.config.json"] as const;

/** `given`, or the one of the current folder; null: there is none. */
export async function readConfigFile(given: string | null): Promise<ConfigFile | null> {
  if (given !== null) return readFile(given);
  const found = NAMES.filter((name) => isFile(name));
  if (found.length > 1)
    throw problem("MR8011", { file: found[1]!, why: `\`${found[0]}\` configures this project already` });
  const inPackage = isFile("package.json") ? await readFile("package.json") : null;
  if (found.length === 0) return inPackage;
  if (inPackage !== null)
    throw problem("MR8011", {
      file: found[0]!,
      why: "the `millrace` key of `package.json` configures this project already",
    });
  return readFile(found[0]!);
}

/** Null: a `package.json` without a `millrace` key. */
async function readFile(name: string): Promise<ConfigFile | null> {
  const path = resolve(name);
  const text = textOf(name);
  const file = { path, name: name.replaceAll("\\", "/"), text };
  if (basename(path) === "package.json") {
    const value = ((await jsonOf(file.name, text)) as { readonly millrace?: unknown } | null)?.millrace;
    return value === undefined ? null : { ...file, value };
  }
  return { ...file, value: extname(path) === ".json" ? await jsonOf(file.name, text) : await moduleOf(file) };
}

function textOf(name: string): string {
  try {
    return readFileSync(name, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function jsonOf(name: string, text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    // Not every engine says where; esbuild does.
    const { transform } = await import("esbuild");
    const failure = await transform(text, { loader: "json", logLevel: "silent" }).then(() => null, failureOf);
    throw misread(
      name,
      text,
      `it is not JSON${failure === null ? "" : `: ${failure.text}`}`,
      failure?.location ?? null,
    );
  }
}

/**
 * The default export of a module, bundled first, so that TypeScript, imports without extension and both module systems
 * work everywhere.
 */
async function moduleOf({ path, name, text }: Omit<ConfigFile, "value">): Promise<unknown> {
  const { build } = await import("esbuild");
  const bundle = await build({
    entryPoints: [path],
    absWorkingDir: dirname(path),
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    define: { "import.meta.url": JSON.stringify(pathToFileURL(path).href) },
    plugins: [
      {
        name: "millrace",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^millrace$/ }, () => ({ path: "millrace", namespace: "millrace" }));
          onLoad({ filter: /.*/, namespace: "millrace" }, () => ({
            contents: "export const defineConfig = (config) => config;",
          }));
        },
      },
    ],
  }).catch((error: unknown) => {
    const { text: why, location } = failureOf(error);
    const isHere = location !== null && resolve(dirname(path), location.file) === path;
    throw misread(name, text, why, isHere ? location : null);
  });
  const code = Buffer.from(bundle.outputFiles[0]!.contents).toString("base64");
  const module = (await import(`data:text/javascript;base64,${code}`).catch((error: unknown) => {
    throw misread(name, text, `it throws ${String(error)}`, null);
  })) as { readonly default?: unknown };
  return module.default;
}

interface Failure {
  readonly text: string;
  /** `line` from 1; `column` and `length` in bytes. */
  readonly location: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly length: number;
  } | null;
}

/** The first thing that esbuild has to say. */
function failureOf(error: unknown): Failure {
  const { errors, message } = error as { readonly errors?: readonly Failure[] } & Error;
  return errors?.[0] ?? { text: message, location: null };
}

function misread(name: string, text: string, why: string, at: Failure["location"]): Problem {
  const span = at === null ? null : { file: name, ...spanAt(text, at) };
  return new Problem([diagnostic("MR8011", span, { file: name, why })], new Sources([{ file: name, text }]));
}

function spanAt(text: string, { line, column, length }: NonNullable<Failure["location"]>): Omit<Span, "file"> {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const start =
    before +
    Buffer.from(lines[line - 1] ?? "")
      .subarray(0, column)
      .toString().length;
  return { start: Math.min(start, text.length), end: Math.min(start + Math.max(length, 1), text.length) };
}
