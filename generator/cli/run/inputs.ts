/** Which files a query reads, and in which form they are. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { SourceRelation } from "../../catalog/relations.ts";
import { suggest } from "../../diagnostics/suggest.ts";
import type { InputFormat, Project } from "../../project/config.ts";
import { type Problem, problem, unreadable } from "../../project/problem.ts";

export interface RunInput {
  readonly source: string;
  /** Null: stdin. */
  readonly path: string | null;
  /** As it was given. */
  readonly shown: string;
  readonly format: InputFormat;
  readonly isGzip: boolean;
}

/**
 * One file for every source, from `--in source=file` or the configuration. The form is that of the extension, else the
 * one the source declares. Throws Problem: MR8003 and MR8010 for what was given, MR8002 for files that are not there,
 * MR6103 for JSON lines where a source takes none.
 */
export function inputsOf(
  sources: readonly SourceRelation[],
  given: readonly string[],
  project: Project,
): readonly RunInput[] {
  const files = new Map<string, string>();
  for (const text of given) {
    const { source, file } = parseGiven(text, sources);
    if (files.has(source)) throw refuse(text, `one file for \`${source}\``);
    files.set(source, file);
  }
  if ([...files.values()].filter((file) => file === "-").length > 1)
    throw refuse("-", "given once: there is one stdin");
  return sources.map((source) => inputOf(source, files.get(source.name) ?? null, project));
}

function parseGiven(text: string, sources: readonly SourceRelation[]): { source: string; file: string } {
  const names = sources.map(({ name }) => name);
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw refuse(text, `a source and its file, as in ${names[0]}=rows.jsonl`);
  const name = text.slice(0, at);
  const source = names.find((known) => known.toLowerCase() === name.toLowerCase());
  if (source !== undefined) return { source, file: text.slice(at + 1) };
  throw refuse(text, `what the query reads: ${names.join(", ")}`, suggest(name, names));
}

function refuse(value: string, expected: string, ways: readonly string[] = []): Problem {
  return problem("MR8003", { option: "--in", value: `\`${value}\``, expected }, ways);
}

function inputOf({ name, format: declared }: SourceRelation, given: string | null, project: Project): RunInput {
  const configured = project.sources.get(name);
  if (given === null && configured === undefined)
    throw problem("MR8010", { why: `source \`${name}\` has no file` }, [`--in ${name}=FILE`, `--in ${name}=-`]);
  const shown = given ?? configured!.path;
  const path = shown === "-" && given !== null ? null : resolve(shown);
  if (path !== null) requireFile(path, shown);
  const isGzip = shown.endsWith(".gz");
  const format = (given === null ? configured!.format : null) ?? formatOf(shown.replace(/\.gz$/, "")) ?? declared;
  if (format === "jsonl" && declared === "arrow")
    throw problem("MR6103", { source: name, why: `\`${shown}\` holds JSON lines` }, ["WITH (format = 'jsonl')"]);
  return { source: name, path, shown, format, isGzip };
}

const FORMATS: readonly (readonly [extension: RegExp, format: InputFormat])[] = [
  [/\.(jsonl|ndjson|json)$/i, "jsonl"],
  [/\.(arrows?|ipc|feather)$/i, "arrow"],
];

function formatOf(file: string): InputFormat | null {
  return FORMATS.find(([extension]) => extension.test(file))?.[1] ?? null;
}

function requireFile(path: string, shown: string): void {
  try {
    if (statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  } catch (error) {
    throw unreadable(shown, error);
  }
}
