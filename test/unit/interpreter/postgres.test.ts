/**
 * The interpreter's scalars against PostgreSQL: every overload of the function table over seeded arguments, casts over
 * seeded texts and bit patterns. Where the two differ on purpose, `isRuledOtherwise` says so.
 */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Overload, SCALAR_FUNCTIONS } from "../../../generator/catalog/functions.ts";
import { formatTimestamp } from "../../../runtime/interpreter/datetime-text.ts";
import { doubleOfBits } from "../../../runtime/interpreter/float-bits.ts";
import type { Interval, SqlType, TypeKind, Value } from "../../../runtime/plan.ts";
import { apply, convert, typeOf } from "./evaluate.ts";
import { BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, timestamp } from "./plans.ts";
import { type Random, randomFrom } from "./random.ts";

let postgres: PGlite;
beforeAll(async () => {
  postgres = await PGlite.create();
});
afterAll(() => postgres.close());

/** An expression for PostgreSQL and what the interpreter makes of it: a value of `type` or `error <code>`. */
interface Case {
  readonly sql: string;
  readonly ours: Value;
  readonly type: SqlType;
}

const SQLSTATE: Readonly<Record<string, string>> = {
  "error 6011": "error 22003",
  "error 6012": "error 22012",
  // PostgreSQL has one state for all text that is no value: 22P02.
  "error 6013": "error 22P02",
  "error 6014": "error 22008",
  "error 6015": "error 22007",
  "error 6016": "error 2201F",
  "error 6017": "error 22011",
  "error 6018": "error 22025",
};

const ARGUMENT_LISTS = 40;

describe("functions", () => {
  const overloads = SCALAR_FUNCTIONS.flatMap(({ overloads }) => overloads).filter(
    // PostgreSQL has no one-byte integer.
    ({ params }) => !params.includes("TINYINT"),
  );
  it.each(overloads.map((overload) => [overload.id, overload] as const))("%s", async (_id, overload) => {
    const random = randomFrom(overload.id.length * 7919 + overload.id.charCodeAt(0));
    const cases: Case[] = [];
    for (let i = 0; i < ARGUMENT_LISTS; i++) {
      const kinds = argumentKinds(overload, random);
      const args = kinds.map((kind, position) => argument(overload.name, kind, position, random));
      const result = apply(overload.id, ...args);
      if (isRuledOtherwise(overload, args, result)) continue;
      const literals = args.map((value, position) => sqlLiteral(value, kinds[position]!));
      cases.push({ sql: SQL[overload.name]!(literals), ours: result, type: typeOf(overload.returns) });
    }
    expect(cases.length).toBeGreaterThan(ARGUMENT_LISTS / 4);
    await compareAll(cases);
  });
});

describe("casts", () => {
  it.each([SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, BOOLEAN])("of text to $kind", async (type) => {
    const random = randomFrom(5);
    const words = "1|12|0|9|.|e|E|+|-| |\t|nan|inf|inity|t|f|y|no|32767|99999999999".split("|");
    const texts = Array.from({ length: 600 }, () =>
      Array.from({ length: 1 + random.integer(4) }, () => random.pick(words)).join(""),
    );
    const whole = "true|false|yes|off|of|on|o|tr|NaN|-Infinity|+INF|1e400|3.5e38|-2147483648|9223372036854775808".split(
      "|",
    );
    const isInteger = type.kind === "SMALLINT" || type.kind === "INTEGER" || type.kind === "BIGINT";
    const cases = [...texts, ...whole].map((text) => castCase(text, TEXT, type));
    // PostgreSQL stops at the digit that is too many and does not see what comes behind.
    const isRuled = ({ sql, ours }: Case) => isInteger && ours === "error 6013" && /\d{5}/.test(sql);
    await compareAll(cases.filter((c) => !isRuled(c)));
  });

  it("of DOUBLE to text and integers", async () => {
    const random = randomFrom(6);
    const cases = Array.from({ length: 2000 }, (): Case[] => {
      const value =
        random.integer(2) === 0
          ? randomDouble(random)
          : (random.integer(1 << 20) - (1 << 19)) / 2 ** random.integer(12);
      return castsTo(value, DOUBLE, [TEXT, SMALLINT, INTEGER, BIGINT]);
    });
    await compareAll(cases.flat());
  });

  it("of REAL to text, powers of two included", async () => {
    const random = randomFrom(7);
    const powers = Array.from({ length: 277 }, (_, i) => 2 ** (i - 149));
    const others = Array.from({ length: 2000 }, () => Math.fround(randomReal(random)));
    await compareAll([...powers, ...others].flatMap((value) => castsTo(value, REAL, [TEXT])));
  });

  it("of integers to floats", async () => {
    const random = randomFrom(8);
    const values = Array.from({ length: 500 }, () => randomBigint(random));
    await compareAll(values.flatMap((value) => castsTo(value, BIGINT, [REAL, DOUBLE, SMALLINT, INTEGER, TEXT])));
  });

  it("of text to REAL with one rounding", async () => {
    const random = randomFrom(9);
    const texts = Array.from({ length: 1000 }, () => {
      const { digits, exponent } = middleAbove(Math.abs(Math.fround(randomReal(random))), random.integer(250) - 120);
      // The middle between two neighbouring REALs, or a hair above or below.
      const hair = random.pick(["", "0001"]);
      return random.integer(3) === 0
        ? `${digits - 1n}9999e${exponent - 4}`
        : `${digits}${hair}e${exponent - hair.length}`;
    });
    const cases = texts.map((text) => castCase(text, TEXT, REAL));
    // Underflow is 0 here, an error there.
    await compareAll(cases.filter(({ ours }) => ours !== 0));
  });

  it("between dates, timestamps and text", async () => {
    const random = randomFrom(10);
    const cases = Array.from({ length: 300 }, (): readonly Case[] => {
      // From 2000 on: PostgreSQL rounds halves away from its own epoch, which is 2000-01-01.
      const us =
        (BigInt(random.integer(2 ** 31)) * 3_600_000_000n) / 1000n +
        BigInt(random.integer(20)) * 50_000n +
        946_684_800_000_000n;
      const day = Number(us / 86_400_000_000n) - 100_000;
      const rounded = [0, 1, 2, 3, 6].map((precision) => timestamp(precision));
      return [...castsTo(us, timestamp(6), [TEXT, DATE, ...rounded]), ...castsTo(day, DATE, [TEXT, timestamp(0)])];
    });
    const texts =
      "2024-02-29|2023-02-29|2024-13-01|2024-00-10|2024-04-31 10:00|2024-03-01 25:00|2024-03-01 23:60:00|2024-03-01T12:34:56.5Z|2024-03-01 12:34| 2024-03-01 ||x|2024-03".split(
        "|",
      );
    const parsed = texts.flatMap((text) => [DATE, timestamp(6)].map((type) => castCase(text, TEXT, type)));
    // PostgreSQL's DATE takes a time of day and drops it.
    const usable = parsed.filter(({ sql, type }) => !(sql.includes(":") && type.kind === "DATE"));
    await compareAll([...cases.flat(), ...usable]);
  });
});

/** In one query where no error is expected, else one by one. */
async function compareAll(cases: readonly Case[]): Promise<void> {
  const expected = cases.filter(({ ours, type }) => !isHalfWay(ours, type)).map((c) => [c.sql, asText(c)] as const);
  const errors = expected.filter(([, ours]) => ours?.startsWith("error "));
  const values = expected.filter(([, ours]) => !ours?.startsWith("error "));
  for (let i = 0; i < values.length; i += 400) {
    const part = values.slice(i, i + 400);
    const theirs = await valuesOf(part.map(([sql]) => sql));
    expect(part.map(([sql], j) => [sql, theirs[j]])).toEqual(part);
  }
  for (const [sql, ours] of errors) expect([sql, await valueOrError(sql)]).toEqual([sql, ours]);
}

async function valuesOf(expressions: readonly string[]): Promise<readonly (string | null)[]> {
  const list = expressions.map((sql) => `(${sql})::text`).join(", ");
  try {
    const { rows } = await postgres.query<(string | null)[]>(`select ${list}`, [], { rowMode: "array" });
    return rows[0] ?? [];
  } catch {
    // Which one was it?
    const values: (string | null)[] = [];
    for (const sql of expressions) values.push(await valueOrError(sql));
    return values;
  }
}

async function valueOrError(sql: string): Promise<string | null> {
  try {
    const { rows } = await postgres.query<{ v: string | null }>(`select (${sql})::text as v`);
    return rows[0]!.v;
  } catch (error) {
    return `error ${(error as { code: string }).code}`;
  }
}

function asText({ ours, type }: Case): string | null {
  if (typeof ours === "string" && ours in SQLSTATE) return SQLSTATE[ours]!;
  return ours === null ? null : (convert(ours, type, TEXT) as string);
}

/**
 * Whether our text stands half way between its number and the next one. It reads back (half to even) and is shortest,
 * but PostgreSQL avoids it. Only numbers with a spacing above 1 have such texts.
 */
function isHalfWay(value: Value, type: SqlType): boolean {
  if (typeof value !== "number" || !Number.isFinite(value) || (type.kind !== "REAL" && type.kind !== "DOUBLE"))
    return false;
  const spacing = 2 ** (Math.floor(Math.log2(Math.abs(value))) - (type.kind === "REAL" ? 23 : 52));
  if (spacing < 2) return false;
  const [, whole, fraction = "", power] = /^-?(\d)(?:\.(\d+))?e\+(\d+)$/.exec(convert(value, type, TEXT) as string)!;
  const written = BigInt(whole! + fraction) * 10n ** BigInt(Number(power) - fraction.length);
  const difference = written - BigInt(Math.abs(value));
  return 2n * (difference < 0n ? -difference : difference) === BigInt(spacing);
}

function castCase(value: Value, from: SqlType, to: SqlType, literal = sqlLiteral(value, from.kind)): Case {
  return { sql: `cast(${literal} as ${typeName(to)})`, ours: convert(value, from, to), type: to };
}

function castsTo(value: Value, from: SqlType, targets: readonly SqlType[]): Case[] {
  const usable = targets.filter((to) => to.kind !== "TEXT" || !isHalfWay(value, from));
  return usable.map((to) => castCase(value, from, to));
}

function typeName(type: SqlType): string {
  return type.kind === "TIMESTAMP" ? `timestamp(${type.precision})` : TYPE_NAME[type.kind];
}

const TYPE_NAME: Readonly<Record<TypeKind, string>> = {
  BOOLEAN: "boolean",
  TINYINT: "int2",
  SMALLINT: "int2",
  INTEGER: "int4",
  BIGINT: "int8",
  REAL: "float4",
  DOUBLE: "float8",
  TEXT: "text",
  DATE: "date",
  TIMESTAMP: "timestamp",
  INTERVAL: "interval",
};

function sqlLiteral(value: Value, kind: TypeKind): string {
  const text = value === null ? "null" : quoted(literalText(value, kind));
  return `(${text}::${TYPE_NAME[kind]}${kind === "TEXT" ? ' collate "C"' : ""})`;
}

function literalText(value: Exclude<Value, null>, kind: TypeKind): string {
  if (typeof value === "object") return intervalText(value);
  if (kind === "TIMESTAMP") return formatTimestamp(value as bigint);
  if (kind === "DATE") return formatTimestamp(BigInt(value as number) * 86_400_000_000n).slice(0, 10);
  return Object.is(value, -0) ? "-0" : String(value);
}

function intervalText({ months, days, us }: Interval): string {
  return `${months} months ${days} days ${us} microseconds`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const infix =
  (operator: string) =>
  ([a, b]: readonly string[]) =>
    `${a} ${operator} ${b}`;
const call = (name: string) => (args: readonly string[]) => `${name}(${args.join(", ")})`;
const postfix =
  (words: string) =>
  ([a]: readonly string[]) =>
    `${a} ${words}`;

const TIME_FIELDS = [
  "year",
  "quarter",
  "month",
  "week",
  "day",
  "hour",
  "minute",
  "isoyear",
  "doy",
  "dow",
  "isodow",
  "second",
  "millisecond",
  "microsecond",
];

const SQL: Readonly<Record<string, (args: readonly string[]) => string>> = {
  add: infix("+"),
  subtract: infix("-"),
  multiply: infix("*"),
  divide: infix("/"),
  mod: infix("%"),
  negate: ([a]) => `-${a}`,
  ...Object.fromEntries(["abs", "sign", "round", "trunc", "floor", "ceil", "sqrt"].map((name) => [name, call(name)])),
  eq: infix("="),
  ne: infix("<>"),
  lt: infix("<"),
  le: infix("<="),
  gt: infix(">"),
  ge: infix(">="),
  is_distinct_from: infix("is distinct from"),
  in: ([a, ...list]) => `${a} in (${list.join(", ")})`,
  is_null: postfix("is null"),
  and: infix("and"),
  or: infix("or"),
  not: ([a]) => `not ${a}`,
  is_true: postfix("is true"),
  is_false: postfix("is false"),
  ...Object.fromEntries(["coalesce", "greatest", "least", "concat", "concat_ws"].map((name) => [name, call(name)])),
  concat_op: infix("||"),
  ...Object.fromEntries(
    [
      "length",
      "octet_length",
      "lower",
      "upper",
      "left",
      "right",
      "ltrim",
      "rtrim",
      "replace",
      "strpos",
      "starts_with",
    ].map((name) => [name, call(name)]),
  ),
  trim: call("btrim"),
  substring: call("substring"),
  like: ([a, b, c]) => `${a} like ${b} escape ${c}`,
  add_interval: infix("+"),
  subtract_interval: infix("-"),
  add_days: infix("+"),
  subtract_days: infix("-"),
  days_between: infix("-"),
  ...Object.fromEntries(
    TIME_FIELDS.map((field) => [`extract_${field}`, ([a]: readonly string[]) => `extract(${field} from ${a})::int8`]),
  ),
  ...Object.fromEntries(
    TIME_FIELDS.map((field) => [`date_trunc_${field}`, ([a]: readonly string[]) => `date_trunc('${field}', ${a})`]),
  ),
};

function argumentKinds({ params, variadic }: Overload, random: Random): readonly TypeKind[] {
  if (!variadic) return params;
  const more = random.integer(3);
  return [...params, ...Array.from({ length: more }, () => params.at(-1)!)];
}

const TEXTS = [
  "",
  "a",
  "b",
  "ab",
  "aB",
  "Zz",
  "é",
  "😀",
  "\ue000",
  "hello",
  " x  ",
  "a%b",
  "a_b",
  "xyx",
  "héllo😀",
  "'",
];
const PATTERNS = ["%", "_", "a%", "%b", "a!%b", "h_llo%", "%l%l%", "__", "", "a", "é", "!_", "%!", "a\\%b", "a\\"];

function argument(name: string, kind: TypeKind, position: number, random: Random): Value {
  if (random.integer(12) === 0) return null;
  if (name === "like" && position > 0) return random.pick(position === 1 ? PATTERNS : ["!", "\\", "", "!!"]);
  const aroundZero = random.integer(21) - 10;
  switch (kind) {
    case "BOOLEAN":
      return random.integer(2) === 0;
    case "TINYINT":
    case "SMALLINT":
      return random.pick([aroundZero, aroundZero, 32767, -32768, random.integer(65536) - 32768]);
    case "INTEGER":
      return random.pick([
        aroundZero,
        aroundZero,
        aroundZero,
        2147483647,
        -2147483648,
        random.integer(2 ** 32) - 2 ** 31,
      ]);
    case "BIGINT":
      return random.pick([BigInt(aroundZero), BigInt(aroundZero), randomBigint(random)]);
    case "REAL":
      return Math.fround(
        random.pick([aroundZero, aroundZero / 4, -0, Number.NaN, Infinity, -Infinity, randomReal(random)]),
      );
    case "DOUBLE":
      return random.pick([aroundZero, aroundZero / 4, -0, Number.NaN, Infinity, -Infinity, randomDouble(random)]);
    case "TEXT":
      return random.pick(TEXTS);
    case "DATE":
      return random.integer(1_000_000) - 500_000;
    case "TIMESTAMP":
      return BigInt(random.integer(2 ** 31) - 2 ** 30) * 10_000_000n + BigInt(random.integer(10 ** 7));
    case "INTERVAL":
      return {
        months: random.integer(60) - 30,
        days: random.integer(60) - 30,
        us: BigInt(random.integer(2 ** 31) - 2 ** 30) * 100n,
      };
  }
}

/** Where our language says something else than PostgreSQL, or PostgreSQL is no judge. */
function isRuledOtherwise({ name, returns }: Overload, args: readonly Value[], result: Value): boolean {
  // IEEE arithmetic: no error for division by zero, overflow and underflow.
  if (returns === "REAL" || returns === "DOUBLE") {
    const numbers = args.map(Number);
    if (name === "divide" && numbers[1] === 0) return true;
    const overflows = Math.abs(result as number) === Infinity && numbers.every((value) => Math.abs(value) < Infinity);
    const underflows = (name === "multiply" || name === "divide") && result === 0 && numbers[0] !== 0;
    if (result !== null && (overflows || underflows)) return true;
    // PostgreSQL's sign of NaN is 0.
    if (name === "sign" && Number.isNaN(result)) return true;
  }
  // Case mapping beyond ASCII is the host's there.
  if (name === "lower" || name === "upper") return /[^\0-\x7f]/.test(String(args[0]));
  // PostgreSQL finds a pattern's faulty end only if the match gets that far.
  if (name === "like") return result === "error 6018" || args[2] === "!!";
  // It takes -(-2^31) for negative.
  if (name === "right") return args[1] === -(2 ** 31);
  // Years before 1 are written with BC, and its dates reach further than ours.
  if (returns === "DATE" || returns === "TIMESTAMP") {
    return (
      result !== null &&
      (String(result).startsWith("error") || (convert(result, typeOf(returns), TEXT) as string) < "0001")
    );
  }
  return false;
}

function randomBigint(random: Random): bigint {
  const bits = (BigInt(random.integer(2 ** 32)) << 32n) | BigInt(random.integer(2 ** 32));
  return BigInt.asIntN(64, bits) >> BigInt(random.integer(64));
}

function randomDouble(random: Random): number {
  return doubleOfBits((BigInt(random.integer(2 ** 32)) << 32n) | BigInt(random.integer(2 ** 32)));
}

/** A finite DOUBLE in the range of REAL. */
function randomReal(random: Random): number {
  const sign = random.integer(2) === 0 ? -1 : 1;
  return sign * (1 + random.integer(2 ** 30) / 2 ** 30) * 2 ** (random.integer(250) - 125);
}

/** What lies half way between a REAL and the next one, times a power of two, exactly: `digits` * 10^`exponent`. */
function middleAbove(value: number, scale: number): { digits: bigint; exponent: number } {
  const mantissa = (value / 2 ** Math.floor(Math.log2(value))) * 2 ** 23;
  const middle = BigInt(mantissa) * 2n + 1n;
  const power = scale - 24;
  if (power >= 0) return { digits: middle * 2n ** BigInt(power), exponent: 0 };
  return { digits: middle * 5n ** BigInt(-power), exponent: power };
}
