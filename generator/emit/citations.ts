/** SQL positions in comments of generated code: `5:7  WHERE price > 100`. */
import type { Span } from "../../runtime/plan.ts";
import type { Sources } from "../diagnostics/span.ts";
import { commentText } from "./literals.ts";

const WIDTH = 96;

export class Citations {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Line and column from 1, then the SQL text on one line. */
  comment(span: Span): string {
    return `${this.position(span)}  ${this.text(span)}`;
  }

  text(span: Span): string {
    const text = commentText((this.#sources.index(span.file)?.text ?? "").slice(span.start, span.end));
    return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
  }

  position(span: Span): string {
    const at = this.#sources.index(span.file)?.position(span.start);
    return at === undefined ? span.file : `${at.line}:${at.column}`;
  }
}
