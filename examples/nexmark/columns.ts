/** Rows as columns in Arrow layout, and how they are filled. */
import type { Random } from "./random.ts";

/** Value i is the bytes [offsets[i], offsets[i + 1]) of `data`, UTF-8. */
export interface TextColumn {
  readonly offsets: Int32Array;
  readonly data: Uint8Array;
}

/** A timestamp is in milliseconds since the epoch. */
export type ColumnKind = "bigint" | "timestamp" | "text";

/** The columns of a stream in their order. */
export type Shape = Readonly<Record<string, ColumnKind>>;

/** Rows of a stream; no value is NULL. */
export interface Batch<S extends Shape> {
  readonly rows: number;
  readonly columns: { readonly [K in keyof S]: S[K] extends "text" ? TextColumn : BigInt64Array };
}

/** What the columns of a batch are while rows are added. */
export type Builders<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends "text" ? TextBuilder : BigInt64Array;
};

export function buildersOf<S extends Shape>(shape: S, rows: number): Builders<S> {
  const builders = Object.entries(shape).map(([name, kind]) => [
    name,
    kind === "text" ? new TextBuilder(rows) : new BigInt64Array(rows),
  ]);
  return Object.fromEntries(builders);
}

export function batchOf<S extends Shape>(builders: Builders<S>, rows: number): Batch<S> {
  const columns = Object.entries<TextBuilder | BigInt64Array>(builders).map(([name, builder]) => [
    name,
    builder instanceof TextBuilder ? builder.finish() : builder,
  ]);
  return { rows, columns: Object.fromEntries(columns) };
}

const SPACE = 0x20;
const LETTER_A = 0x61;

/** Builds a text column, value after value: what is added belongs to one value until `end`. All text is ASCII. */
export class TextBuilder {
  readonly #offsets: Int32Array;
  #data = new Uint8Array(1024);
  #rows = 0;
  #bytes = 0;

  constructor(rows: number) {
    this.#offsets = new Int32Array(rows + 1);
  }

  add(text: string): this {
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#data[this.#bytes++] = text.charCodeAt(i);
    return this;
  }

  /** Adds 3 to `maxLength` random letters; one in 13 is the separator instead, the first and the last never. */
  addWords(random: Random, maxLength: number, separator = SPACE): this {
    const length = 3 + random.below(maxLength - 2);
    this.#reserve(length);
    for (let i = 0; i < length; i++) {
      const isInside = i > 0 && i + 1 < length;
      this.#data[this.#bytes++] = isInside && random.below(13) === 0 ? separator : LETTER_A + random.below(26);
    }
    return this;
  }

  end(): void {
    this.#offsets[++this.#rows] = this.#bytes;
  }

  finish(): TextColumn {
    return { offsets: this.#offsets, data: this.#data.slice(0, this.#bytes) };
  }

  #reserve(bytes: number): void {
    if (this.#bytes + bytes <= this.#data.length) return;
    const larger = new Uint8Array(Math.max(this.#data.length * 2, this.#bytes + bytes));
    larger.set(this.#data);
    this.#data = larger;
  }
}
