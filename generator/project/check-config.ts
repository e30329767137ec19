/** Whether a configuration is one: every mistake is reported, with its place where the key stands only once. */
import * as v from "valibot";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { Sources, type Span } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { ConfigFile } from "./config-file.ts";
import { Problem, way } from "./problem.ts";
import { bytesOfSize } from "./size.ts";

const GIB = 1024 ** 3;

const path = v.pipe(v.string(), v.nonEmpty("a path"));

function size(atLeast: number, atMost: number, expected: string) {
  return v.pipe(
    v.string(expected),
    v.transform((text) => bytesOfSize(text) ?? Number.NaN),
    v.check((bytes) => bytes >= atLeast && bytes <= atMost, expected),
  );
}

const SOURCE = { path, format: v.optional(v.picklist(["jsonl", "arrow"])) };

const LIMITS = {
  rowBytes: v.optional(size(1, GIB, "a size from '1B' to '1GiB'")),
  stateBytes: v.optional(size(1024 ** 2, 4 * GIB, "a size from '1MiB' to '4GiB'")),
};

const ENTRIES = {
  include: v.optional(v.array(path)),
  schema: v.optional(v.array(path)),
  outDir: v.optional(path),
  limits: v.optional(object(LIMITS)),
  sources: v.optional(v.record(v.string(), object(SOURCE))),
};

const CONFIG = object(ENTRIES);

/** No other keys. To valibot a list is an object too. */
function object<E extends v.ObjectEntries>(entries: E) {
  return v.pipe(
    v.custom<Record<string, unknown>>((value) => !Array.isArray(value), "an object"),
    v.strictObject(entries, "an object"),
  );
}

/** Names of each object by the path to it; below `sources` any name may stand. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(ENTRIES),
  limits: Object.keys(LIMITS),
  sources: Object.keys(SOURCE),
};

/** Sizes in bytes. Throws Problem: MR8001 for unknown keys, MR8003 for values. */
export function checkConfig(file: ConfigFile): v.InferOutput<typeof CONFIG> {
  const result = v.safeParse(CONFIG, file.value);
  if (result.success) return result.output;
  const diagnostics = result.issues.flatMap((issue) => diagnosticsOf(issue, file));
  throw new Problem(diagnostics, new Sources([{ file: file.name, text: file.text }]));
}

function diagnosticsOf(issue: v.BaseIssue<unknown>, file: ConfigFile): readonly Diagnostic[] {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  // Of the keys that an object should not have valibot names the first.
  if (issue.type === "strict_object" && issue.expected === "never") {
    const parents = keys.slice(0, -1);
    const known = NAMES[parents[0] ?? ""]!;
    const found = Object.keys(issue.path!.at(-1)!.input as object);
    return found.filter((key) => !known.includes(key)).map((key) => unknownKey(key, parents, known, file));
  }
  const span = spanOfKey(keys.findLast((key) => !/^\d+$/.test(key)) ?? "", file);
  const expected = issue.message.startsWith("Invalid") ? (issue.expected ?? "another value") : issue.message;
  return [diagnostic("MR8003", span, { option: keys.join(".") || file.name, value: issue.received, expected })];
}

function unknownKey(key: string, parents: readonly string[], known: readonly string[], file: ConfigFile): Diagnostic {
  const span = spanOfKey(key, file);
  const ways = suggest(key, known).map((candidate) => way(candidate, span));
  const why = `the options here: ${known.join(", ")}`;
  return diagnostic("MR8001", span, { option: [...parents, key].join("."), why }, ways);
}

/** Null where the key is not found, or found several times. */
function spanOfKey(key: string, { name, text }: ConfigFile): Span | null {
  const pattern = new RegExp(`(["']?)(?<![\\w$])${key.replace(/\W/g, "\\$&")}\\1\\s*:`, "g");
  const matches = [...text.matchAll(pattern)];
  if (matches.length !== 1) return null;
  const start = matches[0]!.index + matches[0]![1]!.length;
  return { file: name, start, end: start + key.length };
}
