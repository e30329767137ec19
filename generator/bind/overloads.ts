/** Which overload of a function fits the operands, by the least conversion. */
import type { Expr, TypeKind } from "../../runtime/plan.ts";
import type { Overload, ScalarFunction } from "../catalog/functions.ts";
import { isFloat, timestamp, typeOfKind, wideningSteps } from "../catalog/sql-type.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/span.ts";
import { call } from "../logical/expr.ts";
import { convert, type Operand, refuseDecimal } from "./operand.ts";

/** The fitting overload applied to the operands; "none" if none fits, null after reporting a bad literal. */
export function apply(
  family: ScalarFunction,
  operands: readonly Operand[],
  span: Span,
  bag: DiagnosticBag,
): Expr | "none" | null {
  const overload = resolve(family, operands);
  if (overload === null) {
    const decimal = operands.find((operand) => operand.kind === "Untyped" && operand.form === "decimal");
    return decimal?.kind === "Untyped" ? refuseDecimal(decimal, bag) : "none";
  }
  const digits = timeDigits(operands);
  const args: Expr[] = [];
  for (const [i, operand] of operands.entries()) {
    const kind = paramAt(overload, i);
    const arg = convert(operand, kind === "TIMESTAMP" ? timestamp(digits) : typeOfKind(kind), bag);
    if (arg !== null) args.push(arg);
  }
  return args.length === operands.length ? call(overload.id, args, span) : null;
}

/** The digits of the finest TIMESTAMP; a DATE has none. */
function timeDigits(operands: readonly Operand[]): number {
  const digits = operands.map((o) => (o.kind !== "Untyped" && o.type.kind === "TIMESTAMP" ? o.type.precision : 0));
  return Math.max(0, ...digits);
}

/** The overload whose conversions go least far; of equals the first in the table. */
export function resolve({ overloads }: ScalarFunction, operands: readonly Operand[]): Overload | null {
  let best: Overload | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const overload of overloads) {
    const cost = costOf(overload, operands);
    if (cost !== null && cost < bestCost) {
      best = overload;
      bestCost = cost;
    }
  }
  return best;
}

function costOf(overload: Overload, operands: readonly Operand[]): number | null {
  const { params, variadic } = overload;
  if (variadic ? operands.length < params.length : operands.length !== params.length) return null;
  let cost = 0;
  for (const [i, operand] of operands.entries()) {
    const step = conversionCost(operand, paramAt(overload, i), overload, operands);
    if (step === null) return null;
    cost += step;
  }
  return cost;
}

/** More than all that NULLs can add, so that they never outweigh a typed operand. */
const WIDENING = 1e6;
/** Where nothing else decides, NULL is TEXT, then INTEGER, then DOUBLE. */
const NULL_KINDS: readonly TypeKind[] = ["TEXT", "INTEGER", "DOUBLE"];

function conversionCost(
  operand: Operand,
  param: TypeKind,
  overload: Overload,
  operands: readonly Operand[],
): number | null {
  if (operand.kind !== "Untyped") {
    const steps = wideningSteps(operand.type.kind, param);
    return steps === null ? null : steps * WIDENING;
  }
  switch (operand.form) {
    case "null":
      return NULL_KINDS.includes(param) ? NULL_KINDS.indexOf(param) : NULL_KINDS.length;
    case "text":
      // Text stands for another type only where an operand beside it says which.
      return param === "TEXT" ? 0 : isUniform(overload) && operands.some((o) => o.kind !== "Untyped") ? 1 : null;
    case "decimal":
      return param === "DOUBLE" && isUniform(overload) && operands.some(hasFloatType) ? 0 : null;
  }
}

function hasFloatType(operand: Operand): boolean {
  return operand.kind !== "Untyped" && isFloat(operand.type.kind);
}

/** All parameters have one type. */
function isUniform({ params }: Overload): boolean {
  return params.every((param) => param === params[0]);
}

function paramAt({ params }: Overload, i: number): TypeKind {
  return params[Math.min(i, params.length - 1)]!;
}

/** The parameter lists of a function, for messages. */
export function signatures({ overloads }: ScalarFunction): string {
  const lists = overloads.map(({ params, variadic }) => `(${params.join(", ")}${variadic ? ", …" : ""})`);
  return lists.length > 6 ? `${lists.slice(0, 6).join(", ")} and others` : lists.join(" or ");
}
