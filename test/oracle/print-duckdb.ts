/** Prints a spec as a batch query for DuckDB 1.5. Where DuckDB differs from sql.md, differences.md says how and why. */
import { overloadOf } from "../fuzz/function-table.ts";
import { assertNever, type QuerySpec, type SpecType, type Value, type WindowSpec } from "../fuzz/query-spec.ts";
import { isFloat, isInteger } from "../fuzz/typing.ts";
import { type BatchDialect, printBatch, type TimeMode, textLiteral, type WindowText } from "./print-batch.ts";

/** Null: DuckDB is no judge of this spec. */
export function printDuckdb(spec: QuerySpec, mode: TimeMode): string | null {
  return printBatch(spec, duckdbDialect, mode);
}

export const duckdbDialect: BatchDialect = {
  typeName,
  literal,
  interval: (months, days, us) => {
    if (months !== 0) return `to_months(${months})`;
    return days !== 0 ? `to_days(${days})` : `to_microseconds(${us})`;
  },
  call: (id) => {
    const { duckdb } = overloadOf(id);
    if (duckdb === null) throw new Error(`no DuckDB text for ${id}`);
    return duckdb;
  },
  cast,
  fromUs: (us) => `make_timestamp(${us})`,
  toUs: (timestamp) => `epoch_us(${timestamp})`,
  windows,
};

function typeName(type: SpecType): string {
  switch (type.kind) {
    case "REAL":
      return "FLOAT";
    case "TEXT":
      return "VARCHAR";
    case "TIMESTAMP":
    case "BOOLEAN":
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
    case "DOUBLE":
    case "DATE":
      return type.kind;
    default:
      return assertNever(type, "SpecType");
  }
}

function literal(value: Exclude<Value, null>, type: SpecType): string {
  if (type.kind === "TEXT") return textLiteral(value as string);
  if (type.kind === "DATE") return `(DATE '1970-01-01' + CAST(${value} AS INTEGER))`;
  if (type.kind === "TIMESTAMP") return `make_timestamp(CAST('${value}' AS BIGINT))`;
  return `CAST('${Object.is(value, -0) ? "-0.0" : value}' AS ${typeName(type)})`;
}

const INTEGER_TEXT = String.raw`\s*[+-]?[0-9]+\s*`;
const FLOAT_TEXT = String.raw`\s*[+-]?(([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?|[Ii]nfinity|inf|[Nn]a[Nn])\s*`;
const DATE_TEXT = String.raw`\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*`;
const TIMESTAMP_TEXT = String.raw`\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?\s*`;
const TRUE_WORDS = "'t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'";
const FALSE_WORDS = "'f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'";

/**
 * DuckDB reads more texts as numbers than sql.md does (`'1.5'::int`, `'1e3'::int`), so texts are matched first; its
 * VARCHAR(n) and TIMESTAMP(p) do not cut or round as ours do, so that is written out. It prints DOUBLE in a form of
 * its own and is no judge of that.
 */
function cast(text: string, from: SpecType, to: SpecType, mode: "strict" | "try"): string | null {
  const word = mode === "try" ? "TRY_CAST" : "CAST";
  const matching = (pattern: string) =>
    `(CASE WHEN regexp_full_match(${text}, '${pattern}') THEN ${word}(trim(${text}) AS ${typeName(to)}) END)`;
  if (to.kind === "TEXT") {
    if (isFloat(from.kind)) return null;
    const plain = from.kind === "TEXT" ? text : `CAST(${text} AS VARCHAR)`;
    return to.maxLength === null ? plain : `left(${plain}, ${to.maxLength})`;
  }
  if (from.kind === "TEXT") {
    if (isInteger(to.kind)) return matching(INTEGER_TEXT);
    if (isFloat(to.kind)) return matching(FLOAT_TEXT);
    if (to.kind === "DATE") return matching(DATE_TEXT);
    if (to.kind === "TIMESTAMP") return roundTimestamp(matching(TIMESTAMP_TEXT), to.precision);
    const word = `lower(trim(${text}))`;
    return `(CASE WHEN ${word} IN (${TRUE_WORDS}) THEN true WHEN ${word} IN (${FALSE_WORDS}) THEN false END)`;
  }
  if (to.kind === "TIMESTAMP") return roundTimestamp(`CAST(${text} AS TIMESTAMP)`, to.precision);
  return `${word}(${text} AS ${typeName(to)})`;
}

/** Half away from 1970, which is what sql.md's microseconds since the epoch make of PostgreSQL's half away from zero. */
function roundTimestamp(text: string, precision: number): string {
  if (precision === 6) return text;
  const unit = 10 ** (6 - precision);
  const us = `epoch_us(${text})`;
  return `make_timestamp(sign(${us}) * ((abs(${us}) + ${unit / 2}) // ${unit} * ${unit}))`;
}

function windows(spec: WindowSpec, time: string, mode: TimeMode): WindowText {
  return mode === "micros" ? windowsInMicros(spec, `epoch_us(${time})`) : windowsInTimestamps(spec, time);
}

function windowsInMicros({ kind, sizeUs: n, slideUs: s, offsetUs: o }: WindowSpec, ts: string): WindowText {
  const floor = (unit: bigint) => `(${ts} - ((${ts} - ${o}) % ${unit} + ${unit}) % ${unit})`;
  if (kind === "tumble") return { series: null, start: floor(n), end: `${floor(n)} + ${n}`, keep: null };
  if (kind === "hop") {
    const first = `${floor(s)} - ${((n + s - 1n) / s) * s}`;
    const series = `unnest(generate_series(${first}, ${floor(s)}, ${s}))`;
    return { series, start: `"w$x"`, end: `"w$x" + ${n}`, keep: `"w$x" + ${n} > ${ts}` };
  }
  const series = `unnest(generate_series(${floor(s)} + ${s}, ${floor(n)} + ${n}, ${s}))`;
  return { series, start: floor(n), end: `"w$x"`, keep: null };
}

/** By the engine's own calendar; its default origin is not the epoch, so ours is given. */
function windowsInTimestamps({ kind, sizeUs, slideUs, offsetUs }: WindowSpec, ts: string): WindowText {
  const n = `to_microseconds(${sizeUs})`;
  const s = `to_microseconds(${slideUs})`;
  const floor = (unit: string) => `time_bucket(${unit}, ${ts}, make_timestamp(CAST('${offsetUs}' AS BIGINT)))`;
  if (kind === "tumble") return { series: null, start: floor(n), end: `${floor(n)} + ${n}`, keep: null };
  if (kind === "hop") {
    const back = `to_microseconds(${((sizeUs + slideUs - 1n) / slideUs) * slideUs})`;
    const series = `unnest(generate_series(${floor(s)} - ${back}, ${floor(s)}, ${s}))`;
    return { series, start: `"w$x"`, end: `"w$x" + ${n}`, keep: `"w$x" + ${n} > ${ts}` };
  }
  const series = `unnest(generate_series(${floor(s)} + ${s}, ${floor(n)} + ${n}, ${s}))`;
  return { series, start: floor(n), end: `"w$x"`, keep: null };
}
