/** Diagnostics on their way out, whatever they come from. */
import { MillraceError } from "../../runtime/errors.ts";
import { CATALOGUE, type Code } from "../diagnostics/catalogue.ts";
import { type Diagnostic, diagnostic, diagnosticJson } from "../diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import { Sources } from "../diagnostics/span.ts";
import { Problem, way } from "../project/problem.ts";
import { type Channel, styleOf, type Terminal } from "./terminal.ts";

/** What was found in one text, or beside all of them. */
export interface Finding {
  readonly diagnostics: readonly Diagnostic[];
  /** How many more there are. */
  readonly omitted: number;
  readonly sources: Sources;
  /** Name of the query it is about. */
  readonly query: string | null;
}

/** As text on `channel`, and as objects under `--json`. */
export function report(findings: readonly Finding[], terminal: Terminal, channel: Channel): void {
  const blocks: string[] = [];
  for (const { diagnostics, omitted, sources, query } of findings) {
    for (const item of diagnostics) terminal.emit({ type: "diagnostic", ...diagnosticJson(item, sources, query) });
    if (diagnostics.length > 0) blocks.push(renderDiagnostics(diagnostics, omitted, sources, styleOf(channel)));
  }
  if (blocks.length > 0) channel.write(blocks.join("\n"));
}

/** A failure that happened while something was done for the query of `file`. */
export class FailureIn extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`while working on ${file}`, { cause });
    this.file = file;
  }
}

/** Runs `work`; an exception that is nobody's fault but ours comes out with the name of the SQL file. */
export async function workingOn<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem || error instanceof MillraceError) throw error;
    throw new FailureIn(file, error);
  }
}

/** What was thrown, as diagnostics: all that is not meant for people is our bug. */
export function findingOf(error: unknown): Finding {
  if (error instanceof Problem) return { ...error, omitted: 0, query: null };
  const item = error instanceof MillraceError ? ofRuntime(error) : ofBug(error);
  return { diagnostics: [item], omitted: 0, sources: new Sources([]), query: null };
}

function ofRuntime({ code, message, hint }: MillraceError): Diagnostic {
  const known = code in CATALOGUE ? (code as Code) : "MR9001";
  const { severity, sqlstate } = CATALOGUE[known];
  const text = message.replace(`${code}: `, "");
  return { severity, code: known, sqlstate, message: text, label: "", span: null, notes: [way(hint)] };
}

function ofBug(error: unknown): Diagnostic {
  const file = error instanceof FailureIn ? error.file : null;
  const cause = error instanceof FailureIn ? error.cause : error;
  const what = cause instanceof Error ? cause.message : String(cause);
  const why = file === null ? "no query is at fault" : `while working on ${file}`;
  const notes = [way("report it with the query; MILLRACE_TRACE=1 shows where in millrace it happened")];
  return diagnostic("MR9001", null, { what: what.split("\n", 1)[0]!, why }, notes);
}

/** Where in our code a bug showed itself; null for what people are told in other ways. */
export function traceOf(error: unknown): string | null {
  if (error instanceof Problem || error instanceof MillraceError) return null;
  const cause = error instanceof FailureIn ? error.cause : error;
  return cause instanceof Error ? (cause.stack ?? null) : null;
}
