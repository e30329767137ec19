/** Reads and writes the case folders of quality.md §1: query.sql, input.jsonl, expected.jsonl, case.json. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatDate, formatTimestamp, parseDate, parseTimestamp } from "./fuzz/calendar.ts";
import type { ExpectedLine, InputLine, JsonRow, JsonValue } from "./fuzz/engine.ts";
import { assertNever, type SpecType, type Value } from "./fuzz/query-spec.ts";

/** Who says that the expected lines are true. */
export type Truth = "oracle" | "model" | "hand";

export interface Case {
  readonly sql: string;
  /** One sentence. */
  readonly proves: string;
  readonly truth: Truth;
  readonly input: readonly InputLine[];
  readonly expected: readonly ExpectedLine[];
  readonly options: CaseOptions;
}

/** case.json, for the unusual. */
export interface CaseOptions {
  /** Of the generator that found the case. */
  readonly seed?: number;
  /** The case is not run, and why; skips are counted and printed. */
  readonly skip?: string;
  /** Settings handed to the run as they are. */
  readonly config?: JsonRow;
}

/** Throws with file and line where a folder is not a case. */
export function readCase(folder: string): Case {
  const sql = readFileSync(join(folder, "query.sql"), "utf8");
  const proves = header(sql, "proves");
  const truth = header(sql, "truth");
  if (proves === null || truth === null) throw new Error(`${folder}/query.sql lacks "-- proves:" or "-- truth:"`);
  if (truth !== "oracle" && truth !== "model" && truth !== "hand")
    throw new Error(`${folder}/query.sql: truth: ${truth}`);
  const optionsFile = join(folder, "case.json");
  return {
    sql,
    proves,
    truth,
    input: readLines(join(folder, "input.jsonl"), INPUT_SHAPES) as unknown as InputLine[],
    expected: readLines(join(folder, "expected.jsonl"), EXPECTED_SHAPES) as unknown as ExpectedLine[],
    options: existsSync(optionsFile) ? (JSON.parse(readFileSync(optionsFile, "utf8")) as CaseOptions) : {},
  };
}

/** `sql` without its two header lines is as good as with them. */
export function writeCase(folder: string, { sql, proves, truth, input, expected, options }: Case): void {
  mkdirSync(folder, { recursive: true });
  const body = sql.replace(/^-- (proves|truth):.*\n/gm, "");
  writeFileSync(join(folder, "query.sql"), `-- proves: ${proves}\n-- truth: ${truth}\n${body}`);
  writeFileSync(join(folder, "input.jsonl"), printLines(input));
  writeFileSync(join(folder, "expected.jsonl"), printLines(expected));
  if (Object.keys(options).length > 0)
    writeFileSync(join(folder, "case.json"), `${JSON.stringify(options, null, 2)}\n`);
}

/** Why the oracle does not judge the case, as the case itself says; null: it does. */
export function whyUnjudged(sql: string, oracle: "duckdb" | "postgres"): string | null {
  return header(sql, `no ${oracle}`) ?? header(sql, "no oracle");
}

function header(sql: string, name: string): string | null {
  return new RegExp(`^-- ${name}: *(.+?) *$`, "m").exec(sql)?.[1] ?? null;
}

/** For each kind of line its members, those that may be left out marked `?`. */
type Shapes = readonly (readonly string[])[];

const INPUT_SHAPES: Shapes = [
  ["in", "row"],
  ["in", "bytes"],
  ["in?", "watermark"],
  ["in", "idle"],
  ["clock"],
  ["do"],
  ["in?", "end"],
];

const EXPECTED_SHAPES: Shapes = [
  ["after", "op", "row"],
  ["after", "side", "row"],
  ["after", "side", "code", "offset?"],
  ["after", "law"],
  ["end", "open"],
];

function readLines(file: string, shapes: Shapes): JsonRow[] {
  const texts = readFileSync(file, "utf8").split(/\r?\n/);
  return texts.flatMap((text, i) => {
    if (text.trim() === "") return [];
    const line = JSON.parse(text) as JsonRow;
    if (!shapes.some((shape) => fits(line, shape))) throw new Error(`${file}:${i + 1}: no such line: ${text}`);
    return [line];
  });
}

function fits(line: JsonRow, shape: readonly string[]): boolean {
  const known = shape.map((name) => name.replace("?", ""));
  const wanted = shape.filter((name) => !name.endsWith("?"));
  return Object.keys(line).every((name) => known.includes(name)) && wanted.every((name) => name in line);
}

function printLines(lines: readonly (InputLine | ExpectedLine)[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** The value as JSON of that type; BIGINTs beyond 2^53 and floats that JSON lacks are tagged. */
export function encodeValue(value: Value, type: SpecType): JsonValue {
  if (value === null) return null;
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : { $i64: String(value) };
    }
    case "REAL":
    case "DOUBLE": {
      const number = value as number;
      return Number.isFinite(number) && !Object.is(number, -0) ? number : { $f64: bitsOf(number) };
    }
    case "DATE":
      return formatDate(value as bigint);
    case "TIMESTAMP": {
      const text = formatTimestamp(value as bigint, type.precision);
      const plain = /^\d{4}-/.test(text) && parseTimestamp(text) === value;
      return plain ? text : { $ts: String(value) };
    }
    case "BOOLEAN":
    case "TEXT":
      return value as boolean | string;
    default:
      return assertNever(type, "SpecType");
  }
}

/** What `encodeValue` wrote, and the other forms of settled.md "Text in and out"; absent is NULL. */
export function decodeValue(json: JsonValue | undefined, type: SpecType): Value {
  if (json === null || json === undefined) return null;
  const tagged = typeof json === "object" && !Array.isArray(json) ? (json as { readonly [tag: string]: string }) : null;
  switch (type.kind) {
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return BigInt(tagged?.$i64 ?? (json as number | string));
    case "REAL":
    case "DOUBLE":
      return tagged === null ? Number(json) : fromBits(tagged.$f64!);
    case "DATE":
      return parseDate(tagged?.$date ?? (json as string));
    case "TIMESTAMP":
      if (tagged !== null) return BigInt(tagged.$ts!);
      return typeof json === "number" ? BigInt(Math.round(json * 1000)) : parseTimestamp(json as string);
    case "BOOLEAN":
    case "TEXT":
      return json as boolean | string;
    default:
      return assertNever(type, "SpecType");
  }
}

function bitsOf(number: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return Number.isNaN(number) ? "7ff8000000000000" : view.getBigUint64(0).toString(16).padStart(16, "0");
}

function fromBits(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}
