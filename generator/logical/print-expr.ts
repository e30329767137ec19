/** Expressions as SQL text, for people: plans, comments, the names of columns that have none. */
import type { AggregateCall, Expr, Interval, Literal } from "../../runtime/plan.ts";
import { dateText, intervalText, timestampText } from "../catalog/literals.ts";
import { typeName } from "../catalog/sql-type.ts";

/** `names` are those of the columns below. */
export function printExpr(expr: Expr, names: readonly string[]): string {
  return printed(expr, names).text;
}

export function printAggregate({ overload, arg, filter }: AggregateCall, names: readonly string[]): string {
  const name = overload.slice(0, overload.indexOf("(")).toUpperCase();
  const call = `${name}(${arg === null ? "*" : printExpr(arg, names)})`;
  return filter === null ? call : `${call} FILTER (WHERE ${printExpr(filter, names)})`;
}

/** How tightly the outermost operator binds; operands that bind less go into parentheses. */
interface Printed {
  readonly text: string;
  readonly power: number;
}

const ATOM = 10;
const SIGN = 9;
const NOT = 3;
const TEST = 4;

const INFIX: Readonly<Record<string, { readonly symbol: string; readonly power: number }>> = {
  or: { symbol: "OR", power: 1 },
  and: { symbol: "AND", power: 2 },
  is_distinct_from: { symbol: "IS DISTINCT FROM", power: TEST },
  eq: { symbol: "=", power: 5 },
  ne: { symbol: "<>", power: 5 },
  lt: { symbol: "<", power: 5 },
  le: { symbol: "<=", power: 5 },
  gt: { symbol: ">", power: 5 },
  ge: { symbol: ">=", power: 5 },
  concat_op: { symbol: "||", power: 6 },
  add: { symbol: "+", power: 7 },
  subtract: { symbol: "-", power: 7 },
  add_interval: { symbol: "+", power: 7 },
  subtract_interval: { symbol: "-", power: 7 },
  add_days: { symbol: "+", power: 7 },
  subtract_days: { symbol: "-", power: 7 },
  days_between: { symbol: "-", power: 7 },
  multiply: { symbol: "*", power: 8 },
  divide: { symbol: "/", power: 8 },
  mod: { symbol: "%", power: 8 },
};

/** On the right of themselves these need no parentheses; `||` shares its level with no other operator. */
const ASSOCIATIVE: ReadonlySet<string> = new Set(["or", "and", "concat_op"]);

function printed(expr: Expr, names: readonly string[]): Printed {
  switch (expr.kind) {
    case "Literal": {
      const text = literalText(expr);
      return { text, power: text.startsWith("-") ? SIGN : ATOM };
    }
    case "Column":
      return atom(names[expr.ordinal] ?? `#${expr.ordinal}`);
    case "Cast":
      return atom(
        `${expr.mode === "try" ? "TRY_CAST" : "CAST"}(${printExpr(expr.arg, names)} AS ${typeName(expr.type)})`,
      );
    case "Case": {
      const whens = expr.whens.map((w) => `WHEN ${printExpr(w.when, names)} THEN ${printExpr(w.then, names)}`);
      return atom(`CASE ${whens.join(" ")} ELSE ${printExpr(expr.otherwise, names)} END`);
    }
    case "Call":
      return printCall(expr.overload.slice(0, expr.overload.indexOf("(")), expr.args, names);
  }
}

function atom(text: string): Printed {
  return { text, power: ATOM };
}

function printCall(name: string, args: readonly Expr[], names: readonly string[]): Printed {
  const operand = (i: number, power: number) => {
    const { text, power: own } = printed(args[i]!, names);
    return own < power ? `(${text})` : text;
  };
  const infix = INFIX[name];
  if (infix !== undefined) {
    const { symbol, power } = infix;
    // Left-associative, but comparisons do not chain.
    const left = operand(0, power === 5 ? power + 1 : power);
    const right = operand(1, ASSOCIATIVE.has(name) ? power : power + 1);
    return { text: `${left} ${symbol} ${right}`, power };
  }
  const test = (text: string): Printed => ({ text, power: TEST });
  switch (name) {
    case "not":
      return { text: `NOT ${operand(0, NOT)}`, power: NOT };
    case "negate":
      return { text: `-${operand(0, ATOM)}`, power: SIGN };
    case "is_null":
      return test(`${operand(0, TEST + 1)} IS NULL`);
    case "is_true":
      return test(`${operand(0, TEST + 1)} IS TRUE`);
    case "is_false":
      return test(`${operand(0, TEST + 1)} IS FALSE`);
    case "in": {
      const list = args.slice(1).map((arg) => printExpr(arg, names));
      return { text: `${operand(0, 6)} IN (${list.join(", ")})`, power: 5 };
    }
    case "like":
      return { text: `${operand(0, 6)} LIKE ${operand(1, 6)} ESCAPE ${operand(2, 6)}`, power: 5 };
  }
  const all = args.map((arg) => printExpr(arg, names)).join(", ");
  const field = /^(extract|date_trunc)_(\w+)$/.exec(name);
  if (field === null) return atom(`${name}(${all})`);
  return atom(field[1] === "extract" ? `EXTRACT(${field[2]} FROM ${all})` : `date_trunc('${field[2]}', ${all})`);
}

function literalText({ value, type }: Literal): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (type.kind === "DATE") return `DATE '${dateText(Number(value))}'`;
  if (type.kind === "TIMESTAMP") return `TIMESTAMP '${timestampText(BigInt(value as bigint), type.precision)}'`;
  if (type.kind === "INTERVAL") return intervalText(value as Interval);
  if (typeof value === "number" && (type.kind === "DOUBLE" || type.kind === "REAL")) return floatText(value);
  return `${value}`.toUpperCase();
}

/** With an exponent, so that it reads as the DOUBLE it is. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return `'${value}'`;
  const text = Object.is(value, -0) ? "-0" : `${value}`;
  return text.includes("e") ? text.replace("e+", "e") : `${text}e0`;
}
