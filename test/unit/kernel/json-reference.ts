/**
 * What the JSON-lines decoder must answer, written for obviousness from its rules and nothing else: the input is cut
 * into lines, a line is read character by character into a tree, the tree is judged column by column.
 */
import {
  DATETIME_OUT_OF_RANGE,
  INVALID_DATETIME,
  INVALID_JSON,
  INVALID_UTF8,
  NULL_EVENT_TIME,
  NULL_NOT_ALLOWED,
  OUT_OF_RANGE,
  ROW_TOO_LONG,
  TEXT_TOO_LONG,
  WRONG_TYPE,
} from "../../../runtime/assembly/codes.ts";
import type { Field, SqlType, Value } from "../../../runtime/plan.ts";

export interface ReferenceError {
  readonly code: number;
  readonly column: number;
  readonly at: number;
  readonly offset: number;
  readonly number: number;
  readonly length: number;
  readonly rowsBefore: number;
}

export interface ReferenceResult {
  readonly rows: readonly (readonly Value[])[];
  readonly errors: readonly ReferenceError[];
}

export interface ReferenceOptions {
  readonly columns: readonly Field[];
  readonly required: readonly number[];
  /** Index within `required`. */
  readonly eventTime: number | null;
  readonly rowBytesMax: number;
}

export function decodeReference(input: Uint8Array, options: ReferenceOptions): ReferenceResult {
  const rows: (readonly Value[])[] = [];
  const errors: ReferenceError[] = [];
  // One character per byte, so that texts and regular expressions work on bytes.
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("latin1");
  let offset = bytes.startsWith("\xef\xbb\xbf") ? 3 : 0;
  for (const [index, raw] of bytes.slice(offset).split("\n").entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const verdict = judgeLine(line, options);
    if (verdict instanceof Fault) {
      const { code, column, at } = verdict;
      errors.push({ code, column, at, offset, number: index + 1, length: line.length, rowsBefore: rows.length });
    } else if (verdict !== null) rows.push(verdict);
    offset += raw.length + 1;
  }
  return { rows, errors };
}

class Fault {
  readonly code: number;
  readonly at: number;
  readonly column: number;

  constructor(code: number, at: number, column = -1) {
    this.code = code;
    this.at = at;
    this.column = column;
  }
}

/** The values of a row, a fault, or null for a blank line. */
function judgeLine(line: string, options: ReferenceOptions): readonly Value[] | Fault | null {
  if (line.length > options.rowBytesMax) return new Fault(ROW_TOO_LONG, options.rowBytesMax);
  if (/^[ \t\r]*$/.test(line)) return null;
  const illFormed = wellFormedPrefix(line);
  const tree = attempt(() => parseLine(line));
  if (illFormed < line.length && !(tree instanceof Fault && tree.at < illFormed))
    return new Fault(INVALID_UTF8, illFormed);
  return tree instanceof Fault ? tree : judgeMembers(line, tree, options);
}

function judgeMembers(line: string, members: readonly Member[], options: ReferenceOptions): readonly Value[] | Fault {
  const faults: Fault[] = [];
  const values = options.required.map((ordinal, index): Value => {
    const { name, type, nullable } = options.columns[ordinal]!;
    const member = members.filter(({ key }) => key === name).at(-1);
    const at = member?.at ?? line.length;
    const value = member === undefined || member.value === null ? null : attempt(() => convert(member.value, type));
    if (value instanceof Fault) faults.push(new Fault(value.code, at, ordinal));
    else if (value !== null) return value;
    else if (index === options.eventTime) faults.push(new Fault(NULL_EVENT_TIME, at, ordinal));
    else if (!nullable) faults.push(new Fault(NULL_NOT_ALLOWED, at, ordinal));
    return null;
  });
  // Missing columns stand at the end of the line, in declared order among themselves.
  return faults.sort((a, b) => a.at - b.at)[0] ?? values;
}

/** A number keeps its text; arrays and nested objects are of no interest. */
type Json = null | boolean | string | { readonly number: string } | "container"[];

interface Member {
  readonly key: string;
  readonly value: Json;
  readonly at: number;
}

function parseLine(line: string): readonly Member[] {
  const parser = new Parser(line);
  parser.space();
  const members = parser.object(1);
  parser.space();
  if (parser.at < line.length) parser.fail();
  return members;
}

class Parser {
  at = 0;
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
  }

  fail(at = this.at): never {
    throw new Fault(INVALID_JSON, at);
  }

  #next(): string {
    return this.#line.charAt(this.at);
  }

  space(): void {
    while (this.#next() === " " || this.#next() === "\t" || this.#next() === "\r") this.at++;
  }

  #expect(text: string): void {
    for (const character of text) {
      if (this.#next() !== character) this.fail();
      this.at++;
    }
  }

  object(depth: number): readonly Member[] {
    const members: Member[] = [];
    this.#list(depth, "{", "}", () => {
      const key = this.#string();
      this.space();
      this.#expect(":");
      this.space();
      const at = this.at;
      members.push({ key, value: this.#value(depth), at });
    });
    return members;
  }

  #list(depth: number, open: string, close: string, item: () => void): void {
    if (depth > 1000) this.fail();
    this.#expect(open);
    this.space();
    if (this.#next() !== close) {
      for (;;) {
        item();
        this.space();
        if (this.#next() === close) break;
        this.#expect(",");
        this.space();
      }
    }
    this.at++;
  }

  #value(depth: number): Json {
    const next = this.#next();
    if (next === '"') return this.#string();
    if (next === "{") {
      this.object(depth + 1);
      return ["container"];
    }
    if (next === "[") {
      this.#list(depth + 1, "[", "]", () => this.#value(depth + 1));
      return ["container"];
    }
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (next !== word[0]) continue;
      this.#expect(word);
      return value;
    }
    return this.#number();
  }

  #number(): Json {
    const start = this.at;
    if (this.#next() === "-") this.at++;
    if (this.#next() === "0") this.at++;
    else this.#digits();
    if (this.#next() === ".") {
      this.at++;
      this.#digits();
    }
    if (this.#next() === "e" || this.#next() === "E") {
      this.at++;
      if (this.#next() === "+" || this.#next() === "-") this.at++;
      this.#digits();
    }
    return { number: this.#line.slice(start, this.at) };
  }

  #digits(): void {
    if (!/[0-9]/.test(this.#next())) this.fail();
    while (/[0-9]/.test(this.#next())) this.at++;
  }

  #string(): string {
    const start = this.at;
    this.#expect('"');
    while (this.#next() !== '"') {
      if (this.#next() < " ") this.fail();
      if (this.#next() === "\\") this.#escape();
      else this.at++;
    }
    this.at++;
    const token = Buffer.from(this.#line.slice(start, this.at), "latin1").toString("utf8");
    return JSON.parse(token) as string;
  }

  #escape(): void {
    const start = this.at;
    const first = this.#escaped();
    if (first >= 0xdc00 && first <= 0xdfff) this.fail(start);
    if (first < 0xd800 || first > 0xdbff) return;
    if (this.#line.slice(this.at, this.at + 2) !== "\\u") this.fail(start);
    const second = this.#escaped();
    if (second < 0xdc00 || second > 0xdfff) this.fail(start);
  }

  /** The code unit, if it is written as one. */
  #escaped(): number {
    this.at++;
    const letter = this.#next();
    if (letter === "" || !'"\\/bfnrtu'.includes(letter)) this.fail();
    this.at++;
    if (letter !== "u") return 0;
    for (let i = 0; i < 4; i++, this.at++) if (!/[0-9a-fA-F]/.test(this.#next())) this.fail();
    return Number.parseInt(this.#line.slice(this.at - 4, this.at), 16);
  }
}

/** Throws a Fault for a value that the type cannot take. */
function convert(value: Json, type: SqlType): Value {
  const number = typeof value === "object" && value !== null && "number" in value ? value.number : null;
  const text = typeof value === "string" ? value : null;
  switch (type.kind) {
    case "BOOLEAN":
      return typeof value === "boolean" ? value : wrongType();
    case "TINYINT":
      return Number(integer(number ?? text, 8));
    case "SMALLINT":
      return Number(integer(number ?? text, 16));
    case "INTEGER":
      return Number(integer(number ?? text, 32));
    case "BIGINT":
      return integer(number ?? text, 64);
    case "REAL":
      return real(number, text, Math.fround);
    case "DOUBLE":
      return real(number, text, (double) => double);
    case "TEXT":
      if (text === null) return wrongType();
      if (type.maxLength !== null && [...text].length > type.maxLength) throw new Fault(TEXT_TOO_LONG, 0);
      return text;
    case "DATE":
      return text === null ? wrongType() : date(text);
    case "TIMESTAMP":
      if (text !== null) return timestamp(text, type.precision);
      if (number === null || !/^-?[0-9]+$/.test(number)) return wrongType();
      return truncate(inRange(BigInt(number) * 1000n), type.precision);
    case "INTERVAL":
      throw new Error("no column type");
  }
}

function wrongType(): never {
  throw new Fault(WRONG_TYPE, 0);
}

function integer(digits: string | null, bits: number): bigint {
  if (digits === null || !/^-?[0-9]+$/.test(digits)) return wrongType();
  const value = BigInt(digits);
  if (value !== BigInt.asIntN(bits, value)) throw new Fault(OUT_OF_RANGE, 0);
  return value;
}

function real(number: string | null, text: string | null, round: (double: number) => number): number {
  if (number === null)
    return text === "NaN" || text === "Infinity" || text === "-Infinity" ? Number(text) : wrongType();
  const value = round(Number(number));
  if (!Number.isFinite(value)) throw new Fault(OUT_OF_RANGE, 0);
  return value;
}

const DAY_US = 86_400_000_000n;

function date(text: string): number {
  const match = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) throw new Fault(INVALID_DATETIME, 0);
  const days = daysOf(match);
  if (days < -(2n ** 62n) / DAY_US || days > 2n ** 62n / DAY_US) throw new Fault(DATETIME_OUT_OF_RANGE, 0);
  return Number(days);
}

function timestamp(text: string, precision: number): bigint {
  const match = /^(-?\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?Z?)?$/.exec(text);
  if (match === null) throw new Fault(INVALID_DATETIME, 0);
  const days = daysOf(match);
  const [hour, minute, second] = match.slice(4, 7).map((digits) => BigInt(digits ?? "0")) as [bigint, bigint, bigint];
  if (hour > 23n || minute > 59n || second > 59n) throw new Fault(DATETIME_OUT_OF_RANGE, 0);
  const fraction = BigInt(`${match[7] ?? ""}000000`.slice(0, 6));
  return truncate(inRange(days * DAY_US + ((hour * 60n + minute) * 60n + second) * 1_000_000n + fraction), precision);
}

/** Days since 1970, by counting: whole years, then the months of the last one. */
function daysOf(match: RegExpExecArray): bigint {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (y: number) => y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  const months = [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > months[month - 1]!) throw new Fault(DATETIME_OUT_OF_RANGE, 0);
  // 400 years have 146,097 days.
  const cycles = Math.floor((year - 1970) / 400);
  let days = BigInt(cycles) * 146_097n;
  for (let y = 1970 + cycles * 400; y < year; y++) days += leap(y) ? 366n : 365n;
  for (let m = 0; m < month - 1; m++) days += BigInt(months[m]!);
  return days + BigInt(day - 1);
}

function inRange(us: bigint): bigint {
  if (us < -(2n ** 62n) || us > 2n ** 62n) throw new Fault(DATETIME_OUT_OF_RANGE, 0);
  return us;
}

function truncate(us: bigint, precision: number): bigint {
  const unit = 10n ** BigInt(6 - precision);
  return us - (((us % unit) + unit) % unit);
}

/** RFC 3629, section 4. */
const CHARACTER =
  /[^\x80-\xff]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/y;

/** How many bytes of the line are well-formed from its start. */
function wellFormedPrefix(line: string): number {
  let at = 0;
  for (;;) {
    CHARACTER.lastIndex = at;
    const match = CHARACTER.exec(line);
    if (match === null) return at;
    at += match[0].length;
  }
}

function attempt<T>(action: () => T): T | Fault {
  try {
    return action();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
