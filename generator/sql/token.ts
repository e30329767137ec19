/** Tokens of SQL text. */

export type TokenKind = "word" | "quoted" | "number" | "string" | "parameter" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** What the parser compares: words in upper case, symbols and numbers as written, nothing for quoted text. */
  readonly text: string;
  /** The name or the text without its quotes; a word as written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Of an opening parenthesis: the index of the token that closes it, in the same statement; else -1. */
  readonly match: number;
}

export interface Lexed {
  /** In order; the last one is the only `end`. */
  readonly tokens: readonly Token[];
  /** Offsets of places that could not be cut into tokens, ascending; they have been reported. */
  readonly broken: readonly number[];
  /** Start and end of the `--` comments, ascending. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}
