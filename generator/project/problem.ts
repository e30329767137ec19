/** What stops a command before or beside the SQL: a diagnostic that is thrown, because nothing can go on after it. */
import type { Code, Params } from "../diagnostics/catalogue.ts";
import { type Diagnostic, diagnostic, type Note } from "../diagnostics/diagnostic.ts";
import { Sources, type Span } from "../diagnostics/span.ts";

export class Problem extends Error {
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that the spans lie in. */
  readonly sources: Sources;

  constructor(diagnostics: readonly Diagnostic[], sources = new Sources([])) {
    super(diagnostics.map(({ message }) => message).join("; "));
    this.diagnostics = diagnostics;
    this.sources = sources;
  }
}

/** One diagnostic without a place; `ways` are what can be done about it, in `try` lines. */
export function problem<C extends Code>(code: C, params: Params<C>, ways: readonly string[] = []): Problem {
  return new Problem([
    diagnostic(
      code,
      null,
      params,
      ways.map((text) => way(text)),
    ),
  ]);
}

/** A `try` line; with a span it replaces the text there. */
export function way(text: string, span: Span | null = null): Note {
  return { kind: "try", text, span: null, edits: span === null ? [] : [{ span, text }] };
}

/** A file that could not be opened, as the system says why. */
export function unreadable(file: string, error: unknown): Problem {
  return problem("MR8002", { file, why: reasonOf(error) });
}

export function unwritable(file: string, error: unknown): Problem {
  return problem("MR8009", { file, why: reasonOf(error) });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}
