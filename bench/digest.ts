/** A hash of result rows that does not depend on their order; `c/digest.h` computes the same. */
import type { ColumnBatch } from "../runtime/index.ts";

export interface Outcome {
  readonly rows: number;
  /** Sum of one column modulo 2^32: shows that the results were read, and that no run differs from another. */
  readonly check: number;
}

export interface Digest extends Outcome {
  readonly hash: string;
}

export class Digester {
  rows = 0;
  check = 0;
  #sum1 = 0;
  #sum2 = 0;
  #h1 = 0;
  #h2 = 0;

  /** Ends the row that its `add…` calls described. */
  row(check: number): void {
    this.#sum1 = (this.#sum1 + this.#h1) | 0;
    this.#sum2 = (this.#sum2 + this.#h2) | 0;
    this.check = (this.check + check) | 0;
    this.rows++;
  }

  begin(): void {
    this.#h1 = 0x9e3779b9 | 0;
    this.#h2 = 0x85ebca6b | 0;
  }

  addWord(word: number): void {
    const h1 = Math.imul(this.#h1 ^ word, 0xcc9e2d51);
    this.#h1 = (h1 << 15) | (h1 >>> 17);
    const h2 = Math.imul((this.#h2 + (word ^ this.#h1)) | 0, 0x1b873593);
    this.#h2 = h2 ^ (h2 >>> 13);
  }

  /** A whole number as 64 bits. */
  addNumber(value: number): void {
    this.addWord((value % 4294967296) | 0);
    this.addWord(Math.floor(value / 4294967296));
  }

  addText(bytes: Uint8Array): void {
    this.addWord(bytes.length);
    for (const byte of bytes) this.addWord(byte);
  }

  get digest(): Digest {
    return digestOf(this.rows, this.check, this.#sum1, this.#sum2);
  }
}

export function digestOf(rows: number, check: number, hash1: number, hash2: number): Digest {
  const hex = (word: number) => (word >>> 0).toString(16).padStart(8, "0");
  return { rows, check: check | 0, hash: hex(hash1) + hex(hash2) };
}

/** Adds a batch whose columns are 64 bits wide or texts. */
export function addBatch(digester: Digester, { columns, rows }: ColumnBatch, checkColumn: number): void {
  const words = columns.map(({ values }) => new Int32Array(values.buffer, values.byteOffset, values.length >>> 2));
  for (let row = 0; row < rows; row++) {
    digester.begin();
    for (const [i, { data, offsets }] of columns.entries()) {
      if (offsets.length > 0) digester.addText(data.subarray(offsets[row], offsets[row + 1]));
      else {
        digester.addWord(words[i]![row * 2]!);
        digester.addWord(words[i]![row * 2 + 1]!);
      }
    }
    digester.row(words[checkColumn]![row * 2]!);
  }
}

/** What a reader does in a timed run: the low words of one column, added up. */
export function sumOfColumn(values: Uint8Array, rows: number): number {
  const words = new Int32Array(values.buffer, values.byteOffset, rows * 2);
  let sum = 0;
  for (let i = 0; i < words.length; i += 2) sum = (sum + words[i]!) | 0;
  return sum;
}
