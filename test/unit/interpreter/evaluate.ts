/** Evaluates single functions and casts; a failure comes out as the text `error <code>`. */
import { compile } from "../../../runtime/interpreter/expressions.ts";
import { Failure } from "../../../runtime/interpreter/fault.ts";
import type { Expr, SqlType, TypeKind, Value } from "../../../runtime/plan.ts";
import { BOOLEAN, call, cast, literal } from "./plans.ts";

export const WRONG_TYPE = "error 6001";
export const RANGE = "error 6011";
export const ZERO = "error 6012";
export const BAD_TEXT = "error 6013";
export const NO_SUCH_TIME = "error 6014";
export const BAD_TIME = "error 6015";

export function evaluate(expr: Expr, row: readonly Value[] = []): Value {
  const value = compile(expr)(row);
  return value instanceof Failure ? `error ${value.code}` : value;
}

/** `apply("add(INTEGER,INTEGER)", 1, 2)`: the argument types are those of the id; the result's type plays no part. */
export function apply(overload: string, ...values: readonly Value[]): Value {
  const kinds = overload
    .slice(overload.indexOf("(") + 1, -1)
    .replace("…", "")
    .split(",") as TypeKind[];
  const args = values.map((value, i) => literal(value, typeOf(kinds[Math.min(i, kinds.length - 1)]!)));
  return evaluate(call(overload, args, BOOLEAN));
}

export function convert(value: Value, from: SqlType, to: SqlType, mode: "strict" | "try" = "strict"): Value {
  return evaluate(cast(literal(value, from), to, mode));
}

export function typeOf(kind: TypeKind): SqlType {
  if (kind === "TEXT") return { kind, maxLength: null };
  if (kind === "TIMESTAMP") return { kind, precision: 6 };
  return { kind };
}
