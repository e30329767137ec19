/**
 * The function table: every scalar operator, scalar function and aggregate, one row per overload. The binder resolves
 * names against it, the code generator and the interpreter key their implementations by `id`, and the documentation
 * lists it. A test compares the three sets.
 */
import type { TypeKind } from "../../runtime/plan.ts";

export interface Overload {
  /** `name(TYPE,…)`; a variadic overload ends in `…`. */
  readonly id: string;
  readonly name: string;
  /** The types of the arguments after coercion; the last one repeats if `variadic`. */
  readonly params: readonly TypeKind[];
  readonly variadic: boolean;
  readonly returns: TypeKind;
  /** `strict`: any NULL argument gives NULL. `own`: the description says what NULL does. `never`: never NULL. */
  readonly nulls: "strict" | "own" | "never";
  /** SQLSTATEs of the row errors it can raise; empty: total. */
  readonly errors: readonly string[];
  /** The kernel function that computes it, as `Class.method`; null: the emitter writes it inline. */
  readonly kernel: string | null;
}

export interface ScalarFunction {
  readonly name: string;
  /** Other spellings that users may call it by. */
  readonly aliases: readonly string[];
  /** `operator` rows have no call syntax: the parser makes them from operators and special forms. */
  readonly form: "function" | "operator";
  readonly description: string;
  readonly overloads: readonly Overload[];
}

export interface AggregateOverload {
  readonly id: string;
  readonly param: TypeKind | null;
  readonly returns: TypeKind;
}

export interface AggregateFunction {
  readonly name: string;
  readonly description: string;
  readonly overloads: readonly AggregateOverload[];
}

export const INTEGERS = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"] as const satisfies readonly TypeKind[];
export const FLOATS = ["REAL", "DOUBLE"] as const satisfies readonly TypeKind[];
const NUMBERS = [...INTEGERS, ...FLOATS] as const;
/** Types with an order and an equality. */
export const COMPARABLE = [...NUMBERS, "BOOLEAN", "TEXT", "DATE", "TIMESTAMP"] as const satisfies readonly TypeKind[];

interface OverloadOptions {
  readonly nulls?: Overload["nulls"];
  readonly errors?: readonly string[];
  readonly kernel?: string;
  readonly variadic?: boolean;
}

function overload(
  name: string,
  params: readonly TypeKind[],
  returns: TypeKind,
  { nulls = "strict", errors = [], kernel, variadic = false }: OverloadOptions = {},
): Overload {
  const id = `${name}(${params.join(",")}${variadic ? "…" : ""})`;
  return { id, name, params, variadic, returns, nulls, errors, kernel: kernel ?? null };
}

function operator(name: string, description: string, overloads: readonly Overload[]): ScalarFunction {
  return { name, aliases: [], form: "operator", description, overloads };
}

function fn(
  name: string,
  aliases: readonly string[],
  description: string,
  overloads: readonly Overload[],
): ScalarFunction {
  return { name, aliases, form: "function", description, overloads };
}

/** Arithmetic on integers is checked; on REAL and DOUBLE it is IEEE 754 and total. */
function arithmetic(name: string, integerErrors: readonly string[]): Overload[] {
  return [
    ...INTEGERS.map((t) => overload(name, [t, t], t, { errors: integerErrors })),
    ...FLOATS.map((t) => overload(name, [t, t], t)),
  ];
}

const compare = (name: string) => COMPARABLE.map((t) => overload(name, [t, t], "BOOLEAN"));
const onBoolean = (name: string) => [overload(name, ["BOOLEAN"], "BOOLEAN", { nulls: "never" })];

const TIME_FIELDS = ["year", "quarter", "month", "week", "day", "hour", "minute"] as const;
/** Fields of EXTRACT; all BIGINT. `dow` counts from Sunday = 0, `isodow` from Monday = 1, `week` is ISO 8601. */
export const EXTRACT_FIELDS = [...TIME_FIELDS, "isoyear", "doy", "dow", "isodow"] as const;
export const TRUNC_FIELDS = [...TIME_FIELDS, "second", "millisecond", "microsecond"] as const;

const pascal = (word: string) => word[0]!.toUpperCase() + word.slice(1);

export const SCALAR_FUNCTIONS: readonly ScalarFunction[] = [
  // Arithmetic
  operator("add", "a + b", arithmetic("add", ["22003"])),
  operator("subtract", "a - b", arithmetic("subtract", ["22003"])),
  operator("multiply", "a * b", arithmetic("multiply", ["22003"])),
  operator("divide", "a / b; integers truncate toward zero", arithmetic("divide", ["22012", "22003"])),
  fn(
    "mod",
    [],
    "a % b; the sign of the dividend",
    INTEGERS.map((t) => overload("mod", [t, t], t, { errors: ["22012"] })),
  ),
  operator("negate", "-a", [
    ...INTEGERS.map((t) => overload("negate", [t], t, { errors: ["22003"] })),
    ...FLOATS.map((t) => overload("negate", [t], t)),
  ]),
  fn("abs", [], "Absolute value.", [
    ...INTEGERS.map((t) => overload("abs", [t], t, { errors: ["22003"] })),
    ...FLOATS.map((t) => overload("abs", [t], t)),
  ]),
  fn("sign", [], "-1, 0 or 1; NaN for NaN.", [overload("sign", ["DOUBLE"], "DOUBLE", { kernel: "Numeric.sign" })]),
  fn("round", [], "To the nearest integral value, half to even.", [overload("round", ["DOUBLE"], "DOUBLE")]),
  fn("trunc", [], "Toward zero.", [overload("trunc", ["DOUBLE"], "DOUBLE")]),
  fn("floor", [], "Toward negative infinity.", [overload("floor", ["DOUBLE"], "DOUBLE")]),
  fn("ceil", ["ceiling"], "Toward positive infinity.", [overload("ceil", ["DOUBLE"], "DOUBLE")]),
  fn("sqrt", [], "Square root.", [overload("sqrt", ["DOUBLE"], "DOUBLE", { errors: ["2201F"] })]),

  // Comparison: NaN equals NaN and sorts above every number, -0 = 0; text compares byte by byte, FALSE < TRUE.
  operator("eq", "a = b", compare("eq")),
  operator("ne", "a <> b", compare("ne")),
  operator("lt", "a < b", compare("lt")),
  operator("le", "a <= b", compare("le")),
  operator("gt", "a > b", compare("gt")),
  operator("ge", "a >= b", compare("ge")),
  operator(
    "is_distinct_from",
    "a IS DISTINCT FROM b: NULL is a value like any other",
    COMPARABLE.map((t) => overload("is_distinct_from", [t, t], "BOOLEAN", { nulls: "never" })),
  ),
  operator(
    "in",
    "a IN (b, …): TRUE if equal to one, else NULL if a or one of the list is NULL, else FALSE",
    COMPARABLE.map((t) => overload("in", [t, t], "BOOLEAN", { nulls: "own", variadic: true })),
  ),
  operator(
    "is_null",
    "a IS NULL",
    COMPARABLE.map((t) => overload("is_null", [t], "BOOLEAN", { nulls: "never" })),
  ),

  // Kleene logic. AND and OR evaluate left to right and stop at the first operand that decides.
  operator("and", "a AND b", [overload("and", ["BOOLEAN", "BOOLEAN"], "BOOLEAN", { nulls: "own" })]),
  operator("or", "a OR b", [overload("or", ["BOOLEAN", "BOOLEAN"], "BOOLEAN", { nulls: "own" })]),
  operator("not", "NOT a", [overload("not", ["BOOLEAN"], "BOOLEAN")]),
  operator("is_true", "a IS TRUE", onBoolean("is_true")),
  operator("is_false", "a IS FALSE", onBoolean("is_false")),

  // Conditional. COALESCE evaluates left to right and stops at the first value; GREATEST and LEAST skip NULLs.
  fn(
    "coalesce",
    ["ifnull", "nvl"],
    "The first argument that is not NULL.",
    COMPARABLE.map((t) => overload("coalesce", [t, t], t, { nulls: "own", variadic: true })),
  ),
  fn(
    "greatest",
    [],
    "The largest argument; NULLs are skipped.",
    COMPARABLE.map((t) => overload("greatest", [t, t], t, { nulls: "own", variadic: true })),
  ),
  fn(
    "least",
    [],
    "The smallest argument; NULLs are skipped.",
    COMPARABLE.map((t) => overload("least", [t, t], t, { nulls: "own", variadic: true })),
  ),

  // Text; lengths and positions count code points from 1.
  operator("concat_op", "a || b", [overload("concat_op", ["TEXT", "TEXT"], "TEXT", { kernel: "Text.concat" })]),
  fn("concat", [], "All arguments joined; NULL counts as ''.", [
    overload("concat", ["TEXT"], "TEXT", { nulls: "never", variadic: true }),
  ]),
  fn("concat_ws", [], "Arguments after the first, joined by it; NULL ones are left out.", [
    overload("concat_ws", ["TEXT", "TEXT"], "TEXT", { nulls: "own", variadic: true }),
  ]),
  fn("length", ["char_length", "character_length"], "Number of code points.", [
    overload("length", ["TEXT"], "INTEGER", { kernel: "Text.length" }),
  ]),
  fn("octet_length", [], "Number of bytes in UTF-8.", [
    overload("octet_length", ["TEXT"], "INTEGER", { kernel: "Text.bytes" }),
  ]),
  fn("lower", ["lcase"], "Lower case, by Unicode simple case mapping.", [
    overload("lower", ["TEXT"], "TEXT", { kernel: "CaseMap.lower" }),
  ]),
  fn("upper", ["ucase"], "Upper case, by Unicode simple case mapping.", [
    overload("upper", ["TEXT"], "TEXT", { kernel: "CaseMap.upper" }),
  ]),
  fn("substring", ["substr"], "From a position, for a length; positions below 1 count toward the length.", [
    overload("substring", ["TEXT", "INTEGER"], "TEXT", { kernel: "Text.substringFrom" }),
    overload("substring", ["TEXT", "INTEGER", "INTEGER"], "TEXT", { kernel: "Text.substring", errors: ["22011"] }),
  ]),
  fn("left", [], "The first n code points; a negative n leaves out the last -n.", [
    overload("left", ["TEXT", "INTEGER"], "TEXT", { kernel: "Text.left" }),
  ]),
  fn("right", [], "The last n code points; a negative n leaves out the first -n.", [
    overload("right", ["TEXT", "INTEGER"], "TEXT", { kernel: "Text.right" }),
  ]),
  fn("trim", ["btrim"], "Without the given characters (a space unless said) at both ends.", [
    overload("trim", ["TEXT"], "TEXT", { kernel: "Text.trimSpaces" }),
    overload("trim", ["TEXT", "TEXT"], "TEXT", { kernel: "Text.trim" }),
  ]),
  fn("ltrim", [], "Without the given characters (a space unless said) at the start.", [
    overload("ltrim", ["TEXT"], "TEXT", { kernel: "Text.ltrimSpaces" }),
    overload("ltrim", ["TEXT", "TEXT"], "TEXT", { kernel: "Text.ltrim" }),
  ]),
  fn("rtrim", [], "Without the given characters (a space unless said) at the end.", [
    overload("rtrim", ["TEXT"], "TEXT", { kernel: "Text.rtrimSpaces" }),
    overload("rtrim", ["TEXT", "TEXT"], "TEXT", { kernel: "Text.rtrim" }),
  ]),
  fn("replace", [], "Every occurrence of the second argument replaced by the third; '' replaces nothing.", [
    overload("replace", ["TEXT", "TEXT", "TEXT"], "TEXT", { kernel: "Text.replace" }),
  ]),
  fn("strpos", ["instr"], "Position of the second argument in the first, 0 if it is not there, 1 for ''.", [
    overload("strpos", ["TEXT", "TEXT"], "INTEGER", { kernel: "Text.position" }),
  ]),
  fn("starts_with", [], "Whether the first argument begins with the second.", [
    overload("starts_with", ["TEXT", "TEXT"], "BOOLEAN", { kernel: "Text.startsWith" }),
  ]),
  operator("like", "a LIKE b ESCAPE c; % any run, _ one code point; an escape of '' means none", [
    overload("like", ["TEXT", "TEXT", "TEXT"], "BOOLEAN", { kernel: "Like.matches", errors: ["22025"] }),
  ]),

  // Date and time
  operator(
    "add_interval",
    "timestamp + interval: months, then days, then microseconds; a day past the month's end is its last",
    [overload("add_interval", ["TIMESTAMP", "INTERVAL"], "TIMESTAMP", { errors: ["22008"] })],
  ),
  operator("subtract_interval", "timestamp - interval", [
    overload("subtract_interval", ["TIMESTAMP", "INTERVAL"], "TIMESTAMP", { errors: ["22008"] }),
  ]),
  operator("add_days", "date + days", [overload("add_days", ["DATE", "INTEGER"], "DATE", { errors: ["22008"] })]),
  operator("subtract_days", "date - days", [
    overload("subtract_days", ["DATE", "INTEGER"], "DATE", { errors: ["22008"] }),
  ]),
  operator("days_between", "date - date", [overload("days_between", ["DATE", "DATE"], "INTEGER")]),
  ...EXTRACT_FIELDS.map((field) =>
    operator(`extract_${field}`, `EXTRACT(${field} FROM t)`, [
      overload(`extract_${field}`, ["TIMESTAMP"], "BIGINT", { kernel: `DateTime.extract${pascal(field)}` }),
    ]),
  ),
  ...TRUNC_FIELDS.map((field) =>
    operator(`date_trunc_${field}`, `date_trunc('${field}', t)`, [
      overload(`date_trunc_${field}`, ["TIMESTAMP"], "TIMESTAMP", { kernel: `DateTime.trunc${pascal(field)}` }),
    ]),
  ),
];

/** Extremes of text go by bytes, of floats with NaN above all. BOOLEAN has none, as in PostgreSQL. */
const EXTREMES = COMPARABLE.filter((t) => t !== "BOOLEAN");

/** Every aggregate ignores NULL arguments; over no values, COUNT is 0 and the others are NULL. */
export const AGGREGATE_FUNCTIONS: readonly AggregateFunction[] = [
  {
    name: "count",
    description: "COUNT(*): rows. COUNT(a): rows where a is not NULL.",
    overloads: [
      { id: "count()", param: null, returns: "BIGINT" },
      ...COMPARABLE.map((t) => ({ id: `count(${t})`, param: t, returns: "BIGINT" as const })),
    ],
  },
  {
    name: "sum",
    description:
      "Integers are summed exactly in 128 bits as BIGINT, whose range is checked when the value is emitted (22003). DOUBLE adds slices in time order, rows of a slice in arrival order.",
    overloads: [
      ...INTEGERS.map((t) => ({ id: `sum(${t})`, param: t, returns: "BIGINT" as const })),
      { id: "sum(DOUBLE)", param: "DOUBLE", returns: "DOUBLE" },
    ],
  },
  {
    name: "avg",
    description: "The exact sum (for DOUBLE: the sum as SUM defines it) divided by the count, in DOUBLE.",
    overloads: [...INTEGERS, "DOUBLE" as const].map((t) => ({ id: `avg(${t})`, param: t, returns: "DOUBLE" as const })),
  },
  {
    name: "min",
    description: "The smallest value.",
    overloads: EXTREMES.map((t) => ({ id: `min(${t})`, param: t, returns: t })),
  },
  {
    name: "max",
    description: "The largest value.",
    overloads: EXTREMES.map((t) => ({ id: `max(${t})`, param: t, returns: t })),
  },
];

/** Every scalar overload by id. */
export const OVERLOADS: ReadonlyMap<string, Overload> = new Map(
  SCALAR_FUNCTIONS.flatMap((f) => f.overloads.map((o) => [o.id, o] as const)),
);

/** The overload of a bound call; its id is known to exist. */
export function overloadOf(id: string): Overload {
  const found = OVERLOADS.get(id);
  if (found === undefined) throw new Error(`no overload ${id} in the function table`);
  return found;
}

const AGGREGATES: ReadonlyMap<string, AggregateFunction> = new Map(
  AGGREGATE_FUNCTIONS.flatMap((f) => f.overloads.map((o) => [o.id, f] as const)),
);

/** The aggregate function of a bound call; its id is known to exist. */
export function aggregateOf(id: string): AggregateFunction {
  const found = AGGREGATES.get(id);
  if (found === undefined) throw new Error(`no aggregate ${id} in the function table`);
  return found;
}
