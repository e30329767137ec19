/** Scalar functions by table: the case bank's §9, and at least one row for every overload. */
import { describe, expect, it } from "vitest";
import {
  AGGREGATE_FUNCTIONS as GENERATOR_AGGREGATES,
  SCALAR_FUNCTIONS as GENERATOR_SCALARS,
} from "../../../generator/catalog/functions.ts";
import { AGGREGATE_FUNCTIONS } from "../../../runtime/interpreter/accumulators.ts";
import { SCALAR_FUNCTIONS } from "../../../runtime/interpreter/functions.ts";
import type { Interval, Value } from "../../../runtime/plan.ts";
import { apply, NO_SUCH_TIME, RANGE, ZERO } from "./evaluate.ts";

const I32_MIN = -2147483648;
const I64_MAX = 9223372036854775807n;
const I64_MIN = -I64_MAX - 1n;
const T = 1_000_000n;
const at = (text: string) => BigInt(Date.parse(`${text}Z`)) * 1000n;
const day = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000;
const span = (us: bigint, days = 0, months = 0): Interval => ({ us, days, months });

type Row = readonly [overload: string, args: readonly Value[], expected: Value];

const ARITHMETIC: readonly Row[] = [
  ...["TINYINT", "SMALLINT", "INTEGER"].flatMap((t): Row[] => {
    const limit = { TINYINT: 128, SMALLINT: 32768, INTEGER: 2147483648 }[t]!;
    return [
      [`add(${t},${t})`, [limit - 2, 1], limit - 1],
      [`add(${t},${t})`, [limit - 1, 1], RANGE],
      [`add(${t},${t})`, [-limit, -1], RANGE],
      [`add(${t},${t})`, [1, null], null],
      [`subtract(${t},${t})`, [-limit + 1, 1], -limit],
      [`subtract(${t},${t})`, [-limit, 1], RANGE],
      [`multiply(${t},${t})`, [limit / 2, 2], RANGE],
      [`multiply(${t},${t})`, [limit / 2, -2], -limit],
      [`multiply(${t},${t})`, [-limit, -limit], RANGE],
      [`multiply(${t},${t})`, [0, -5], 0],
      [`divide(${t},${t})`, [7, 2], 3],
      [`divide(${t},${t})`, [-7, 2], -3],
      [`divide(${t},${t})`, [-1, 2], 0],
      [`divide(${t},${t})`, [1, 0], ZERO],
      [`divide(${t},${t})`, [-limit, -1], RANGE],
      [`mod(${t},${t})`, [7, -2], 1],
      [`mod(${t},${t})`, [-7, 2], -1],
      [`mod(${t},${t})`, [-4, 2], 0],
      [`mod(${t},${t})`, [1, 0], ZERO],
      [`mod(${t},${t})`, [-limit, -1], 0],
      [`negate(${t})`, [-limit], RANGE],
      [`negate(${t})`, [0], 0],
      [`abs(${t})`, [-5], 5],
      [`abs(${t})`, [-limit], RANGE],
    ];
  }),
  ["add(BIGINT,BIGINT)", [I64_MAX, 1n], RANGE],
  ["add(BIGINT,BIGINT)", [I64_MAX, -1n], I64_MAX - 1n],
  ["subtract(BIGINT,BIGINT)", [I64_MIN, 1n], RANGE],
  ["multiply(BIGINT,BIGINT)", [I64_MIN, -1n], RANGE],
  ["multiply(BIGINT,BIGINT)", [3037000500n, 3037000500n], RANGE],
  ["multiply(BIGINT,BIGINT)", [3037000499n, 3037000499n], 9223372030926249001n],
  ["divide(BIGINT,BIGINT)", [-7n, 2n], -3n],
  ["divide(BIGINT,BIGINT)", [1n, 0n], ZERO],
  ["divide(BIGINT,BIGINT)", [I64_MIN, -1n], RANGE],
  ["mod(BIGINT,BIGINT)", [-7n, 2n], -1n],
  ["mod(BIGINT,BIGINT)", [7n, 0n], ZERO],
  ["mod(BIGINT,BIGINT)", [I64_MIN, -1n], 0n],
  ["negate(BIGINT)", [I64_MIN], RANGE],
  ["abs(BIGINT)", [I64_MIN], RANGE],
  ["abs(BIGINT)", [-3n], 3n],
  ["add(DOUBLE,DOUBLE)", [0.1, 0.2], 0.30000000000000004],
  ["subtract(DOUBLE,DOUBLE)", [180.5, 180.55], -0.05000000000001137],
  ["multiply(DOUBLE,DOUBLE)", [1e308, 10], Infinity],
  ["divide(DOUBLE,DOUBLE)", [1, 0], Infinity],
  ["divide(DOUBLE,DOUBLE)", [-1, 0], -Infinity],
  ["divide(DOUBLE,DOUBLE)", [0, 0], Number.NaN],
  ["negate(DOUBLE)", [0], -0],
  ["abs(DOUBLE)", [-0], 0],
  ["add(REAL,REAL)", [Math.fround(0.1), Math.fround(0.2)], Math.fround(0.3)],
  ["subtract(REAL,REAL)", [16777216, -1], 16777216],
  ["multiply(REAL,REAL)", [Math.fround(3e38), 10], Infinity],
  ["divide(REAL,REAL)", [1, 3], Math.fround(1 / 3)],
  ["negate(REAL)", [1.5], -1.5],
  ["abs(REAL)", [-1.5], 1.5],
  ["sign(DOUBLE)", [-3], -1],
  ["sign(DOUBLE)", [3], 1],
  ["sign(DOUBLE)", [-0], 0],
  ["sign(DOUBLE)", [Number.NaN], Number.NaN],
  ...(
    [
      [2.5, 2],
      [-2.5, -2],
      [1.5, 2],
      [0.5, 0],
      [-0.4, -0],
      [-0.5, -0],
      [0.49999999999999994, 0],
      [4503599627370495.5, 4503599627370496],
      [1e300, 1e300],
      [Number.NaN, Number.NaN],
      [-Infinity, -Infinity],
    ] as const
  ).map(([x, r]): Row => ["round(DOUBLE)", [x], r]),
  ["trunc(DOUBLE)", [-2.7], -2],
  ["floor(DOUBLE)", [-2.7], -3],
  ["ceil(DOUBLE)", [-2.7], -2],
  ["ceil(DOUBLE)", [-0.5], -0],
  ["sqrt(DOUBLE)", [2], Math.SQRT2],
  ["sqrt(DOUBLE)", [-1], "error 6016"],
  ["sqrt(DOUBLE)", [-0], -0],
  ["sqrt(DOUBLE)", [Number.NaN], Number.NaN],
];

/** Two values a < b of each type with an order. */
const ORDERED: readonly (readonly [string, Value, Value])[] = [
  ["TINYINT", -1, 1],
  ["SMALLINT", -1, 1],
  ["INTEGER", I32_MIN, 0],
  ["BIGINT", 9007199254740992n, 9007199254740993n],
  ["REAL", Infinity, Number.NaN],
  ["DOUBLE", Infinity, Number.NaN],
  ["BOOLEAN", false, true],
  ["TEXT", "\uffff", "\u{10000}"],
  ["DATE", day("1969-12-31"), day("1970-01-01")],
  ["TIMESTAMP", -1n, 0n],
];

const COMPARISON: readonly Row[] = ORDERED.flatMap(([t, a, b]): Row[] => [
  [`eq(${t},${t})`, [b, b], true],
  [`eq(${t},${t})`, [a, b], false],
  [`eq(${t},${t})`, [null, null], null],
  [`ne(${t},${t})`, [a, b], true],
  [`ne(${t},${t})`, [b, b], false],
  [`lt(${t},${t})`, [a, b], true],
  [`lt(${t},${t})`, [b, b], false],
  [`le(${t},${t})`, [b, b], true],
  [`le(${t},${t})`, [b, a], false],
  [`gt(${t},${t})`, [b, a], true],
  [`gt(${t},${t})`, [a, a], false],
  [`ge(${t},${t})`, [a, a], true],
  [`ge(${t},${t})`, [a, b], false],
  [`is_distinct_from(${t},${t})`, [null, null], false],
  [`is_distinct_from(${t},${t})`, [a, null], true],
  [`is_distinct_from(${t},${t})`, [a, b], true],
  [`is_distinct_from(${t},${t})`, [b, b], false],
  [`in(${t},${t}…)`, [a, b, a], true],
  [`in(${t},${t}…)`, [a, null, a], true],
  [`in(${t},${t}…)`, [a, b, null], null],
  [`in(${t},${t}…)`, [a, b], false],
  [`in(${t},${t}…)`, [null, a], null],
  [`is_null(${t})`, [null], true],
  [`is_null(${t})`, [a], false],
  [`coalesce(${t},${t}…)`, [null, b, a], b],
  [`coalesce(${t},${t}…)`, [null, null], null],
  [`greatest(${t},${t}…)`, [a, null, b], b],
  [`least(${t},${t}…)`, [b, null, a], a],
  [`least(${t},${t}…)`, [null, null], null],
]);

const MORE_COMPARISON: readonly Row[] = [
  ["eq(DOUBLE,DOUBLE)", [-0, 0], true],
  ["lt(DOUBLE,DOUBLE)", [-0, 0], false],
  ["greatest(DOUBLE,DOUBLE…)", [-0, 0], -0],
  ["least(DOUBLE,DOUBLE…)", [0, -0], 0],
  ["least(DOUBLE,DOUBLE…)", [Number.NaN, 1], 1],
  ["greatest(DOUBLE,DOUBLE…)", [Number.NaN, 1], Number.NaN],
  ["lt(TEXT,TEXT)", ["a", "B"], false],
  ["lt(TEXT,TEXT)", ["Z", "a"], true],
  ["lt(TEXT,TEXT)", ["z", "é"], true],
  ["lt(TEXT,TEXT)", ["abc", "abcd"], true],
  ["eq(TEXT,TEXT)", ["a", "a "], false],
  ["lt(TEXT,TEXT)", ["😀", "😁"], true],
  ["lt(TEXT,TEXT)", ["\ue000", "😀"], true],
  ["gt(TEXT,TEXT)", ["😀", "\ud7ff"], true],
];

const LOGIC: readonly Row[] = [
  ...(
    [
      [true, true, true, true],
      [true, false, false, true],
      [true, null, null, true],
      [false, true, false, true],
      [false, false, false, false],
      [false, null, false, null],
      [null, true, null, true],
      [null, false, false, null],
      [null, null, null, null],
    ] as const
  ).flatMap(([a, b, and, or]): Row[] => [
    ["and(BOOLEAN,BOOLEAN)", [a, b], and],
    ["or(BOOLEAN,BOOLEAN)", [a, b], or],
  ]),
  ["not(BOOLEAN)", [true], false],
  ["not(BOOLEAN)", [null], null],
  ["is_true(BOOLEAN)", [null], false],
  ["is_true(BOOLEAN)", [true], true],
  ["is_false(BOOLEAN)", [null], false],
  ["is_false(BOOLEAN)", [false], true],
];

const TEXT: readonly Row[] = [
  ["concat_op(TEXT,TEXT)", ["a", "b"], "ab"],
  ["concat_op(TEXT,TEXT)", ["a", null], null],
  ["concat(TEXT…)", ["a", null, "b"], "ab"],
  ["concat(TEXT…)", [null], ""],
  ["concat_ws(TEXT,TEXT…)", ["-", "a", null, "b"], "a-b"],
  ["concat_ws(TEXT,TEXT…)", ["-", null], ""],
  ["concat_ws(TEXT,TEXT…)", [null, "a"], null],
  ["length(TEXT)", ["héllo"], 5],
  ["length(TEXT)", ["😀"], 1],
  ["octet_length(TEXT)", ["aé€😀"], 10],
  ["lower(TEXT)", ["ÀÉΣİ😀ẞ"], "àéσi😀ß"],
  ["upper(TEXT)", ["àßŉÿσς\u{10428}"], "ÀßŉŸΣΣ\u{10400}"],
  ["substring(TEXT,INTEGER)", ["héllo", 2], "éllo"],
  ["substring(TEXT,INTEGER)", ["hello", -3], "hello"],
  ["substring(TEXT,INTEGER,INTEGER)", ["héllo", 2, 3], "éll"],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", 0, 3], "he"],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", -1, 3], "h"],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", 4, 9], "lo"],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", 10, 2], ""],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", 2, 2147483647], "ello"],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", I32_MIN, 2147483647], ""],
  ["substring(TEXT,INTEGER,INTEGER)", ["hello", 2, -1], "error 6017"],
  ["left(TEXT,INTEGER)", ["h😀llo", 2], "h😀"],
  ["left(TEXT,INTEGER)", ["hello", -2], "hel"],
  ["left(TEXT,INTEGER)", ["hello", -9], ""],
  ["right(TEXT,INTEGER)", ["h😀", 1], "😀"],
  ["right(TEXT,INTEGER)", ["hello", -2], "llo"],
  ["right(TEXT,INTEGER)", ["hello", 9], "hello"],
  ["right(TEXT,INTEGER)", ["hello", 0], ""],
  ["right(TEXT,INTEGER)", ["hello", -9], ""],
  ["trim(TEXT)", ["  a\t "], "a\t"],
  ["trim(TEXT,TEXT)", ["xyaxx", "xy"], "a"],
  ["trim(TEXT,TEXT)", ["😀a😀", "😀"], "a"],
  ["trim(TEXT,TEXT)", ["aa", ""], "aa"],
  ["ltrim(TEXT)", ["  a "], "a "],
  ["ltrim(TEXT,TEXT)", ["xxax", "x"], "ax"],
  ["rtrim(TEXT)", ["  a "], "  a"],
  ["rtrim(TEXT,TEXT)", ["xxax", "xa"], ""],
  ["replace(TEXT,TEXT,TEXT)", ["aXbXc", "X", "--"], "a--b--c"],
  ["replace(TEXT,TEXT,TEXT)", ["aaa", "aa", "b"], "ba"],
  ["replace(TEXT,TEXT,TEXT)", ["abc", "", "x"], "abc"],
  ["replace(TEXT,TEXT,TEXT)", ["a.b", ".", "$&"], "a$&b"],
  ["strpos(TEXT,TEXT)", ["😀hello", "l"], 4],
  ["strpos(TEXT,TEXT)", ["hello", "z"], 0],
  ["strpos(TEXT,TEXT)", ["hello", ""], 1],
  ["starts_with(TEXT,TEXT)", ["hello", "he"], true],
  ["starts_with(TEXT,TEXT)", ["hello", "He"], false],
  ["like(TEXT,TEXT,TEXT)", ["abc", "a%", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["abc", "A%", "\\"], false],
  ["like(TEXT,TEXT,TEXT)", [null, "a", "\\"], null],
  ["like(TEXT,TEXT,TEXT)", ["a%b", "a!%b", "!"], true],
  ["like(TEXT,TEXT,TEXT)", ["axb", "a!%b", "!"], false],
  ["like(TEXT,TEXT,TEXT)", ["ab", "_", "\\"], false],
  ["like(TEXT,TEXT,TEXT)", ["😀", "_", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["a_c", "a\\_c", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["abc", "a\\_c", "\\"], false],
  ["like(TEXT,TEXT,TEXT)", ["a\\c", "a\\c", ""], true],
  ["like(TEXT,TEXT,TEXT)", ["", "%%", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["", "", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["mississippi", "%iss%ip_i", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["mississippi", "%iss%ipp", "\\"], false],
  ["like(TEXT,TEXT,TEXT)", ["b", "a\\", "\\"], "error 6018"],
  ["like(TEXT,TEXT,TEXT)", ["a\\", "a\\\\", "\\"], true],
  ["like(TEXT,TEXT,TEXT)", ["a", "a", "xy"], "error 6018"],
];

/** A Sunday, a year's last day that belongs to the next ISO year, a day before 1970, a leap day. */
const MOMENTS = {
  sunday: at("2024-03-31T12:34:56.789"),
  isoNext: at("2024-12-31T00:00:00"),
  before: at("1969-12-31T23:59:59.999"),
  leap: at("2024-02-29T00:00:00"),
};
const { sunday, isoNext, before, leap } = MOMENTS;

const TIME: readonly Row[] = [
  ["add_interval(TIMESTAMP,INTERVAL)", [at("2024-01-31T10:00:00"), span(0n, 0, 1)], at("2024-02-29T10:00:00")],
  ["add_interval(TIMESTAMP,INTERVAL)", [at("2023-01-31T00:00:00"), span(0n, 0, 1)], at("2023-02-28T00:00:00")],
  ["add_interval(TIMESTAMP,INTERVAL)", [leap, span(0n, 0, 12)], at("2025-02-28T00:00:00")],
  ["add_interval(TIMESTAMP,INTERVAL)", [at("2024-01-31T23:00:00"), span(3600n * T, 1, 1)], at("2024-03-02T00:00:00")],
  ["add_interval(TIMESTAMP,INTERVAL)", [before, span(0n, 0, -14)], at("1968-10-31T23:59:59.999")],
  ["add_interval(TIMESTAMP,INTERVAL)", [1n << 62n, span(1n)], NO_SUCH_TIME],
  ["add_interval(TIMESTAMP,INTERVAL)", [1n << 62n, span(-1n)], (1n << 62n) - 1n],
  ["add_interval(TIMESTAMP,INTERVAL)", [0n, span(0n, 0, 2147483647)], NO_SUCH_TIME],
  ["add_interval(TIMESTAMP,INTERVAL)", [null, span(1n)], null],
  ["subtract_interval(TIMESTAMP,INTERVAL)", [at("2024-03-31T00:00:00"), span(0n, 0, 1)], leap],
  ["subtract_interval(TIMESTAMP,INTERVAL)", [0n, span(1n, 1)], -86_400_000_001n],
  ["add_days(DATE,INTEGER)", [day("2024-02-28"), 2], day("2024-03-01")],
  ["add_days(DATE,INTEGER)", [0, 2147483647], NO_SUCH_TIME],
  ["subtract_days(DATE,INTEGER)", [0, 1], -1],
  ["subtract_days(DATE,INTEGER)", [0, 2147483647], NO_SUCH_TIME],
  ["days_between(DATE,DATE)", [day("2024-03-01"), day("2024-02-28")], 2],
  ["extract_year(TIMESTAMP)", [before], 1969n],
  ["extract_quarter(TIMESTAMP)", [sunday], 1n],
  ["extract_month(TIMESTAMP)", [before], 12n],
  ["extract_week(TIMESTAMP)", [isoNext], 1n],
  ["extract_week(TIMESTAMP)", [at("2021-01-03T00:00:00")], 53n],
  ["extract_day(TIMESTAMP)", [before], 31n],
  ["extract_hour(TIMESTAMP)", [before], 23n],
  ["extract_minute(TIMESTAMP)", [before], 59n],
  ["extract_isoyear(TIMESTAMP)", [isoNext], 2025n],
  ["extract_isoyear(TIMESTAMP)", [at("2021-01-03T00:00:00")], 2020n],
  ["extract_doy(TIMESTAMP)", [isoNext], 366n],
  ["extract_dow(TIMESTAMP)", [sunday], 0n],
  ["extract_isodow(TIMESTAMP)", [sunday], 7n],
  ["date_trunc_year(TIMESTAMP)", [before], at("1969-01-01T00:00:00")],
  ["date_trunc_quarter(TIMESTAMP)", [before], at("1969-10-01T00:00:00")],
  ["date_trunc_month(TIMESTAMP)", [leap], at("2024-02-01T00:00:00")],
  ["date_trunc_week(TIMESTAMP)", [sunday], at("2024-03-25T00:00:00")],
  ["date_trunc_day(TIMESTAMP)", [before], at("1969-12-31T00:00:00")],
  ["date_trunc_hour(TIMESTAMP)", [before], at("1969-12-31T23:00:00")],
  ["date_trunc_minute(TIMESTAMP)", [before], at("1969-12-31T23:59:00")],
  ["date_trunc_second(TIMESTAMP)", [before], at("1969-12-31T23:59:59")],
  ["date_trunc_millisecond(TIMESTAMP)", [-1n], -1000n],
  ["date_trunc_microsecond(TIMESTAMP)", [-1n], -1n],
];

const TABLES = { ARITHMETIC, COMPARISON, MORE_COMPARISON, LOGIC, TEXT, TIME };

describe.each(Object.entries(TABLES))("%s", (_name, rows) => {
  it.each(rows.map(([overload, args, expected]) => ({ overload, args, expected })))(
    "$overload of $args",
    ({ overload, args, expected }) => {
      // Object.is, so that -0 is not taken for 0.
      expect(apply(overload, ...args)).toBe(expected);
    },
  );
});

describe("the tables", () => {
  const generatorScalars = GENERATOR_SCALARS.flatMap(({ overloads }) => overloads.map(({ id }) => id));
  const generatorAggregates = GENERATOR_AGGREGATES.flatMap(({ overloads }) => overloads.map(({ id }) => id));

  it("name the generator's overloads, all of them and no others", () => {
    expect(Object.keys(SCALAR_FUNCTIONS).sort()).toEqual([...generatorScalars].sort());
    expect(Object.keys(AGGREGATE_FUNCTIONS).sort()).toEqual([...generatorAggregates].sort());
  });

  it("treat NULL as the generator's table says", () => {
    for (const { id, nulls } of GENERATOR_SCALARS.flatMap(({ overloads }) => overloads)) {
      expect(SCALAR_FUNCTIONS[id]!.nulls === "strict", id).toBe(nulls === "strict");
    }
  });

  it("have a row here for every overload", () => {
    const tested = new Set(Object.values(TABLES).flatMap((rows) => rows.map(([overload]) => overload)));
    expect(generatorScalars.filter((id) => !tested.has(id))).toEqual([]);
  });
});
