/**
 * Every scalar operator and function of the language, one row per overload, with its text in each judge. It is kept
 * apart from the generator's table on purpose and written from the documents; a test elsewhere compares the ids.
 *
 * In a text `$1` is the first argument and `$*` all of them, joined by commas. A digit after a colon says how tightly
 * the argument must bind in millrace SQL (see `LEVEL`); oracle texts are always wrapped whole, so they say nothing.
 */
import type { FloatKind, IntegerKind, TypeKind } from "./query-spec.ts";

/** Binding strength of PostgreSQL's grammar, loosest first; an argument is parenthesised when it binds less. */
export const LEVEL = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  range: 6,
  other: 7,
  additive: 8,
  multiplicative: 9,
  unary: 11,
  cast: 12,
  atom: 13,
} as const;

export interface Spelling {
  readonly text: string;
  readonly level: number;
}

export interface Overload {
  readonly id: string;
  readonly name: string;
  readonly params: readonly ParamKind[];
  /** The last parameter repeats. */
  readonly variadic: boolean;
  readonly returns: TypeKind;
  /** SQLSTATEs it can raise. */
  readonly errors: readonly string[];
  /** Empty where a node kind of its own prints the form (IN, LIKE, IS …). */
  readonly millrace: readonly Spelling[];
  /** Null: this engine is no judge of the overload; the reason stands in differences.md. */
  readonly duckdb: string | null;
  readonly postgres: string | null;
}

export type ParamKind = TypeKind | "INTERVAL";

export const INTEGERS: readonly IntegerKind[] = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"];
export const FLOATS: readonly FloatKind[] = ["REAL", "DOUBLE"];
export const COMPARABLE: readonly TypeKind[] = [...INTEGERS, ...FLOATS, "BOOLEAN", "TEXT", "DATE", "TIMESTAMP"];

interface Options {
  readonly errors?: readonly string[];
  readonly variadic?: boolean;
  readonly millrace?: readonly Spelling[];
  readonly duckdb?: string | null;
  readonly postgres?: string | null;
}

function overload(name: string, params: readonly ParamKind[], returns: TypeKind, options: Options = {}): Overload {
  const { errors = [], variadic = false } = options;
  const usual = `${name}($*)`;
  return {
    id: `${name}(${params.join(",")}${variadic ? "…" : ""})`,
    name,
    params,
    variadic,
    returns,
    errors,
    millrace: options.millrace ?? [call(name)],
    duckdb: options.duckdb === undefined ? usual : options.duckdb,
    postgres: options.postgres === undefined ? usual : options.postgres,
  };
}

/** `name(a, b)`. */
function call(name: string): Spelling {
  return { text: `${name}($*)`, level: LEVEL.atom };
}

function atom(text: string): Spelling {
  return { text, level: LEVEL.atom };
}

/** A left-associative infix operator. */
function infix(operator: string, level: number): Spelling {
  return { text: `$1:${level} ${operator} $2:${level + 1}`, level };
}

function same(text: string): Pick<Options, "duckdb" | "postgres"> {
  return { duckdb: text, postgres: text };
}

function arithmetic(name: string, operator: string, level: number, errors: readonly string[]): Overload[] {
  const of = (kind: TypeKind, kindErrors: readonly string[], duckdb: string) =>
    overload(name, [kind, kind], kind, {
      errors: kindErrors,
      millrace: [infix(operator, level)],
      duckdb: `($1 ${duckdb} $2)`,
      postgres: checkedTinyint(kind, `($1 ${operator} $2)`),
    });
  return [
    ...INTEGERS.map((kind) => of(kind, errors, operator === "/" ? "//" : operator)),
    ...FLOATS.map((kind) => of(kind, [], operator)),
  ];
}

/** PostgreSQL has no one-byte integer: the oracle makes a domain `int1` over SMALLINT that checks the range. */
function checkedTinyint(kind: TypeKind, postgres: string): string {
  return kind === "TINYINT" ? `CAST(${postgres} AS int1)` : postgres;
}

function comparison(name: string, ...operators: readonly [string, ...string[]]): Overload[] {
  return COMPARABLE.map((kind) =>
    overload(name, [kind, kind], "BOOLEAN", {
      millrace: operators.map((operator) => ({
        text: `$1:${LEVEL.range} ${operator} $2:${LEVEL.range}`,
        level: LEVEL.comparison,
      })),
      ...same(`($1 ${operators[0]} $2)`),
    }),
  );
}

/** Forms that a node kind of the spec prints by itself. */
function form(name: string, params: readonly ParamKind[], variadic = false, errors: readonly string[] = []): Overload {
  return overload(name, params, "BOOLEAN", { variadic, errors, millrace: [] });
}

function conditional(name: string, ...aliases: readonly string[]): Overload[] {
  return COMPARABLE.map((kind) =>
    overload(name, [kind, kind], kind, { variadic: true, millrace: [name, ...aliases].map(call) }),
  );
}

function text(name: string, params: readonly ParamKind[], returns: TypeKind, options: Options = {}): Overload {
  return overload(name, params, returns, options);
}

/** `trim`, `ltrim`, `rtrim`: DuckDB's own default set is more than the space, so the set is always given. */
function trims(name: string, side: string, ...aliases: readonly string[]): Overload[] {
  const postgres = name === "trim" ? "btrim" : name;
  return [
    text(name, ["TEXT"], "TEXT", {
      millrace: [...[name, ...aliases].map(call), atom(`TRIM(${side} FROM $1)`)],
      duckdb: `${name}($1, ' ')`,
      postgres: `${postgres}($1)`,
    }),
    text(name, ["TEXT", "TEXT"], "TEXT", {
      millrace: [...(name === "trim" ? aliases : [name]).map(call), atom(`TRIM(${side} $2 FROM $1)`)],
      duckdb: `${name}($1, $2)`,
      postgres: `${postgres}($1, $2)`,
    }),
  ];
}

const TIME_FIELDS = ["year", "quarter", "month", "week", "day", "hour", "minute"] as const;
const EXTRACT_FIELDS = [...TIME_FIELDS, "isoyear", "doy", "dow", "isodow"] as const;
const TRUNC_FIELDS = [...TIME_FIELDS, "second", "millisecond", "microsecond"] as const;

export const OVERLOADS: readonly Overload[] = [
  ...arithmetic("add", "+", LEVEL.additive, ["22003"]),
  ...arithmetic("subtract", "-", LEVEL.additive, ["22003"]),
  ...arithmetic("multiply", "*", LEVEL.multiplicative, ["22003"]),
  ...arithmetic("divide", "/", LEVEL.multiplicative, ["22012", "22003"]),
  ...INTEGERS.map((kind) =>
    overload("mod", [kind, kind], kind, {
      errors: ["22012"],
      millrace: [infix("%", LEVEL.multiplicative), call("mod")],
      ...same("($1 % $2)"),
    }),
  ),
  ...[...INTEGERS, ...FLOATS].map((kind) =>
    overload("negate", [kind], kind, {
      errors: kind === "REAL" || kind === "DOUBLE" ? [] : ["22003"],
      millrace: [{ text: `-$1:${LEVEL.unary + 1}`, level: LEVEL.unary }],
      duckdb: "(- $1)",
      postgres: checkedTinyint(kind, "(- $1)"),
    }),
  ),
  ...[...INTEGERS, ...FLOATS].map((kind) =>
    overload("abs", [kind], kind, {
      errors: kind === "REAL" || kind === "DOUBLE" ? [] : ["22003"],
      postgres: checkedTinyint(kind, "abs($1)"),
    }),
  ),
  overload("sign", ["DOUBLE"], "DOUBLE", {
    duckdb: "(CASE WHEN isnan($1) THEN $1 ELSE CAST(sign($1) AS DOUBLE) END)",
    postgres: "(CASE WHEN $1 = 'NaN'::float8 THEN $1 ELSE sign($1) END)",
  }),
  overload("round", ["DOUBLE"], "DOUBLE", { duckdb: "round_even($1, 0)" }),
  overload("trunc", ["DOUBLE"], "DOUBLE"),
  overload("floor", ["DOUBLE"], "DOUBLE"),
  overload("ceil", ["DOUBLE"], "DOUBLE", { millrace: [call("ceil"), call("ceiling")] }),
  overload("sqrt", ["DOUBLE"], "DOUBLE", { errors: ["2201F"] }),

  ...comparison("eq", "="),
  ...comparison("ne", "<>", "!="),
  ...comparison("lt", "<"),
  ...comparison("le", "<="),
  ...comparison("gt", ">"),
  ...comparison("ge", ">="),
  ...COMPARABLE.map((kind) => form("is_distinct_from", [kind, kind])),
  ...COMPARABLE.map((kind) => form("in", [kind, kind], true)),
  ...COMPARABLE.map((kind) => form("is_null", [kind])),

  overload("and", ["BOOLEAN", "BOOLEAN"], "BOOLEAN", {
    millrace: [infix("AND", LEVEL.and)],
    ...same("($1 AND $2)"),
  }),
  overload("or", ["BOOLEAN", "BOOLEAN"], "BOOLEAN", { millrace: [infix("OR", LEVEL.or)], ...same("($1 OR $2)") }),
  overload("not", ["BOOLEAN"], "BOOLEAN", {
    millrace: [{ text: `NOT $1:${LEVEL.not}`, level: LEVEL.not }],
    ...same("(NOT $1)"),
  }),
  form("is_true", ["BOOLEAN"]),
  form("is_false", ["BOOLEAN"]),

  ...conditional("coalesce", "ifnull", "nvl"),
  ...conditional("greatest"),
  ...conditional("least"),

  text("concat_op", ["TEXT", "TEXT"], "TEXT", { millrace: [infix("||", LEVEL.other)], ...same("($1 || $2)") }),
  text("concat", ["TEXT"], "TEXT", { variadic: true }),
  text("concat_ws", ["TEXT", "TEXT"], "TEXT", { variadic: true }),
  text("length", ["TEXT"], "INTEGER", {
    millrace: [call("length"), call("char_length"), call("character_length")],
    duckdb: "CAST(length($1) AS INTEGER)",
  }),
  text("octet_length", ["TEXT"], "INTEGER", { duckdb: "CAST(strlen($1) AS INTEGER)" }),
  text("lower", ["TEXT"], "TEXT", { millrace: [call("lower"), call("lcase")] }),
  text("upper", ["TEXT"], "TEXT", { millrace: [call("upper"), call("ucase")] }),
  text("substring", ["TEXT", "INTEGER"], "TEXT", {
    millrace: [call("substring"), call("substr"), atom("SUBSTRING($1 FROM $2)")],
    duckdb: "substring($1, greatest($2, 1) + ($2 - $2))",
  }),
  text("substring", ["TEXT", "INTEGER", "INTEGER"], "TEXT", {
    errors: ["22011"],
    millrace: [call("substring"), call("substr"), atom("SUBSTRING($1 FROM $2 FOR $3)")],
    duckdb:
      "substring($1, greatest(CAST($2 AS BIGINT), 1) + ($2 - $2), greatest(0, CAST($2 AS BIGINT) + $3 - greatest($2, 1)) + ($3 - $3))",
  }),
  text("left", ["TEXT", "INTEGER"], "TEXT"),
  text("right", ["TEXT", "INTEGER"], "TEXT"),
  ...trims("trim", "BOTH", "btrim"),
  ...trims("ltrim", "LEADING"),
  ...trims("rtrim", "TRAILING"),
  text("replace", ["TEXT", "TEXT", "TEXT"], "TEXT"),
  text("strpos", ["TEXT", "TEXT"], "INTEGER", {
    millrace: [call("strpos"), call("instr"), { text: `POSITION($2:${LEVEL.other} IN $1)`, level: LEVEL.atom }],
    duckdb: "CAST(strpos($1, $2) AS INTEGER)",
  }),
  text("starts_with", ["TEXT", "TEXT"], "BOOLEAN"),
  form("like", ["TEXT", "TEXT", "TEXT"], false, ["22025"]),

  overload("add_interval", ["TIMESTAMP", "INTERVAL"], "TIMESTAMP", {
    errors: ["22008"],
    millrace: [infix("+", LEVEL.additive)],
    ...same("($1 + $2)"),
  }),
  overload("subtract_interval", ["TIMESTAMP", "INTERVAL"], "TIMESTAMP", {
    errors: ["22008"],
    millrace: [infix("-", LEVEL.additive)],
    ...same("($1 - $2)"),
  }),
  overload("add_days", ["DATE", "INTEGER"], "DATE", {
    errors: ["22008"],
    millrace: [infix("+", LEVEL.additive)],
    ...same("($1 + $2)"),
  }),
  overload("subtract_days", ["DATE", "INTEGER"], "DATE", {
    errors: ["22008"],
    millrace: [infix("-", LEVEL.additive)],
    ...same("($1 - $2)"),
  }),
  overload("days_between", ["DATE", "DATE"], "INTEGER", {
    millrace: [infix("-", LEVEL.additive)],
    duckdb: "CAST($1 - $2 AS INTEGER)",
    postgres: "($1 - $2)",
  }),
  ...EXTRACT_FIELDS.map((field) =>
    overload(`extract_${field}`, ["TIMESTAMP"], "BIGINT", {
      millrace: [atom(`EXTRACT(${field.toUpperCase()} FROM $1)`), atom(`extract(${field} from $1)`)],
      ...same(`CAST(extract(${field} FROM $1) AS BIGINT)`),
    }),
  ),
  ...TRUNC_FIELDS.map((field) =>
    overload(`date_trunc_${field}`, ["TIMESTAMP"], "TIMESTAMP", {
      millrace: [atom(`date_trunc('${field}', $1)`)],
      duckdb: `CAST(date_trunc('${field}', $1) AS TIMESTAMP)`,
      postgres: `date_trunc('${field}', $1)`,
    }),
  ),
];

const BY_ID = new Map(OVERLOADS.map((each) => [each.id, each]));

export function overloadOf(id: string): Overload {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`no overload ${id}`);
  return found;
}

export interface AggregateOverload {
  readonly id: string;
  readonly name: "count" | "sum" | "avg" | "min" | "max";
  readonly param: TypeKind | null;
  readonly returns: TypeKind;
}

/** Every aggregate, by the type it takes after coercion; REAL is summed as DOUBLE. */
export const AGGREGATES: readonly AggregateOverload[] = [
  { id: "count()", name: "count", param: null, returns: "BIGINT" },
  ...COMPARABLE.map((kind) => aggregate("count", kind, "BIGINT")),
  ...INTEGERS.map((kind) => aggregate("sum", kind, "BIGINT")),
  aggregate("sum", "DOUBLE", "DOUBLE"),
  ...INTEGERS.map((kind) => aggregate("avg", kind, "DOUBLE")),
  aggregate("avg", "DOUBLE", "DOUBLE"),
  ...(["min", "max"] as const).flatMap((name) =>
    COMPARABLE.filter((kind) => kind !== "BOOLEAN").map((kind) => aggregate(name, kind, kind)),
  ),
];

function aggregate(name: AggregateOverload["name"], param: TypeKind, returns: TypeKind): AggregateOverload {
  return { id: `${name}(${param})`, name, param, returns };
}

export function aggregateOf(id: string): AggregateOverload {
  const found = AGGREGATES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no aggregate ${id}`);
  return found;
}
