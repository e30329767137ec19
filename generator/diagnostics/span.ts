/** Places in SQL text: spans are UTF-16 offsets, people read lines and columns. */
import type { Span } from "../../runtime/plan.ts";

export type { Span };

/** One file of SQL. `file` is the name that diagnostics print; spans are offsets into `text`. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** The keyword that a span begins with. */
export function firstWord({ file, start }: Span, word: string): Span {
  return { file, start, end: start + word.length };
}

/** Line and column count from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** From the start of `a` to the end of `b`; both lie in one file. */
export function spanOver(a: Span, b: Span): Span {
  return { file: a.file, start: a.start, end: b.end };
}

/** Answers "which line?" for one text; the text is read once. A line ends at LF or CRLF. */
export class LineIndex {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
    this.text = text;
    this.#starts = starts;
  }

  position(offset: number): Position {
    const line = this.#lineAt(offset);
    return { line, column: offset - this.start(line) + 1, offset };
  }

  /** Offset of the first unit of `line`. */
  start(line: number): number {
    return this.#starts[line - 1]!;
  }

  /** Offset after the last unit of `line`, its line end left out. */
  end(line: number): number {
    if (line >= this.#starts.length) return this.text.length;
    const lineFeed = this.#starts[line]! - 1;
    return this.text[lineFeed - 1] === "\r" && lineFeed > this.start(line) ? lineFeed - 1 : lineFeed;
  }

  /** The last line that starts at or before `offset`. */
  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** The line indexes of several files, each made when it is first asked for. */
export class Sources {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #indexes = new Map<string, LineIndex>();

  constructor(files: readonly SourceText[]) {
    this.#texts = new Map(files.map(({ file, text }) => [file, text]));
  }

  /** Null for a file whose text is not at hand. */
  index(file: string): LineIndex | null {
    const known = this.#indexes.get(file);
    if (known !== undefined) return known;
    const text = this.#texts.get(file);
    if (text === undefined) return null;
    const index = new LineIndex(text);
    this.#indexes.set(file, index);
    return index;
  }

  textOf({ file, start, end }: Span): string {
    return this.#texts.get(file)?.slice(start, end) ?? "";
  }

  /** `3:17`, or `schema.sql:3:17` when seen from another file. */
  place(span: Span, from: string | null = null): string {
    const index = this.index(span.file);
    if (index === null) return span.file;
    const { line, column } = index.position(span.start);
    return span.file === from ? `${line}:${column}` : `${span.file}:${line}:${column}`;
  }
}
