/** Names, types, literals and durations as millrace SQL. */
import { formatDate, formatTimestamp } from "./calendar.ts";
import { LEVEL } from "./function-table.ts";
import { assertNever, type SpecType, type Value } from "./query-spec.ts";

/** A text and how tightly it binds. */
export type Printed = readonly [text: string, level: number];

/** Plain where the name is a word, quoted otherwise; letter case is free. */
export function printName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Column names of the generator that no SQL dialect takes without quotes. */
const RESERVED: ReadonlySet<string> = new Set(["order", "select"]);

export function printType(type: SpecType): string {
  if (type.kind === "TEXT") return type.maxLength === null ? "TEXT" : `VARCHAR(${type.maxLength})`;
  if (type.kind === "TIMESTAMP") return `TIMESTAMP(${type.precision})`;
  return type.kind;
}

const UNITS = [
  ["DAY", 86_400_000_000n],
  ["HOUR", 3_600_000_000n],
  ["MINUTE", 60_000_000n],
  ["SECOND", 1_000_000n],
] as const;

/** The largest whole unit; below a second a fraction of seconds, MILLISECOND or MICROSECOND, by what fits. */
export function printDuration(us: bigint): string {
  if (us !== 0n) for (const [unit, size] of UNITS) if (us % size === 0n) return `INTERVAL '${us / size}' ${unit}`;
  if (us === 0n) return "INTERVAL '0' SECOND";
  if (us % 100_000n === 0n) return `INTERVAL '${Number(us) / 1e6}' SECOND`;
  return us % 1000n === 0n ? `INTERVAL '${us / 1000n}' MILLISECOND` : `INTERVAL '${us}' MICROSECOND`;
}

export function printInterval(months: number, days: number, us: bigint): string {
  if (months !== 0) {
    return months % 12 === 0 ? `INTERVAL '${months / 12}' YEAR` : `INTERVAL '${months}' MONTH`;
  }
  if (days !== 0) return days % 7 === 0 ? `INTERVAL '${days / 7}' WEEK` : `INTERVAL '${days}' DAY`;
  return printDuration(us);
}

export function printLiteral(value: Value, type: SpecType, form: "typed" | "bare" | "decimal"): Printed {
  if (value === null) return [form === "bare" ? "NULL" : `CAST(NULL AS ${printType(type)})`, LEVEL.atom];
  const atom = (text: string): Printed => [text, LEVEL.atom];
  const signed = (text: string): Printed => [text, text.startsWith("-") ? LEVEL.unary : LEVEL.atom];
  const cast = (text: string): Printed => atom(`CAST(${text} AS ${printType(type)})`);
  if (form === "bare") return atom(quoteText(plainText(value, type)));
  switch (type.kind) {
    case "BOOLEAN":
      return atom(value ? "TRUE" : "FALSE");
    case "TINYINT":
    case "SMALLINT":
      return cast(String(value));
    case "INTEGER":
      return value === -(2n ** 31n) ? cast(`'${value}'`) : signed(String(value));
    case "BIGINT": {
      const wide = (value as bigint) > 2n ** 31n - 1n || (value as bigint) < -(2n ** 31n);
      if (value === -(2n ** 63n)) return cast(`'${value}'`);
      return wide ? signed(String(value)) : cast(String(value));
    }
    case "REAL":
    case "DOUBLE": {
      const number = value as number;
      if (!Number.isFinite(number) || Object.is(number, -0)) return cast(`'${Object.is(number, -0) ? "-0" : number}'`);
      if (form === "decimal") return signed(Number.isInteger(number) ? `${number}.0` : String(number));
      const text = number.toExponential().replace("+", "");
      return type.kind === "REAL" ? cast(text) : signed(text);
    }
    case "TEXT":
      return type.maxLength === null ? atom(quoteText(value as string)) : cast(quoteText(value as string));
    case "DATE":
      return atom(`DATE '${formatDate(value as bigint)}'`);
    case "TIMESTAMP":
      return atom(`TIMESTAMP '${formatTimestamp(value as bigint, 6)}'`);
    default:
      return assertNever(type, "SpecType");
  }
}

/** What a cast of the value to TEXT shows, for string literals that take another type. */
function plainText(value: Exclude<Value, null>, type: SpecType): string {
  if (type.kind === "DATE") return formatDate(value as bigint);
  if (type.kind === "TIMESTAMP") return formatTimestamp(value as bigint, 6);
  return String(value);
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
