/** Seeded lines, well-formed and mutated, against the reference; JSON.parse has a say in what is JSON. */
import { describe, expect, test } from "vitest";
import { INVALID_JSON, INVALID_UTF8 } from "../../../runtime/assembly/codes.ts";
import type { Field } from "../../../runtime/plan.ts";
import { compileDecoder } from "./json-decoder.ts";
import { decodeReference, type ReferenceOptions } from "./json-reference.ts";

const COLUMNS: readonly Field[] = [
  { name: "flag", type: { kind: "BOOLEAN" }, nullable: true },
  { name: "tiny", type: { kind: "TINYINT" }, nullable: true },
  { name: "unread", type: { kind: "BIGINT" }, nullable: false },
  { name: "small", type: { kind: "SMALLINT" }, nullable: true },
  { name: "int", type: { kind: "INTEGER" }, nullable: true },
  { name: "big", type: { kind: "BIGINT" }, nullable: false },
  { name: "real", type: { kind: "REAL" }, nullable: true },
  { name: "a number", type: { kind: "DOUBLE" }, nullable: true },
  { name: "ts", type: { kind: "TIMESTAMP", precision: 3 }, nullable: true },
  { name: "ts6", type: { kind: "TIMESTAMP", precision: 6 }, nullable: true },
  { name: "ts0", type: { kind: "TIMESTAMP", precision: 0 }, nullable: true },
  { name: "day", type: { kind: "DATE" }, nullable: true },
  { name: "größe", type: { kind: "TEXT", maxLength: null }, nullable: true },
  { name: "code", type: { kind: "TEXT", maxLength: 5 }, nullable: true },
];
const OPTIONS: ReferenceOptions = {
  columns: COLUMNS,
  required: [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
  eventTime: 7,
  rowBytesMax: 480,
};

const ROUNDS = 50;
const LINES = 2000;

/** mulberry32 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Generator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
  }

  below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** Lines in latin1, one character per byte. Often the keys are in the same order. */
  line(): string {
    if (this.chance(0.02)) return this.pick(["", " ", "\t\r", "[]", "null", "{}", '{"big":1}', "x"]);
    let keys: string[] = COLUMNS.map(({ name }) => name);
    if (this.chance(0.3)) keys = keys.filter(() => this.chance(0.9));
    if (this.chance(0.1)) keys.sort(() => this.#random() - 0.5);
    if (this.chance(0.2))
      keys.splice(
        this.below(keys.length + 1),
        0,
        this.pick(["other", "a long unknown key that no shape keeps", "flaG", "", ...keys]),
      );
    const members = keys.map(
      (key) => `${this.space()}${this.key(key)}${this.space()}:${this.space()}${this.value(key)}${this.space()}`,
    );
    let line = `${this.space()}{${members.join(",")}}${this.space()}`;
    if (this.chance(0.3)) line = this.mutated(line);
    return line;
  }

  space(): string {
    return this.chance(0.97) ? "" : this.pick([" ", "\t", "\r", "  ", " \t\r "]);
  }

  key(key: string): string {
    return this.chance(0.98) ? utf8(JSON.stringify(key)) : this.escaped(key);
  }

  escaped(text: string): string {
    const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0"));
    return `"${units.map((unit, i) => (this.chance(0.5) ? `\\u${unit}` : utf8(JSON.stringify(text[i]!).slice(1, -1)))).join("")}"`;
  }

  value(key: string): string {
    const kind = this.chance(0.99) ? (COLUMNS.find(({ name }) => name === key)?.type.kind ?? "other") : "other";
    if (this.chance(0.02)) return "null";
    switch (kind) {
      case "BOOLEAN":
        return this.pick(["true", "false"]);
      case "TINYINT":
        return this.quoted(this.integer(8));
      case "SMALLINT":
        return this.quoted(this.integer(16));
      case "INTEGER":
        return this.quoted(this.integer(32));
      case "BIGINT":
        return this.quoted(this.integer(64));
      case "REAL":
        return this.decimal(7);
      case "DOUBLE":
        return this.decimal(18);
      case "TIMESTAMP":
        return this.chance(0.2) ? this.integer(54) : this.quotedText(this.timestamp());
      case "DATE":
        return this.quotedText(this.date());
      case "TEXT":
        return this.quotedText(
          key === "code" && this.chance(0.95) ? this.pick(["", "abc", "ä€日本語", "😀😀\n"]) : this.text(),
        );
      default:
        return this.anything(0);
    }
  }

  quoted(number: string): string {
    return this.chance(0.1) ? `"${this.chance(0.1) ? "000000000000000000000" : ""}${number}"` : number;
  }

  quotedText(text: string): string {
    return this.chance(0.05) ? this.escaped(text) : utf8(JSON.stringify(text));
  }

  integer(bits: number): string {
    const length = this.below(this.chance(0.97) ? bits - 1 : bits + 2);
    let value = (1n << BigInt(length)) + BigInt(this.below(3) - 1);
    if (this.chance(0.5)) value -= BigInt(this.below(2 ** 30)) % (value + 1n);
    return `${this.chance(0.3) ? "-" : ""}${value}`;
  }

  decimal(digits: number): string {
    if (this.chance(0.05))
      return this.pick(['"NaN"', '"Infinity"', '"-Infinity"', '"inf"', "1e39", "-1e39", "1e309", "-0", "5e-324"]);
    const whole = String(this.below(10 ** this.below(digits > 9 ? 16 : digits)));
    const fraction = this.chance(0.6) ? `.${this.below(10 ** 6)}` : "";
    const exponent = this.chance(0.3) ? `${this.pick(["e", "E"])}${this.pick(["", "+", "-"])}${this.below(25)}` : "";
    return `${this.chance(0.3) ? "-" : ""}${whole}${fraction}${exponent}`;
  }

  date(): string {
    const year = this.chance(0.97) ? 1900 + this.below(200) : this.below(300_000) - 150_000;
    const digits = String(Math.abs(year)).padStart(4, "0");
    const pad = (n: number) => String(n).padStart(this.chance(0.995) ? 2 : 1, "0");
    return `${year < 0 ? "-" : ""}${digits}-${pad(this.below(this.chance(0.99) ? 12 : 14) + 1)}-${pad(this.below(this.chance(0.95) ? 28 : 32) + 1)}`;
  }

  timestamp(): string {
    if (this.chance(0.05)) return this.date();
    const two = (n: number) => String(this.below(n)).padStart(2, "0");
    const seconds = this.chance(0.95) ? `:${two(this.chance(0.99) ? 60 : 62)}` : "";
    const fraction =
      seconds !== "" && this.chance(0.8) ? `.${"123456789".slice(0, this.pick([0, 1, 2, 3, 3, 3, 6, 6, 7, 9]))}` : "";
    return `${this.date()}${this.chance(0.99) ? this.pick([" ", "T"]) : "_"}${two(24)}:${two(60)}${seconds}${fraction}${this.pick(["", "Z"])}`;
  }

  text(): string {
    const pieces = [
      "a",
      "plain ASCII text, some of it long",
      "ä",
      "€",
      "😀",
      "\n",
      '"',
      "\\",
      "\u0000",
      "\u007f",
      "日本語テキスト",
      "",
    ];
    return Array.from({ length: this.below(4) }, () => this.pick(pieces)).join("");
  }

  anything(depth: number): string {
    switch (this.below(depth > 3 ? 4 : 6)) {
      case 0:
        return this.pick(["true", "false", "null", '""', "0"]);
      case 1:
        return this.decimal(18);
      case 2:
      case 3:
        return this.quotedText(this.text());
      case 4:
        return `[${Array.from({ length: this.below(4) }, () => `${this.space()}${this.anything(depth + 1)}${this.space()}`).join(",")}]`;
      default:
        return `{${Array.from({ length: this.below(4) }, () => `${this.key(this.text())}${this.space()}:${this.anything(depth + 1)}`).join(",")}}`;
    }
  }

  mutated(line: string): string {
    const bytes = [
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "0",
      "-",
      ".",
      "e",
      "u",
      "\x00",
      "\x1f",
      "\x7f",
      "\x80",
      "\xc3",
      "\xed\xa0\x80",
      "\xff",
      " ",
      "\r",
      "\\ud800",
    ];
    let mutated = line;
    for (let n = this.below(2); n >= 0; n--) {
      const at = this.below(mutated.length + 1);
      const other = this.chance(0.7) ? this.pick(bytes) : String.fromCharCode(this.below(256)).replace("\n", "x");
      mutated = mutated.slice(0, at) + (this.chance(0.7) ? other : "") + mutated.slice(at + this.below(3));
    }
    return mutated;
  }
}

function utf8(text: string): string {
  return Buffer.from(text).toString("latin1");
}

describe("seeded lines", async () => {
  const source = { name: "s", columns: COLUMNS };
  const makes = [
    await compileDecoder(source, OPTIONS),
    await compileDecoder(source, { ...OPTIONS, target: "release" }),
  ];
  const seen = new Map<number, number>();
  let rows = 0;

  test.each(Array.from({ length: ROUNDS }, (_, seed) => seed))(`${LINES} lines of seed %i`, async (seed) => {
    const generator = new Generator(seed);
    const lines = Array.from({ length: LINES }, () => generator.line());
    const input = Buffer.from((generator.chance(0.5) ? "\xef\xbb\xbf" : "") + lines.join("\n"), "latin1");
    const decoder = await makes[seed % 2]!();
    for (let at = 0; at < input.length; ) {
      const size = generator.pick([1, 5, 100, 5000, 50_000, 1_000_000]);
      decoder.push(input.subarray(at, at + size), at + size >= input.length);
      at += size;
    }
    const decoded = decoder.take();
    const reference = decodeReference(input, OPTIONS);
    expect(decoded.errors.map(({ sample, ...error }) => error)).toEqual(reference.errors);
    expect(decoded.rows.map(({ values }) => values)).toEqual(reference.rows);
    for (const { code } of reference.errors) seen.set(code, (seen.get(code) ?? 0) + 1);
    rows += reference.rows.length;

    const faults = new Map(reference.errors.map((error) => [error.number, error]));
    for (const [i, line] of lines.entries()) agreesWithJsonParse(line, faults.get(i + 1)?.code ?? 0);
  });

  test("every kind of fault was among them", () => {
    expect([...seen.keys()].sort()).toEqual([6001, 6002, 6003, 6004, 6005, 6006, 6007, 6011, 6014, 6015]);
    for (const [code, count] of seen) expect(count, String(code)).toBeGreaterThan(100);
    expect(rows).toBeGreaterThan((ROUNDS * LINES) / 4);
  });
});

/** JSON.parse takes any value, half surrogate pairs and no carriage return less; in all else it must agree. */
function agreesWithJsonParse(line: string, code: number): void {
  if (line.trim() === "" || code === INVALID_UTF8 || line.length > OPTIONS.rowBytesMax) return;
  const value = parsed(Buffer.from(line, "latin1").toString("utf8"));
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (code !== INVALID_JSON) expect(isObject, line).toBe(true);
  else if (isObject) expect(/\\u[dD][89a-fA-F]/.test(line), line).toBe(true);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
