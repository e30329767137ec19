/** SQL positions in comments of generated code: `5:7  WHERE price > 100`. */
import type { Span } from "../../runtime/plan.ts";
import { commentText } from "./literals.ts";

const WIDTH = 96;

export class Citations {
  readonly #texts: ReadonlyMap<string, string>;

  /** Source texts by file name, as spans name them. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  /** Line and column from 1, then the SQL text on one line. */
  comment(span: Span): string {
    const text = commentText(this.#text(span).slice(span.start, span.end));
    const shown = text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
    return `${this.position(span)}  ${shown}`;
  }

  position(span: Span): string {
    const before = this.#text(span).slice(0, span.start);
    const line = before.split("\n").length;
    return `${line}:${span.start - (before.lastIndexOf("\n") + 1) + 1}`;
  }

  #text(span: Span): string {
    return this.#texts.get(span.file) ?? "";
  }
}
