/** What is wrong with an expression over given columns. Types and nullability are derived here a second time. */
import type { Call, Case, Cast, Expr, Field, Interval, Literal, SqlType } from "../../runtime/plan.ts";
import { OVERLOADS, type Overload } from "../catalog/functions.ts";
import {
  DATE_DAYS_MAX,
  INTEGER_RANGES,
  isCastable,
  sameType,
  stepOf,
  TIMESTAMP_US_MAX,
  typeName,
} from "../catalog/sql-type.ts";
import type { Report } from "./validate.ts";
import { digitsOf } from "./validate-window.ts";

/** The type of the expression; null if its kind is unknown. */
export function checkExpr(expr: Expr, input: readonly Field[], path: string, report: Report): SqlType | null {
  checkType(expr.type, path, report);
  switch (expr.kind) {
    case "Literal": {
      if (!isValueOf(expr)) report("PLAN_LITERAL", path, `no ${typeName(expr.type)}`);
      if (expr.value === null && !expr.nullable) report("PLAN_NULLABILITY", path, "NULL is said not to be NULL");
      break;
    }
    case "Column": {
      const field = input[expr.ordinal];
      if (field === undefined) report("PLAN_ORDINAL", path, `no column ${expr.ordinal}`);
      else if (!sameType(field.type, expr.type)) report("PLAN_TYPE", path, `the column is ${typeName(field.type)}`);
      else if (field.nullable && !expr.nullable) report("PLAN_NULLABILITY", path, "the column can be NULL");
      break;
    }
    case "Call":
      checkCall(expr, input, path, report);
      break;
    case "Cast":
      checkCast(expr, input, path, report);
      break;
    case "Case":
      checkCase(expr, input, path, report);
      break;
    default:
      report("PLAN_NODE", path, `no such expression: ${String((expr as { kind?: unknown }).kind)}`);
      return null;
  }
  return expr.type;
}

/** A type is one that exists. */
export function checkType(type: SqlType, path: string, report: Report): void {
  const isSound =
    type.kind === "TEXT"
      ? type.maxLength === null || (Number.isInteger(type.maxLength) && type.maxLength > 0)
      : type.kind === "TIMESTAMP"
        ? Number.isInteger(type.precision) && type.precision >= 0 && type.precision <= 6
        : PLAIN_KINDS.has(type.kind);
  if (!isSound) report("PLAN_TYPE", path, `no such type: ${JSON.stringify(type)}`);
}

const PLAIN_KINDS: ReadonlySet<string> = new Set([
  ...INTEGER_RANGES.keys(),
  "BOOLEAN",
  "REAL",
  "DOUBLE",
  "DATE",
  "INTERVAL",
]);

function checkCall(expr: Call, input: readonly Field[], path: string, report: Report): void {
  const { args, type, nullable } = expr;
  const kinds = args.map((arg, i) => checkExpr(arg, input, `${path}.args[${i}]`, report)?.kind);
  const overload = OVERLOADS.get(expr.overload);
  if (overload === undefined) {
    report("PLAN_OVERLOAD", path, `no overload ${expr.overload}`);
    return;
  }
  const { params, variadic, returns } = overload;
  const fitsCount = variadic ? args.length >= params.length : args.length === params.length;
  const last = params.at(-1);
  if (!fitsCount || !kinds.every((kind, i) => kind === (params[i] ?? last))) {
    report("PLAN_OVERLOAD", path, `${overload.id} over (${kinds.join(", ")})`);
  }
  const derived: SqlType = returns === "TIMESTAMP" ? { kind: returns, precision: finest(args) } : plain(returns);
  if (!holds(type, derived)) report("PLAN_TYPE", path, `${overload.id} is ${typeName(derived)}`);
  if (!nullable && yieldsNull(overload, args)) report("PLAN_NULLABILITY", path, `${overload.id} can be NULL`);
}

/** A rewrite may leave something narrower behind, with fewer digits or a limited length; what was promised stays. */
export function holds(type: SqlType, derived: SqlType): boolean {
  if (type.kind === "TEXT" && derived.kind === "TEXT" && type.maxLength === null) return true;
  if (type.kind === "TIMESTAMP" && derived.kind === "TIMESTAMP") return type.precision >= derived.precision;
  return sameType(type, derived);
}

function plain(kind: Exclude<SqlType["kind"], "TIMESTAMP">): SqlType {
  return kind === "TEXT" ? { kind, maxLength: null } : { kind };
}

/** The digits of the finest time or interval among the arguments. */
function finest(args: readonly Expr[]): number {
  let digits = 0;
  for (const arg of args) {
    if (arg.type.kind === "TIMESTAMP") digits = Math.max(digits, arg.type.precision);
    if (arg.kind !== "Literal" || arg.type.kind !== "INTERVAL" || arg.value === null) continue;
    digits = Math.max(digits, digitsOf((arg.value as Interval).us));
  }
  return digits;
}

/** Whether the function can give NULL for these arguments. */
function yieldsNull({ nulls, name }: Overload, args: readonly Expr[]): boolean {
  if (nulls === "never") return false;
  const nullable = args.filter((arg) => arg.nullable).length;
  // These skip NULLs: one argument that cannot be NULL settles it.
  if (name === "coalesce" || name === "greatest" || name === "least") return nullable === args.length;
  if (name === "concat_ws") return args[0]?.nullable ?? true;
  return nullable > 0;
}

function checkCast({ arg, type, mode, nullable }: Cast, input: readonly Field[], path: string, report: Report): void {
  const from = checkExpr(arg, input, `${path}.arg`, report);
  if (from !== null && !isCastable(from.kind, type.kind)) {
    report("PLAN_CAST", path, `${typeName(from)} to ${typeName(type)}`);
  }
  if (mode !== "strict" && mode !== "try") report("PLAN_CAST", path, "no such mode");
  if (!nullable && (mode === "try" || arg.nullable)) report("PLAN_NULLABILITY", path, "the conversion can be NULL");
}

function checkCase(expr: Case, input: readonly Field[], path: string, report: Report): void {
  const { whens, otherwise, type, nullable } = expr;
  if (whens.length === 0) report("PLAN_ARITY", path, "a CASE without branches");
  const results = [...whens.map((w) => w.then), otherwise];
  for (const [i, w] of whens.entries()) {
    if (checkExpr(w.when, input, `${path}.whens[${i}].when`, report)?.kind !== "BOOLEAN") {
      report("PLAN_TYPE", `${path}.whens[${i}].when`, "a condition that is not BOOLEAN");
    }
  }
  for (const [i, result] of results.entries()) {
    const from = checkExpr(result, input, `${path}.results[${i}]`, report);
    if (from?.kind !== type.kind) report("PLAN_TYPE", `${path}.results[${i}]`, `expected ${typeName(type)}`);
  }
  const digits = Math.max(...results.map((r) => (r.type.kind === "TIMESTAMP" ? r.type.precision : 0)));
  const isWidest =
    type.kind === "TIMESTAMP" ? type.precision >= digits : type.kind !== "TEXT" || type.maxLength === null;
  if (!isWidest) report("PLAN_TYPE", path, "not the type that holds all branches");
  if (!nullable && results.some((result) => result.nullable)) report("PLAN_NULLABILITY", path, "a branch can be NULL");
}

/** The value is one of the type's, in the form that `Value` asks for. */
function isValueOf({ value, type }: Literal): boolean {
  if (value === null) return true;
  switch (type.kind) {
    case "BOOLEAN":
      return typeof value === "boolean";
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER": {
      const [min, max] = INTEGER_RANGES.get(type.kind)!;
      return (
        typeof value === "number" && Number.isInteger(value) && value >= min && value <= max && !Object.is(value, -0)
      );
    }
    case "BIGINT": {
      const [min, max] = INTEGER_RANGES.get(type.kind)!;
      return typeof value === "bigint" && value >= min && value <= max;
    }
    case "REAL":
      return typeof value === "number" && Object.is(Math.fround(value), value);
    case "DOUBLE":
      return typeof value === "number";
    case "TEXT":
      return typeof value === "string" && !/\p{Cs}/u.test(value) && fitsLength(value, type.maxLength);
    case "DATE":
      return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= DATE_DAYS_MAX;
    case "TIMESTAMP": {
      if (typeof value !== "bigint" || value > TIMESTAMP_US_MAX || value < -TIMESTAMP_US_MAX) return false;
      return value % BigInt(stepOf(type)) === 0n;
    }
    case "INTERVAL":
      return (
        typeof value === "object" &&
        Number.isInteger(value.months) &&
        Number.isInteger(value.days) &&
        Math.max(Math.abs(value.months), Math.abs(value.days)) < 2 ** 31 &&
        BigInt.asIntN(64, value.us) === value.us
      );
    default:
      return false;
  }
}

function fitsLength(text: string, limit: number | null): boolean {
  return limit === null || [...text].length <= limit;
}
