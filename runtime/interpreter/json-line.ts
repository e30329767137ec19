/** Rows given as JSON lines: one object per line, checked as a whole, of which only the needed members are read. */
import { INVALID_JSON, INVALID_UTF8 } from "../assembly/codes.ts";
import type { SqlType, Value } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { parseDate, parseTimestamp } from "./datetime-text.ts";
import { datetimeOutOfRange, Fault } from "./fault.ts";
import { type InputColumn, type InputFault, nullFor, textFor, timestampFor, wrongType } from "./input.ts";
import { narrowInteger } from "./integers.ts";
import { type Member, scanObject } from "./json-scan.ts";
import { parseDouble, parseInteger, parseReal } from "./number-text.ts";
import { decodeUtf8, illFormedAt } from "./utf8.ts";

/** `at`: the byte of the line at which the fault was found; its length for a column that is not there. */
export interface LineFault extends InputFault {
  readonly at: number;
}

/**
 * Reads lines (without their ends) into the values of `columns`. Of faults in the text of the line the first by byte
 * counts; only a line without any is judged by column: the values as they stand in the line, then the columns it does
 * not name. Keys match exactly after unescaping, the last of equal keys counts, unknown ones are skipped.
 */
export function jsonLineReader(columns: readonly InputColumn[]): (line: Uint8Array) => Value[] | LineFault {
  const columnByName = new Map(columns.map(({ name }, index) => [name, index]));
  return (line) => {
    const members = checkedMembers(line);
    if ("code" in members) return members;
    const memberByColumn = lastMembers(line, members, columnByName);
    const values: Value[] = columns.map(() => null);
    for (const [column, member] of memberByColumn) {
      const value = memberValue(line, member, columns[column]!);
      if (value instanceof Fault) return { code: value.code, column, at: member.valueStart };
      values[column] = value;
    }
    for (const [column, declared] of columns.entries()) {
      const absent = memberByColumn.has(column) ? null : nullFor(declared);
      if (absent !== null) return { code: absent.code, column, at: line.length };
    }
    return values;
  };
}

function checkedMembers(line: Uint8Array): readonly Member[] | LineFault {
  const members = scanObject(line);
  const jsonFault = typeof members === "number" ? members : Infinity;
  const utf8Fault = illFormedAt(line);
  if (utf8Fault >= 0 && utf8Fault <= jsonFault) return { code: INVALID_UTF8, column: null, at: utf8Fault };
  return typeof members === "number" ? { code: INVALID_JSON, column: null, at: members } : members;
}

/** The members that count, in the order in which they stand in the line. */
function lastMembers(
  line: Uint8Array,
  members: readonly Member[],
  columnByName: ReadonlyMap<string, number>,
): ReadonlyMap<number, Member> {
  const found = new Map<number, Member>();
  for (const member of members) {
    const column = columnByName.get(textOf(line, member.keyStart, member.keyEnd));
    if (column === undefined) continue;
    found.delete(column);
    found.set(column, member);
  }
  return found;
}

function memberValue(line: Uint8Array, { valueStart, valueEnd }: Member, column: InputColumn): Value | Fault {
  switch (line[valueStart]) {
    case 0x22: // "
      return fromString(textOf(line, valueStart + 1, valueEnd - 1), column.type);
    case 0x74: // true
    case 0x66: // false
      return column.type.kind === "BOOLEAN" ? line[valueStart] === 0x74 : wrongType;
    case 0x6e: // null
      return nullFor(column);
    case 0x5b: // [
    case 0x7b: // {
      return wrongType;
    default:
      return fromNumber(decodeUtf8(line, valueStart, valueEnd), column.type);
  }
}

const DIGITS = /^-?\d+$/;

function fromString(text: string, type: SqlType): Value | Fault {
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return integer(text, type);
    case "REAL":
    case "DOUBLE":
      return text === "NaN" || text === "Infinity" || text === "-Infinity" ? Number(text) : wrongType;
    case "TEXT":
      return textFor(text, type.maxLength);
    case "DATE":
      return parseDate(text);
    case "TIMESTAMP":
      return parseTimestamp(text, type.precision);
    case "BOOLEAN":
    case "INTERVAL":
      return wrongType;
    default:
      return assertNever(type, "type");
  }
}

/** `token` follows the grammar of JSON. */
function fromNumber(token: string, type: SqlType): Value | Fault {
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return integer(token, type);
    case "REAL":
      return parseReal(token);
    case "DOUBLE":
      return parseDouble(token);
    case "TIMESTAMP":
      return DIGITS.test(token) ? fromEpochMs(parseInteger(token), type.precision) : wrongType;
    case "BOOLEAN":
    case "TEXT":
    case "DATE":
    case "INTERVAL":
      return wrongType;
    default:
      return assertNever(type, "type");
  }
}

function fromEpochMs(ms: bigint | Fault, precision: number): Value | Fault {
  return ms instanceof Fault ? datetimeOutOfRange : timestampFor(ms * 1000n, precision);
}

type IntegerType = Extract<SqlType, { kind: "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" }>;

/** Digits, in a string or not; a fraction or an exponent is another type, even of an integral value. */
function integer(digits: string, { kind }: IntegerType): Value | Fault {
  if (!DIGITS.test(digits)) return wrongType;
  const value = parseInteger(digits);
  if (value instanceof Fault || kind === "BIGINT") return value;
  return narrowInteger(kind, Number(value));
}

/** The text between two quotes. */
function textOf(line: Uint8Array, start: number, end: number): string {
  const text = decodeUtf8(line, start, end);
  return text.includes("\\") ? text.replace(ESCAPE, unescaped) : text;
}

const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|(.))/g;
const CONTROL: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unescaped(_escape: string, unit: string | undefined, letter: string): string {
  return unit === undefined ? (CONTROL[letter] ?? letter) : String.fromCharCode(Number.parseInt(unit, 16));
}
