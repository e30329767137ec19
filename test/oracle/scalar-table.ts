/**
 * The scalar tables of case-bank.md §9, as far as this release's language goes, and the rows that its functions add:
 * constant expressions, what they are worth, and the same in the words of each oracle. Every lane runs them as they
 * stand; a test runs the oracle texts.
 */
import type { SpecType, Value } from "../fuzz/query-spec.ts";

export interface ScalarRow {
  /** In millrace SQL. */
  readonly sql: string;
  readonly type: SpecType;
  /** The value, or the SQLSTATE of the row error. */
  readonly expected: { readonly value: Value } | { readonly error: string };
  /** The same for the oracle; null: it is no judge of this row. */
  readonly duckdb: string | null;
  readonly postgres: string | null;
}

type Text = "=" | string | null;

function row(sql: string, type: SpecType, expected: ScalarRow["expected"], duckdb: Text, postgres: Text): ScalarRow {
  const as = (text: Text) => (text === "=" ? sql : text);
  return { sql, type, expected, duckdb: as(duckdb), postgres: as(postgres) };
}

/** `=` the same text; null: no judge. */
const int = (sql: string, value: number | bigint | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "INTEGER" }, { value: value === null ? null : BigInt(value) }, duckdb, postgres);
const bigint = (sql: string, value: bigint, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "BIGINT" }, { value }, duckdb, postgres);
const double = (sql: string, value: number, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "DOUBLE" }, { value }, duckdb, postgres);
const bool = (sql: string, value: boolean | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "BOOLEAN" }, { value }, duckdb, postgres);
const text = (sql: string, value: string | null, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TEXT", maxLength: null }, { value }, duckdb, postgres);
const date = (sql: string, days: number, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "DATE" }, { value: BigInt(days) }, duckdb, postgres);
const time = (sql: string, iso: string, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TIMESTAMP", precision: 6 }, { value: micros(iso) }, duckdb, postgres);
const fails = (
  sql: string,
  kind: "INTEGER" | "BIGINT" | "DOUBLE" | "REAL" | "BOOLEAN" | "DATE" | "TINYINT",
  error: string,
  duckdb: Text = "=",
  postgres: Text = "=",
) => row(sql, { kind }, { error }, duckdb, postgres);
const failsText = (sql: string, error: string, duckdb: Text = "=", postgres: Text = "=") =>
  row(sql, { kind: "TEXT", maxLength: null }, { error }, duckdb, postgres);

function micros(iso: string): bigint {
  const [whole, fraction = ""] = iso.split(".");
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0"));
}

export const SCALAR_TABLE: readonly ScalarRow[] = [
  // Integer arithmetic truncates and is checked.
  int("7/2", 3, "7//2"),
  int("-7/2", -3, "-7//2"),
  int("7%2", 1),
  int("-7%2", -1),
  int("mod(7,-2)", 1),
  int("mod(-7,2)", -1),
  fails("2147483647::int + 1::int", "INTEGER", "22003"),
  fails("9223372036854775807::bigint + 1::bigint", "BIGINT", "22003"),
  fails("-(-2147483648)::int", "INTEGER", "22003", "-((-2147483648)::int)", "-((-2147483648)::int)"),
  fails("abs((-2147483648)::int)", "INTEGER", "22003"),
  fails("(-2147483648)::int - 1", "INTEGER", "22003"),
  fails("3037000500::bigint * 3037000500::bigint", "BIGINT", "22003"),
  fails("(-2147483648)::int / (-1)::int", "INTEGER", "22003", "(-2147483648)::int // (-1)::int"),
  fails("1/0", "INTEGER", "22012", null),
  fails("1%0", "INTEGER", "22012", null),
  int("(-2147483648)::int % (-1)::int", 0, null),
  fails("100::tinyint + 100::tinyint", "TINYINT", "22003", "=", "CAST(100::int1 + 100::int1 AS int1)"),

  // DOUBLE is IEEE; NaN equals NaN and is above all.
  double("1e0/0e0", Infinity, "1::float8/0::float8", null),
  double("(-1e0)/0e0", -Infinity, "(-1)::float8/0::float8", null),
  double("0e0/0e0", NaN, "0::float8/0::float8", null),
  double("1e-1 + 2e-1", 0.30000000000000004, "0.1::float8 + 0.2::float8", "0.1::float8 + 0.2::float8"),
  double("round(25e-1)", 2, "round_even(2.5::float8, 0)", "round(2.5::float8)"),
  double("round(-25e-1)", -2, "round_even(-2.5::float8, 0)", "round(-2.5::float8)"),
  double("round(35e-1)", 4, "round_even(3.5::float8, 0)", "round(3.5::float8)"),
  double("trunc(-27e-1)", -2, "trunc(-2.7::float8)", "trunc(-2.7::float8)"),
  double("floor(-27e-1)", -3, "floor(-2.7::float8)", "floor(-2.7::float8)"),
  double("ceil(-27e-1)", -2, "ceil(-2.7::float8)", "ceil(-2.7::float8)"),
  double("sign(-27e-1)", -1, "sign(-2.7::float8)", "sign(-2.7::float8)"),
  double("sign('NaN'::float8)", NaN, null, null),
  double("sqrt(2e0)", Math.SQRT2, "sqrt(2::float8)", "sqrt(2::float8)"),
  fails("sqrt((-1)::float8)", "DOUBLE", "2201F"),
  bool("'NaN'::float8 = 'NaN'::float8", true),
  bool("'NaN'::float8 > 'Infinity'::float8", true),
  bool("'-0.0'::float8 = 0::float8", true),
  double("least('NaN'::float8,1::float8)", 1),
  double("greatest('NaN'::float8,1::float8)", NaN),
  bool("9007199254740993::bigint = 9007199254740992::float8", true),
  double("9007199254740993::bigint::float8", 9007199254740992),

  // Casts.
  int("5e-1::int", 0, "0.5::float8::int", "0.5::float8::int"),
  int("15e-1::int", 2, "1.5::float8::int", "1.5::float8::int"),
  int("25e-1::int", 2, "2.5::float8::int", "2.5::float8::int"),
  int("(-25e-1)::int", -2, "(-2.5::float8)::int", "(-2.5::float8)::int"),
  bigint("(-95e-1)::bigint", -10n, "(-9.5::float8)::bigint", "(-9.5::float8)::bigint"),
  fails("'NaN'::float8::int", "INTEGER", "22003"),
  fails("2147483648::float8::int", "INTEGER", "22003"),
  fails("'Infinity'::float8::bigint", "BIGINT", "22003"),
  fails("'9223372036854775808'::bigint", "BIGINT", "22003"),
  fails("21474836475e-1::int", "INTEGER", "22003", null, "2147483647.5::float8::int"),
  fails("1e39::real", "REAL", "22003", "1e39::float8::float4", "1e39::float8::float4"),
  int("' 12 '::int", 12),
  int("'+5'::int", 5),
  double("'.5'::float8", 0.5),
  double("'1e3'::float8", 1000),
  bool("'t'::boolean", true),
  bool("'0'::boolean", false),
  bool("'off'::boolean", false, null),
  int("true::int", 1),
  bool("7::boolean", true),
  fails("'12x'::int", "INTEGER", "22018"),
  fails("''::int", "INTEGER", "22018"),
  fails("'maybe'::boolean", "BOOLEAN", "22018"),
  fails("'2023-02-29'::date", "DATE", "22008"),
  fails("'2024-13-01'::date", "DATE", "22008"),
  fails("'hello'::date", "DATE", "22007"),
  fails("'1.5'::int", "INTEGER", "22018", null),
  fails("'1e3'::int", "INTEGER", "22018", null),
  int("TRY_CAST('12x' AS INTEGER)", null, "=", "mr_try_text_integer('12x')"),
  int("TRY_CAST(3000000000 AS INTEGER)", null, "=", "mr_try_bigint_integer(3000000000)"),
  text("CAST('abcdef' AS VARCHAR(3))", "abc", null),
  text("1::float8::text", "1", null),
  text("1e15::float8::text", "1e+15", null),
  text("1e21::float8::text", "1e+21", null),
  text("1e-7::float8::text", "1e-07", null),
  text("'-0.0'::float8::text", "-0", null),
  text("'NaN'::float8::text", "NaN", null),
  text("'inf'::float8::text", "Infinity", null),
  text("1e-4::real::text", "0.0001", null, "1e-4::float4::text"),
  text("1e6::real::text", "1e+06", null, "1e6::float4::text"),
  text("true::text", "true"),

  // NULL.
  bool("null::boolean and false", false),
  bool("null::boolean and true", null),
  bool("null::boolean or true", true),
  bool("null::boolean or false", null),
  bool("not null::boolean", null),
  bool("not (null::boolean and false)", true),
  bool("null::int = null::int", null),
  bool("null::int is not distinct from null::int", true),
  int("null::int + 1", null),
  bool("null::boolean is true", false),
  bool("null::boolean is not true", true),
  bool("null::boolean is unknown", true),
  bool("1 in (1,null)", true),
  bool("2 in (1,null)", null),
  bool("2 not in (1,null)", null),
  bool("1 not in (1,null)", false),
  bool("null::int in (1)", null),
  bool("1 between null and 0", false),
  bool("1 between null and 2", null),
  int("case when null::boolean then 1 else 2 end", 2),
  int("case null::int when null then 1 else 2 end", 2),
  text("case 2 when 1 then 'a' when 2 then 'b' end", "b"),
  int("case 3 when 1 then 1 end", null),
  int("coalesce(null,3)", 3),
  int("nullif(1,1)", null),
  int("nullif(1,2)", 1),
  int("greatest(1,null,3)", 3),
  int("least(1,null,3)", 1),
  int("greatest(null::int,null::int)", null),

  // Text: binary order, code points.
  text("'a'||null", null),
  text("concat('a',null,'b')", "ab"),
  text("concat_ws('-','a',null,'b')", "a-b"),
  text("concat_ws(null::text,'a','b')", null),
  int("length('héllo')", 5),
  int("length('😀')", 1),
  int("octet_length('héllo')", 6, "strlen('héllo')"),
  bool("'a' < 'B'", false),
  bool("'Z' < 'a'", true),
  bool("'z' < 'é'", true),
  bool("'abc' < 'abcd'", true),
  bool("'a' = 'a '", false),
  bool("'\u{FF5E}' < '😀'", true),
  bool("'abc' like 'a%'", true),
  bool("'abc' like 'A%'", false),
  bool("'ABC' ilike 'a%'", true),
  bool("null like 'a'", null),
  bool("'a%b' like 'a!%b' escape '!'", true),
  bool("'ab' like '_'", false),
  bool("'é' like '_'", true),
  bool("'a_c' like 'a\\_c'", true, null),
  bool("'abc' like 'a\\_c'", false, null),
  bool("'' like '%'", true),
  bool("'abab' like '%ab'", true),
  row("'ab' like 'a\\'", { kind: "BOOLEAN" }, { error: "22025" }, null, "="),
  text("substring('héllo' from 2 for 3)", "éll"),
  text("substring('hello' from 0 for 3)", "he"),
  text("substring('hello' from 4 for 9)", "lo"),
  text("substring('hello' from 10 for 2)", ""),
  text("substring('hello' from -1 for 3)", "h", null),
  text("substring('hello' from 3)", "llo"),
  text("substring('hello', 2147483647, 2147483647)", "", null),
  failsText("substring('hello' from 2 for -1)", "22011", null),
  text("left('hello', 2)", "he"),
  text("left('hello', -2)", "hel"),
  text("right('hello', 2)", "lo"),
  text("right('hello', -2)", "llo"),
  text("left('hello', -9)", ""),
  text("trim('  a b ')", "a b"),
  text("trim(both 'ab' from 'abcba')", "c", "trim('abcba', 'ab')"),
  text("trim(leading 'a' from 'aab')", "b", "ltrim('aab', 'a')"),
  text("trim(trailing 'b' from 'abb')", "a", "rtrim('abb', 'b')"),
  text("replace('abcabc','b','')", "acac"),
  text("replace('abc','','x')", "abc"),
  int("strpos('héllo','l')", 3),
  int("strpos('abc','z')", 0),
  int("strpos('abc','')", 1),
  int("position('c' in 'abc')", 3),
  bool("starts_with('abc','ab')", true),
  bool("starts_with('abc','')", true),
  text("upper('abcZ1')", "ABCZ1"),
  text("lower('ABCz1')", "abcz1"),

  // Dates and times.
  time("date '2024-01-31' + interval '1' month", "2024-02-29T00:00:00"),
  time("date '2023-01-31' + interval '1' month", "2023-02-28T00:00:00"),
  time("timestamp '2024-02-29 00:00:00' + interval '1' year", "2025-02-28T00:00:00"),
  time("timestamp '2024-03-31 12:00:00' - interval '1' month", "2024-02-29T12:00:00"),
  time("timestamp '2024-01-01 00:00:00' - interval '1' second", "2023-12-31T23:59:59"),
  date("cast(timestamp '1969-12-31 23:59:59.999' as date)", -1),
  time("date_trunc('hour', timestamp '1969-12-31 23:59:59.999')", "1969-12-31T23:00:00"),
  time("date_trunc('week', timestamp '2024-03-03 10:00:00')", "2024-02-26T00:00:00"),
  time("date_trunc('quarter', timestamp '2024-06-30 10:00:00')", "2024-04-01T00:00:00"),
  time("date_trunc('millisecond', timestamp '2024-06-30 10:00:00.123456')", "2024-06-30T10:00:00.123"),
  int("date '2024-03-01' - date '2024-02-28'", 2),
  date("date '2024-02-28' + 2", 19783),
  bigint("extract(year from timestamp '1969-12-31 23:59:59')", 1969n),
  bigint("extract(dow from date '2024-03-03')", 0n),
  bigint("extract(isodow from date '2024-03-03')", 7n),
  bigint("extract(week from date '2021-01-03')", 53n),
  bigint("extract(isoyear from date '2021-01-03')", 2020n),
  bigint("extract(doy from date '2024-12-31')", 366n),
  bigint("extract(quarter from date '2024-04-01')", 2n),
  bool("timestamp '2024-01-01 00:00:00' = date '2024-01-01'", true),
  text("timestamp '2024-01-01 00:00:00.500'::text", "2024-01-01 00:00:00.5"),
  text("date '2024-01-01'::text", "2024-01-01"),
];
