/** What the compiler has to say, as values; exceptions are for our own bugs. */
import { CATALOGUE, type Code, type Params } from "./catalogue.ts";
import type { Sources, Span } from "./span.ts";

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** `note` says why; `try` offers a way out: edits of the text (they never overlap), or advice alone. */
export interface Note {
  readonly kind: "note" | "try";
  readonly text: string;
  readonly span: Span | null;
  readonly edits: readonly Edit[];
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: Code;
  /** Where the SQL standard or PostgreSQL has a code for it. */
  readonly sqlstate: string | null;
  readonly message: string;
  /** Stands beside the carets; may be empty. */
  readonly label: string;
  readonly span: Span | null;
  readonly notes: readonly Note[];
}

/** A diagnostic from its catalogue entry. */
export function diagnostic<C extends Code>(
  code: C,
  span: Span | null,
  params: Params<C>,
  notes: readonly Note[] = [],
): Diagnostic {
  const { severity, sqlstate, message, label } = CATALOGUE[code];
  return { severity, code, sqlstate, message: fill(message, params), label: fill(label, params), span, notes };
}

/** What is said below the frame: the notes of this case, or else what the catalogue says of its code. */
export function notesOf({ code, notes }: Diagnostic): readonly Note[] {
  if (notes.length > 0) return notes;
  const { explanation } = CATALOGUE[code];
  // Keywords keep their capitals.
  const text = explanation.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase()).replace(/\.$/, "");
  return [{ kind: "note", text, span: null, edits: [] }];
}

/** Collects the diagnostics of one compilation. The first 20 are kept, the rest are counted. */
export class DiagnosticBag {
  static readonly SHOWN = 20;
  readonly #items: Diagnostic[] = [];
  /** Two references to one broken view report its fault once. */
  readonly #seen = new Set<string>();
  #omitted = 0;

  get items(): readonly Diagnostic[] {
    return this.#items;
  }

  /** How many were found beyond those in `items`. */
  get omitted(): number {
    return this.#omitted;
  }

  /** All that were found. */
  get count(): number {
    return this.#items.length + this.#omitted;
  }

  get hasErrors(): boolean {
    return this.#items.some((item) => item.severity === "error") || this.#omitted > 0;
  }

  /** Nothing more will be shown: what only adorns a message need not be worked out. */
  get isFull(): boolean {
    return this.#items.length >= DiagnosticBag.SHOWN;
  }

  error<C extends Code>(code: C, span: Span, params: Params<C>): DiagnosticDetails {
    const notes: Note[] = [];
    const key = `${code} ${span.file}:${span.start}:${span.end}`;
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      if (this.isFull) this.#omitted++;
      else this.#items.push(diagnostic(code, span, params, notes));
    }
    return new DiagnosticDetails(notes, span);
  }
}

/** Adds notes to the diagnostic just made. */
export class DiagnosticDetails {
  readonly #notes: Note[];
  readonly #span: Span;

  constructor(notes: Note[], span: Span) {
    this.#notes = notes;
    this.#span = span;
  }

  note(text: string, span: Span | null = null): this {
    this.#notes.push({ kind: "note", text, span, edits: [] });
    return this;
  }

  /** A way out. By default `text` replaces the place of the diagnostic; `[]` makes it advice. */
  try(text: string, edits: readonly Edit[] = [{ span: this.#span, text }]): this {
    this.#notes.push({ kind: "try", text, span: null, edits });
    return this;
  }
}

/** One line of `--json` output; spans carry lines and columns. `query` is the query's name, null for a whole project. */
export function diagnosticJson(item: Diagnostic, sources: Sources, query: string | null): object {
  const place = (span: Span | null) => {
    const index = span === null ? null : sources.index(span.file);
    if (span === null || index === null) return null;
    return { file: span.file, start: index.position(span.start), end: index.position(span.end) };
  };
  return {
    v: 1,
    type: "diagnostic",
    severity: item.severity,
    code: item.code,
    sqlstate: item.sqlstate,
    query,
    message: item.message,
    label: item.label,
    span: place(item.span),
    notes: notesOf(item).map(({ kind, text, span, edits }) => ({
      kind,
      text,
      span: place(span),
      edits: edits.map((edit) => ({ span: place(edit.span), text: edit.text })),
    })),
  };
}

function fill(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}
