/**
 * Text -> tokens, in one pass. Comments nest; text and names may be quoted in every way that PostgreSQL knows, and
 * what this version does not take is reported by name here and handed on as the nearest token. A place that cannot be
 * cut into tokens is reported and marked, so that the parser leaves its statement alone.
 */
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import type { SourceText, Span } from "../diagnostics/span.ts";
import type { Lexed, Token, TokenKind } from "./token.ts";

/** Longest first. Those that SQL does not have, or this version not, are refused by the parser by name. */
const SYMBOLS = [
  ["<=>", "->>", "#>>", "!~*", "::", "<=", ">=", "<>", "!=", "||", "=>", "==", "->", "#>", "@>", "<@", "~*", "!~"],
  ["&&", "<<", ">>", "**", "//", ":="],
].flat();
const SYMBOLS_BY_FIRST = new Map<string, readonly string[]>(
  [...new Set(SYMBOLS.map((s) => s[0]!))].map((first) => [first, SYMBOLS.filter((s) => s[0] === first)]),
);
const SINGLE = new Set("+-*/%(),;.[]{}=<>:~^&|#!@?");

const SPACE = /[\s\uFEFF]/;
const WORD_START = /[\p{ID_Start}_]/u;
const WORD_PART = /[\p{ID_Continue}$]/u;
const ASCII_WORD = /[A-Za-z0-9_$]*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$/y;
const PARAMETER = /\$\d+|:[A-Za-z_]\w*/y;
/** Characters of a name: generated code counts the bytes of a key by 16 bits. */
const NAME_MAX = 10_000;
const LONE_SURROGATE = /\p{Cs}/u;
const NOT_ASCII = /[^\0-\x7f]/;
/** Letters that change the meaning of the quoted text right behind them, and how this version writes it. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["E", "escape text E'…'"],
  ["B", "bit text B'…'"],
  ["X", "byte text X'…'"],
  ["N", "national text N'…'"],
  ["R", "raw text R'…'"],
  ["U&", "Unicode text U&'…'"],
]);

export function lex(source: SourceText, bag: DiagnosticBag): Lexed {
  return new Lexer(source, bag).run();
}

class Lexer {
  readonly #file: string;
  readonly #text: string;
  readonly #bag: DiagnosticBag;
  readonly #tokens: Token[] = [];
  readonly #broken: number[] = [];
  readonly #comments: { start: number; end: number }[] = [];
  /** Indexes of the opening parentheses not closed yet in this statement. */
  #open: number[] = [];
  #at = 0;

  constructor({ file, text }: SourceText, bag: DiagnosticBag) {
    this.#file = file;
    this.#text = text;
    this.#bag = bag;
  }

  run(): Lexed {
    while (this.#at < this.#text.length) this.#next();
    this.#push("end", "", this.#text.length);
    return { tokens: this.#tokens, broken: this.#broken, comments: this.#comments };
  }

  #next(): void {
    const c = this.#text[this.#at]!;
    const after = this.#text[this.#at + 1];
    if (c === " " || c === "\n" || SPACE.test(c)) this.#at++;
    else if (c === "-" && after === "-") this.#lineComment();
    else if (c === "/" && after === "*") this.#blockComment();
    else if ((c >= "0" && c <= "9") || (c === "." && after !== undefined && after >= "0" && after <= "9"))
      this.#number();
    else if (c === "'") this.#string(this.#at);
    else if (c === '"' || c === "`") this.#quotedName(c);
    else if (WORD_START.test(this.#character(this.#at))) this.#word();
    else if (!this.#dollarQuote() && !this.#parameter()) this.#symbol(c);
  }

  #lineComment(): void {
    const lineEnd = this.#text.indexOf("\n", this.#at);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    this.#comments.push({ start: this.#at, end });
    this.#at = end;
  }

  #blockComment(): void {
    const start = this.#at;
    let depth = 0;
    do {
      const delimiter = /\/\*|\*\//g;
      delimiter.lastIndex = this.#at;
      const found = delimiter.exec(this.#text);
      if (found === null) {
        this.#bag.error("MR1005", this.#span(start, start + 2), {});
        this.#broken.push(start);
        this.#at = this.#text.length;
        return;
      }
      depth += found[0] === "/*" ? 1 : -1;
      this.#at = found.index + 2;
    } while (depth > 0);
    if (this.#text[start + 2] === "+") {
      this.#bag.error("MR4016", this.#span(start, this.#at), {});
    }
  }

  #number(): void {
    const start = this.#at;
    const end = matchEnd(NUMBER, this.#text, start)!;
    const tail = matchEnd(ASCII_WORD, this.#text, end)!;
    if (tail > end) {
      const text = this.#text.slice(start, tail);
      const why = /^\d+_/.test(text)
        ? "digits are not grouped"
        : /^0[xXbBoO]/.test(text)
          ? "numbers are decimal"
          : "letters right behind a number";
      this.#bag.error("MR1006", this.#span(start, tail), { text, why });
      this.#broken.push(start);
    }
    this.#push("number", this.#text.slice(start, end), tail);
  }

  /** Text from its opening quote on; `start` lies before it if there is a prefix. False if it has no end. */
  #string(start: number): boolean {
    const open = this.#at;
    const end = this.#closingQuote("'", start !== open && /^[eE]/.test(this.#text[start]!));
    if (end === null) {
      this.#unclosed("text", "'", open);
      return false;
    }
    const value = this.#text.slice(open + 1, end - 1).replaceAll("''", "'");
    if (LONE_SURROGATE.test(value)) this.#bag.error("MR1011", this.#span(start, end), {});
    this.#push("string", "", end, value, start);
    return true;
  }

  #quotedName(quote: string): void {
    const start = this.#at;
    const end = this.#closingQuote(quote, false);
    if (end === null) {
      this.#unclosed("name", quote, start);
      return;
    }
    const value = this.#text.slice(start + 1, end - 1).replaceAll(quote + quote, quote);
    if (value === "") this.#bag.error("MR1009", this.#span(start, end), {});
    this.#pushName("quoted", value, start, end);
  }

  #word(): void {
    const start = this.#at;
    let end = matchEnd(ASCII_WORD, this.#text, start)!;
    while (end < this.#text.length && WORD_PART.test(this.#character(end))) end += this.#character(end).length;
    const value = this.#text.slice(start, end);
    const isUnicodePrefix = (value === "U" || value === "u") && this.#text.startsWith("&'", end);
    const prefix = isUnicodePrefix ? "U&" : value.toUpperCase();
    const construct = PREFIXES.get(prefix);
    const quote = start + prefix.length;
    if (construct !== undefined && this.#text[quote] === "'" && quote >= end) {
      this.#at = quote;
      if (this.#string(start)) this.#refuseText(start, construct);
      return;
    }
    this.#pushName("word", value, start, end);
  }

  #pushName(kind: "word" | "quoted", value: string, start: number, end: number): void {
    const composed = NOT_ASCII.test(value) ? value.normalize("NFC") : value;
    if (composed !== value) {
      const text = kind === "quoted" ? `"${composed.replaceAll('"', '""')}"` : composed;
      this.#bag.error("MR1010", this.#span(start, end), {}).try(text);
    }
    if (LONE_SURROGATE.test(value)) this.#bag.error("MR1011", this.#span(start, end), {});
    if (value.length > NAME_MAX) {
      const data = { what: `${value.length} characters in a name`, limit: `${NAME_MAX}` };
      this.#bag.error("MR4031", this.#span(start, end), data);
    }
    this.#push(kind, kind === "word" ? value.toUpperCase() : "", end, value, start);
  }

  /** `$$text$$` or `$tag$text$tag$`; false if there is none here. */
  #dollarQuote(): boolean {
    const start = this.#at;
    const open = matchEnd(DOLLAR_QUOTE, this.#text, start);
    if (open === null) return false;
    const quote = this.#text.slice(start, open);
    const close = this.#text.indexOf(quote, open);
    if (close < 0) {
      this.#unclosed("text", quote, start);
      this.#at = this.#text.length;
      return true;
    }
    this.#push("string", "", close + quote.length, this.#text.slice(open, close));
    this.#refuseText(start, "dollar-quoted text");
    return true;
  }

  #refuseText(start: number, construct: string): void {
    const why = "text is written 'like this', a quote inside twice";
    this.#bag.error("MR4005", this.#span(start, this.#at), { construct, why });
  }

  #parameter(): boolean {
    // `a::type` is a cast, and its second colon no parameter.
    const end = this.#text.startsWith("::", this.#at) ? null : matchEnd(PARAMETER, this.#text, this.#at);
    if (end === null) return false;
    this.#push("parameter", this.#text.slice(this.#at, end), end);
    return true;
  }

  #symbol(c: string): void {
    const symbol = SYMBOLS_BY_FIRST.get(c)?.find((s) => this.#text.startsWith(s, this.#at));
    if (symbol !== undefined) this.#push("symbol", symbol, this.#at + symbol.length);
    else if (SINGLE.has(c)) this.#push("symbol", c, this.#at + 1);
    else this.#strange();
  }

  /** A run of characters that mean nothing here is one mistake. */
  #strange(): void {
    const start = this.#at;
    const character = this.#character(start);
    this.#at += character.length;
    while (this.#at < this.#text.length && this.#isStrange()) this.#at += this.#character(this.#at).length;
    const span = this.#span(start, this.#at);
    const details = this.#bag.error("MR1002", span, { character: `\`${character}\`` });
    const quote = "‘’‚‛′".includes(character) ? "'" : "“”„‟″".includes(character) ? '"' : null;
    if (quote !== null) details.try(quote, [{ span: this.#span(start, start + 1), text: quote }]);
    this.#broken.push(start);
  }

  #isStrange(): boolean {
    const character = this.#character(this.#at);
    return !(
      SPACE.test(character) ||
      SINGLE.has(character) ||
      `'"\`/$`.includes(character) ||
      WORD_START.test(character) ||
      /\d/.test(character)
    );
  }

  /** Offset after the quote that closes the one at the present place; null if none does. */
  #closingQuote(quote: string, hasEscapes: boolean): number | null {
    let at = this.#at + 1;
    for (;;) {
      if (hasEscapes) at = afterEscapes(this.#text, at, quote);
      const found = this.#text.indexOf(quote, at);
      if (found < 0) return null;
      if (this.#text[found + 1] !== quote) return found + 1;
      at = found + 2;
    }
  }

  /** Reading goes on at the next line: most often the quote is missing in this one. */
  #unclosed(what: string, quote: string, start: number): void {
    this.#bag.error("MR1004", this.#span(start, start + quote.length), { what, quote: `\`${quote}\`` });
    this.#broken.push(start);
    const lineEnd = this.#text.indexOf("\n", start);
    this.#at = lineEnd < 0 ? this.#text.length : lineEnd;
  }

  #push(kind: TokenKind, text: string, end: number, value = text, start = this.#at): void {
    if (text === "(") this.#open.push(this.#tokens.length);
    else if (text === ")") {
      const open = this.#open.pop();
      if (open !== undefined) this.#tokens[open] = { ...this.#tokens[open]!, match: this.#tokens.length };
    } else if (text === ";") this.#open = [];
    this.#tokens.push({ kind, text, value, start, end, match: -1 });
    this.#at = end;
  }

  #character(at: number): string {
    return String.fromCodePoint(this.#text.codePointAt(at)!);
  }

  #span(start: number, end: number): Span {
    return { file: this.#file, start, end };
  }
}

/** Where the sticky `pattern` ends if it matches at `start`. */
function matchEnd(pattern: RegExp, text: string, start: number): number | null {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Skips to the first quote from `at` on that no backslash precedes. */
function afterEscapes(text: string, at: number, quote: string): number {
  while (at < text.length && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
  return at;
}
