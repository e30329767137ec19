/**
 * The parser's place in the tokens, and its way out of mistakes. After a syntax error the cursor stands still and shows
 * only the end of the text, so that every rule in progress finishes quietly; then `recovering` moves on to the next
 * clause. One mistake gives one message.
 */
import type { DiagnosticBag, DiagnosticDetails } from "../diagnostics/diagnostic.ts";
import type { SourceText, Span } from "../diagnostics/span.ts";
import type { Ident } from "./ast.ts";
import { isPlausibleName, isReserved, startsClause } from "./keywords.ts";
import type { Lexed, Token } from "./token.ts";

/** Levels of expressions, subqueries and views within each other. */
export const NESTING_MAX = 200;

export class Cursor {
  readonly bag: DiagnosticBag;
  readonly #source: SourceText;
  readonly #lexed: Lexed;
  #index = 0;
  /** What is shown after a syntax error until `recovering`: the end of the text, right behind what was understood. */
  #stopped: Token | null = null;
  /** Indexes of the opening parentheses consumed and not yet closed. */
  readonly #open: number[] = [];
  #depth = 0;

  constructor(source: SourceText, lexed: Lexed, bag: DiagnosticBag) {
    this.#source = source;
    this.#lexed = lexed;
    this.bag = bag;
  }

  /** The token `ahead` places on. */
  peek(ahead = 0): Token {
    return this.#stopped ?? this.#tokenAt(this.#index + ahead);
  }

  /** The text of the token before this one. */
  get previous(): string {
    return this.#lexed.tokens[this.#index - 1]?.text ?? "";
  }

  /** Whether the keywords or symbols stand here one after the other. */
  at(...texts: readonly string[]): boolean {
    return texts.every((text, i) => this.peek(i).text === text);
  }

  atAny(texts: ReadonlySet<string>): boolean {
    return texts.has(this.peek().text);
  }

  /** The statement ends here. */
  get atEnd(): boolean {
    return this.peek().kind === "end" || this.at(";");
  }

  /** A parenthesis that was opened before ends here. */
  get closesQuery(): boolean {
    return this.at(")") && this.#open.length > 0;
  }

  advance(): Token {
    const token = this.peek();
    if (token.kind === "end") return token;
    if (token.text === "(") this.#open.push(this.#index);
    else if (token.text === ")") this.#open.pop();
    this.#index++;
    return token;
  }

  accept(...texts: readonly string[]): boolean {
    if (!this.at(...texts)) return false;
    for (const _ of texts) this.advance();
    return true;
  }

  expect(text: string, expected = `\`${text}\``): void {
    if (!this.accept(text)) this.fail(expected);
  }

  /** Reports what stands here and stops until `recovering`. */
  fail(expected: string): DiagnosticDetails | null {
    if (this.#stopped !== null) return null;
    const token = this.peek();
    const isEnd = token.kind === "end";
    const span = this.span(isEnd ? (this.#lexed.tokens[this.#index - 1] ?? token) : token);
    this.stop();
    return this.bag.error("MR1001", span, { found: isEnd ? "end of the text" : this.#describe(token), expected });
  }

  /** Leaves the rules in progress after an error that was reported in another way. */
  stop(): void {
    const end = this.#previousEnd;
    this.#stopped ??= { kind: "end", text: "", value: "", start: end, end, match: -1 };
  }

  /** Goes on where it stopped. */
  resume(): void {
    this.#stopped = null;
  }

  get isStopped(): boolean {
    return this.#stopped !== null;
  }

  /** Runs `rule`; if it fails, goes on at the next clause or at the parenthesis that closes the query. */
  recovering<T>(rule: () => T): T {
    const height = this.#open.length;
    const result = rule();
    if (this.#stopped !== null) {
      this.#stopped = null;
      this.#leave(height);
      this.skipToClause(startsClause);
    }
    return result;
  }

  /** Moves on to a place that `isGoal` accepts, to the end of the query or of the statement. */
  skipToClause(isGoal: (cursor: Cursor) => boolean): void {
    while (!this.atEnd && !this.closesQuery && !isGoal(this)) this.skipOne();
  }

  /** One token, or a whole parenthesis. */
  skipOne(): void {
    const { match } = this.peek();
    if (match < 0) this.#index = Math.min(this.#index + 1, this.#lexed.tokens.length - 1);
    else this.#index = match + 1;
  }

  /** To the semicolon or the end of the text. */
  skipStatement(): void {
    this.#stopped = null;
    this.#open.length = 0;
    this.#depth = 0;
    while (!this.atEnd) this.skipOne();
  }

  /** Whether a place that could not be cut into tokens lies before the end of the statement that begins here. */
  get isBroken(): boolean {
    const { broken } = this.#lexed;
    let index = this.#index;
    while (this.#tokenAt(index).kind !== "end" && this.#tokenAt(index).text !== ";") index++;
    const first = broken[lowerBound(broken, this.#previousEnd, (offset) => offset)];
    return first !== undefined && first <= this.#tokenAt(index).start;
  }

  /** Runs `rule` one level deeper; beyond the limit reports and stops. */
  nested<T>(rule: () => T, otherwise: T): T {
    if (this.#depth >= NESTING_MAX) {
      if (this.#stopped === null) this.bag.error("MR1008", this.span(), { limit: `${NESTING_MAX}` });
      this.stop();
      return otherwise;
    }
    this.#depth++;
    const result = rule();
    this.#depth--;
    return result;
  }

  /** A bare name that is no keyword, or a quoted one. */
  name(expected: string): Ident {
    const token = this.peek();
    if (token.kind === "quoted" || (token.kind === "word" && !isReserved(token.text))) return this.ident();
    if (token.kind === "string") {
      this.bag.error("MR1015", this.span(), {}).try(`"${token.value.replaceAll('"', '""')}"`);
      return this.ident();
    }
    const isClause = startsClause(this);
    const details = this.fail(expected);
    if (token.kind === "word" && isPlausibleName(token.text) && !isClause) {
      const quoted = `"${token.value}"`;
      details?.try(quoted, [{ span: this.span(token), text: quoted }]);
    }
    return { name: "", quoted: true, span: this.span(token) };
  }

  /** The present token as a name. */
  ident(): Ident {
    const token = this.advance();
    return { name: token.value, quoted: token.kind !== "word", span: this.span(token) };
  }

  span(token: Token = this.peek()): Span {
    return { file: this.#source.file, start: token.start, end: token.end };
  }

  /** From `start` to the end of the last token consumed. */
  since(start: Span): Span {
    return { file: start.file, start: start.start, end: Math.max(this.#previousEnd, start.end) };
  }

  /** The present token and the `count` - 1 after it. */
  spanOf(count: number): Span {
    return { ...this.span(), end: this.peek(count - 1).end };
  }

  textOf({ start, end }: Span): string {
    return this.#source.text.slice(start, end);
  }

  /** The `--` comment lines right above a place, without the dashes; null if there are none. */
  commentAbove({ start }: Span): string | null {
    const { text } = this.#source;
    const { comments } = this.#lexed;
    const lines: string[] = [];
    let edge = start;
    for (let i = lowerBound(comments, start, (comment) => comment.start) - 1; i >= 0; i--) {
      const comment = comments[i]!;
      const lineStart = text.lastIndexOf("\n", comment.start) + 1;
      const isAlone = text.slice(lineStart, comment.start).trim() === "";
      if (!isAlone || !/^\r?\n[ \t]*$/.test(text.slice(comment.end, edge))) break;
      lines.push(commentText(text.slice(comment.start, comment.end)));
      edge = lineStart;
    }
    return lines.length === 0 ? null : lines.reverse().join("\n");
  }

  get #previousEnd(): number {
    return this.#lexed.tokens[this.#index - 1]?.end ?? 0;
  }

  #tokenAt(index: number): Token {
    return this.#lexed.tokens[Math.min(index, this.#lexed.tokens.length - 1)]!;
  }

  /** Leaves the parentheses opened since; whole ones are stepped over. */
  #leave(height: number): void {
    const outermost = this.#open[height];
    this.#open.length = Math.min(height, this.#open.length);
    if (outermost === undefined) return;
    const { match } = this.#tokenAt(outermost);
    if (match >= 0) this.#index = Math.max(this.#index, match + 1);
  }

  #describe(token: Token): string {
    const text = this.#source.text.slice(token.start, Math.min(token.end, token.start + 40));
    return `\`${token.end > token.start + 40 ? `${text}…` : text}\``;
  }
}

function commentText(comment: string): string {
  return comment.replace(/^--+ ?/, "").trimEnd();
}

/** Index of the first element whose offset is at least `value`. */
function lowerBound<T>(ascending: readonly T[], value: number, offset: (element: T) => number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offset(ascending[middle]!) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
