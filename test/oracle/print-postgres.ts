/** Prints a spec as a batch query for PostgreSQL 18, over the domain and functions of `POSTGRES_PRELUDE`. */
import { formatDate, formatTimestamp } from "../fuzz/calendar.ts";
import { COMPARABLE, overloadOf } from "../fuzz/function-table.ts";
import type { QuerySpec, SpecType, TypeKind, Value, WindowSpec } from "../fuzz/query-spec.ts";
import { isInteger } from "../fuzz/typing.ts";
import { type BatchDialect, printBatch, type TimeMode, textLiteral, type WindowText } from "./print-batch.ts";

/** Null: PostgreSQL is no judge of this spec. */
export function printPostgres(spec: QuerySpec, mode: TimeMode): string | null {
  return printBatch(spec, postgresDialect, mode);
}

export const postgresDialect: BatchDialect = {
  typeName,
  literal,
  interval: (months, days, us) =>
    `(make_interval(months => ${months}, days => ${days}) + interval '${us} microseconds')`,
  call: (id) => {
    const { postgres } = overloadOf(id);
    if (postgres === null) throw new Error(`no PostgreSQL text for ${id}`);
    return postgres;
  },
  cast,
  fromUs: (us) => `mr_from_us(${us})`,
  toUs: (timestamp) => `mr_to_us(${timestamp})`,
  windows,
};

const KIND_NAMES: Readonly<Record<TypeKind, string>> = {
  BOOLEAN: "boolean",
  TINYINT: "int1",
  SMALLINT: "smallint",
  INTEGER: "integer",
  BIGINT: "bigint",
  REAL: "real",
  DOUBLE: "double precision",
  TEXT: "text",
  DATE: "date",
  TIMESTAMP: "timestamp",
};

function typeName(type: SpecType): string {
  if (type.kind === "TEXT" && type.maxLength !== null) return `varchar(${type.maxLength})`;
  return type.kind === "TIMESTAMP" ? `timestamp(${type.precision})` : KIND_NAMES[type.kind];
}

function literal(value: Exclude<Value, null>, type: SpecType): string {
  if (type.kind === "TEXT") return `CAST(${textLiteral(value as string)} AS text)`;
  if (type.kind === "DATE") return `DATE '${formatDate(value as bigint)}'`;
  if (type.kind === "TIMESTAMP") return `TIMESTAMP '${formatTimestamp(value as bigint, 6)}'`;
  return `CAST('${Object.is(value, -0) ? "-0" : value}' AS ${typeName(type)})`;
}

/**
 * BOOLEAN converts only to and from INTEGER there; TRY_CAST is a function that catches the error; TIMESTAMP(p) rounds
 * half away from 2000-01-01 there and from 1970-01-01 here, so that is written out.
 */
function cast(text: string, from: SpecType, to: SpecType, mode: "strict" | "try"): string {
  if (to.kind === "TIMESTAMP" && from.kind === "TIMESTAMP") return `mr_round(${text}, ${10 ** (6 - to.precision)})`;
  if (mode === "try") return `CAST(${tryName(from.kind, to.kind)}(${text}) AS ${typeName(to)})`;
  return castText(text, from.kind, to.kind, typeName(to));
}

function castText(text: string, from: TypeKind, to: TypeKind, name: string): string {
  if (to === "BOOLEAN" && isInteger(from)) return `(${text} <> 0)`;
  return from === "BOOLEAN" && isInteger(to) ? `CAST(CAST(${text} AS integer) AS ${name})` : `CAST(${text} AS ${name})`;
}

function tryName(from: TypeKind, to: TypeKind): string {
  return `mr_try_${from}_${to}`.toLowerCase();
}

/** The conversions of the language, by kind. */
export function isCast(from: TypeKind, to: TypeKind): boolean {
  if (from === to || from === "TEXT" || to === "TEXT") return true;
  const number = (kind: TypeKind) => isInteger(kind) || kind === "REAL" || kind === "DOUBLE";
  if (number(from) && number(to)) return true;
  if (from === "BOOLEAN" || to === "BOOLEAN") return isInteger(from) || isInteger(to);
  return !number(from) && !number(to);
}

function tryFunction(from: TypeKind, to: TypeKind): string {
  const [arg, result] = [KIND_NAMES[from], KIND_NAMES[to]];
  return `CREATE FUNCTION ${tryName(from, to)}(x ${arg}) RETURNS ${result} LANGUAGE plpgsql IMMUTABLE STRICT AS $$
    BEGIN RETURN ${castText("x", from, to, result)};
    EXCEPTION WHEN data_exception OR check_violation THEN RETURN NULL; END $$;`;
}

/**
 * What the texts rest on: a checked one-byte integer, µs in and out of TIMESTAMP by whole days so that no double
 * rounds, and a TRY_CAST for each conversion.
 */
export const POSTGRES_PRELUDE = [
  "SET TIME ZONE 'UTC'; SET extra_float_digits = 1;",
  "CREATE DOMAIN int1 AS smallint CHECK (VALUE BETWEEN -128 AND 127);",
  `CREATE FUNCTION mr_from_us(us bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT RETURN
    timestamp '1970-01-01' + make_interval(days => CAST(us / 86400000000 AS integer)) + (us % 86400000000) * interval '1 microsecond';`,
  `CREATE FUNCTION mr_to_us(t timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT RETURN
    CAST(extract(epoch FROM t) * 1000000 AS bigint);`,
  `CREATE FUNCTION mr_round(t timestamp, unit bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT RETURN
    mr_from_us(CAST(sign(mr_to_us(t)) AS bigint) * ((abs(mr_to_us(t)) + unit / 2) / unit * unit));`,
  ...COMPARABLE.flatMap((from) => COMPARABLE.filter((to) => isCast(from, to)).map((to) => tryFunction(from, to))),
].join("\n");

function windows(spec: WindowSpec, time: string, mode: TimeMode): WindowText {
  return mode === "micros" ? windowsInMicros(spec, `mr_to_us(${time})`) : windowsInTimestamps(spec, time);
}

function windowsInMicros({ kind, sizeUs: n, slideUs: s, offsetUs: o }: WindowSpec, ts: string): WindowText {
  const floor = (unit: bigint) => `(${ts} - ((${ts} - ${o}) % ${unit} + ${unit}) % ${unit})`;
  if (kind === "tumble") return { series: null, start: floor(n), end: `${floor(n)} + ${n}`, keep: null };
  if (kind === "hop") {
    const first = `${floor(s)} - ${((n + s - 1n) / s) * s}`;
    const series = `generate_series(${first}, ${floor(s)}, CAST(${s} AS bigint))`;
    return { series, start: `"w$x"`, end: `"w$x" + ${n}`, keep: `"w$x" + ${n} > ${ts}` };
  }
  const series = `generate_series(${floor(s)} + ${s}, ${floor(n)} + ${n}, CAST(${s} AS bigint))`;
  return { series, start: floor(n), end: `"w$x"`, keep: null };
}

function windowsInTimestamps({ kind, sizeUs, slideUs, offsetUs }: WindowSpec, ts: string): WindowText {
  const interval = (us: bigint) => `interval '${us} microseconds'`;
  const n = interval(sizeUs);
  const s = interval(slideUs);
  const origin = literal(offsetUs, { kind: "TIMESTAMP", precision: 6 });
  const floor = (unit: string) => `date_bin(${unit}, ${ts}, ${origin})`;
  if (kind === "tumble") return { series: null, start: floor(n), end: `${floor(n)} + ${n}`, keep: null };
  if (kind === "hop") {
    const back = interval(((sizeUs + slideUs - 1n) / slideUs) * slideUs);
    const series = `generate_series(${floor(s)} - ${back}, ${floor(s)}, ${s})`;
    return { series, start: `"w$x"`, end: `"w$x" + ${n}`, keep: `"w$x" + ${n} > ${ts}` };
  }
  const series = `generate_series(${floor(s)} + ${s}, ${floor(n)} + ${n}, ${s})`;
  return { series, start: floor(n), end: `"w$x"`, keep: null };
}
