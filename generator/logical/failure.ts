/** Which expressions can raise a row error, and which depend on the order of evaluation. */

import type { AggregateCall, Call, Cast, Expr, LogicalPlan, SqlType, TypeKind } from "../../runtime/plan.ts";
import { overloadOf } from "../catalog/functions.ts";
import { AND, termsOf } from "./expr.ts";

const NONE: ReadonlySet<number> = new Set();

/** Whether evaluating the expression can raise an error; `failing` are the columns whose reading can. */
export function canFail(expr: Expr, failing: ReadonlySet<number> = NONE): boolean {
  const fails = (part: Expr) => canFail(part, failing);
  switch (expr.kind) {
    case "Literal":
      return false;
    case "Column":
      return failing.has(expr.ordinal);
    case "Call":
      return failsItself(expr) || expr.args.some(fails);
    case "Cast":
      return (expr.mode === "strict" && failsItself(expr)) || fails(expr.arg);
    case "Case":
      return expr.whens.some(({ when, then }) => fails(when) || fails(then)) || fails(expr.otherwise);
  }
}

export type Fails = (expr: Expr) => boolean;

/** `canFail` for the expressions of a node. */
export function failsIn(plan: LogicalPlan): Fails {
  const failing = failingColumns(plan);
  return (expr) => canFail(expr, failing);
}

/**
 * Columns that a node reads from its input and that fail when they are read: sums that may have left BIGINT, and
 * expressions of a projection, which other rules may yet put in the place of their columns.
 */
function failingColumns(plan: LogicalPlan): ReadonlySet<number> {
  if (plan.kind === "Scan") return NONE;
  const { input } = plan;
  if (input.kind === "Filter" || input.kind === "Window") return failingColumns(input);
  if (input.kind === "Project") {
    const fails = failsIn(input);
    return new Set(input.exprs.flatMap((expr, i) => (fails(expr) ? [i] : [])));
  }
  if (input.kind !== "Aggregate") return NONE;
  const isSum = ({ overload, type }: AggregateCall) => overload.startsWith("sum(") && type.kind === "BIGINT";
  return new Set(input.aggregates.flatMap((call, i) => (isSum(call) ? [input.keys.length + i] : [])));
}

/** The operands of nested ANDs, left to right. */
export function conjunctsOf(predicate: Expr): readonly Expr[] {
  return termsOf(AND, predicate);
}

/** Whether the call or conversion itself can fail, its arguments aside. */
export function failsItself(expr: Call | Cast): boolean {
  return expr.kind === "Cast" ? conversionFails(expr.arg.type, expr.type) : callFails(expr);
}

/** A division by a literal that is neither 0 nor -1, and other calls whose arguments exclude their errors, are total. */
function callFails(call: Call): boolean {
  const { name, errors } = overloadOf(call.overload);
  if (errors.length === 0) return false;
  const second = call.args[1];
  const divisor = second?.kind === "Literal" && second.value !== null ? Number(second.value) : null;
  if (name === "mod") return divisor === null || divisor === 0;
  if (name === "divide") return divisor === null || divisor === 0 || divisor === -1;
  if (name === "like") return !isPlainPattern(call.args[1]!, call.args[2]!);
  if (name === "substring") {
    const count = call.args[2]!;
    return !(count.kind === "Literal" && (count.value === null || Number(count.value) >= 0));
  }
  return true;
}

/** A literal pattern that does not end in its escape character. */
function isPlainPattern(pattern: Expr, escape: Expr): boolean {
  if (pattern.kind !== "Literal" || escape.kind !== "Literal") return false;
  if (pattern.value === null || escape.value === null) return true;
  const escapeText = String(escape.value);
  if ([...escapeText].length > 1) return false;
  if (escapeText === "") return true;
  const points = [...String(pattern.value)];
  for (let i = 0; i < points.length; i++) {
    if (points[i] !== escapeText) continue;
    if (i + 1 === points.length) return false;
    i++;
  }
  return true;
}

const WIDTH: Partial<Readonly<Record<TypeKind, number>>> = { TINYINT: 1, SMALLINT: 2, INTEGER: 4, BIGINT: 8 };
const FLOAT: ReadonlySet<TypeKind> = new Set(["REAL", "DOUBLE"]);

/** Conversions that every value survives: widening, to TEXT, between BOOLEAN and integers that hold it. */
function conversionFails(fromType: SqlType, toType: SqlType): boolean {
  if (fromType.kind === "TIMESTAMP" && toType.kind === "TIMESTAMP") return toType.precision < fromType.precision;
  const from = fromType.kind;
  const to = toType.kind;
  if (from === to || to === "TEXT") return false;
  const fromWidth = WIDTH[from];
  const toWidth = WIDTH[to];
  if (fromWidth !== undefined && toWidth !== undefined) return toWidth < fromWidth;
  if (fromWidth !== undefined && FLOAT.has(to)) return false;
  if (from === "REAL" && to === "DOUBLE") return false;
  if (from === "BOOLEAN" || to === "BOOLEAN") return from === "TEXT";
  if (from === "TIMESTAMP" && to === "DATE") return false;
  return true;
}
