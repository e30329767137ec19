/** Signs and `+ - * / %`, of numbers and of dates and times. */
import type { Expr, TypeKind } from "../../runtime/plan.ts";
import { negated } from "../catalog/literals.ts";
import { INTEGER, INTERVAL, isNumber, timestamp, wideningSteps } from "../catalog/sql-type.ts";
import type { Span } from "../diagnostics/span.ts";
import { call, cast, literal } from "../logical/expr.ts";
import { operate, reportOperands } from "./bind-expr.ts";
import type { ExprScope } from "./expr-scope.ts";
import { convert, type Operand, untyped } from "./operand.ts";

type ArithmeticOp = "+" | "-" | "*" | "/" | "%";

const NUMERIC: Readonly<Record<ArithmeticOp, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "mod",
};

export function bindArithmetic(op: ArithmeticOp, left: Operand, right: Operand, span: Span, s: ExprScope): Expr | null {
  if (isTime(left) || isTime(right)) return bindTimeArithmetic(op, left, right, span, s);
  return operate(NUMERIC[op], op, [left, right], span, s);
}

/** A sign before an operand that is no number literal. */
export function bindNegation(op: "+" | "-", arg: Operand, span: Span, s: ExprScope): Operand | null {
  if (arg.kind === "Untyped" && arg.form === "decimal") {
    if (op === "+") return { ...arg, span };
    return untyped("decimal", arg.text.startsWith("-") ? arg.text.slice(1) : `-${arg.text}`, span);
  }
  if (arg.kind === "Literal" && arg.type.kind === "INTERVAL" && typeof arg.value === "object" && arg.value !== null) {
    return literal(op === "-" ? negated(arg.value) : arg.value, INTERVAL, span);
  }
  if (op === "-") return operate("negate", "-", [arg], span, s);
  if (arg.kind !== "Untyped" && isNumber(arg.type.kind)) return { ...arg, span };
  reportOperands("+", [arg], span, s.env.bag);
  return null;
}

function isTime(operand: Operand): boolean {
  const kind = kindOf(operand);
  return kind === "DATE" || kind === "TIMESTAMP" || kind === "INTERVAL";
}

function kindOf(operand: Operand): TypeKind | null {
  return operand.kind === "Untyped" ? null : operand.type.kind;
}

/**
 * Time ± INTERVAL, DATE ± days, DATE - DATE; a sum in either order. A DATE with an INTERVAL becomes the TIMESTAMP of
 * its midnight first.
 */
function bindTimeArithmetic(op: ArithmeticOp, left: Operand, right: Operand, span: Span, s: ExprScope): Expr | null {
  const { bag } = s.env;
  if (op === "+" && (kindOf(left) === "INTERVAL" || isDays(left)) && kindOf(right) !== "INTERVAL") {
    return bindTimeArithmetic(op, right, left, span, s);
  }
  const time = left.kind === "Untyped" ? null : left;
  if (time !== null && (op === "+" || op === "-")) {
    if (right.kind !== "Untyped" && right.type.kind === "INTERVAL" && time.type.kind !== "INTERVAL") {
      const name = op === "+" ? "add_interval" : "subtract_interval";
      const start = time.type.kind === "DATE" ? cast(time, timestamp(0), "strict", time.span) : time;
      if (start.type.kind === "TIMESTAMP") return call(`${name}(TIMESTAMP,INTERVAL)`, [start, right], span);
    }
    if (time.type.kind === "DATE" && isDays(right)) {
      const days = convert(right, INTEGER, bag);
      const name = op === "+" ? "add_days" : "subtract_days";
      return days === null ? null : call(`${name}(DATE,INTEGER)`, [time, days], span);
    }
    if (op === "-" && time.type.kind === "DATE" && right.kind !== "Untyped" && right.type.kind === "DATE") {
      return call("days_between(DATE,DATE)", [time, right], span);
    }
  }
  const construct = refusedArithmetic(op, kindOf(left), kindOf(right));
  if (construct === null) reportOperands(op, [left, right], span, bag);
  else bag.error("MR4005", span, { construct, why: "INTERVAL values are literals in this version" });
  return null;
}

/** A count of days: a whole number that INTEGER holds, or NULL. */
function isDays(operand: Operand): boolean {
  if (operand.kind === "Untyped") return operand.form === "null";
  return wideningSteps(operand.type.kind, "INTEGER") !== null;
}

/** What PostgreSQL would answer with an INTERVAL. */
function refusedArithmetic(op: ArithmeticOp, left: TypeKind | null, right: TypeKind | null): string | null {
  const isMoment = (kind: TypeKind | null) => kind === "DATE" || kind === "TIMESTAMP";
  if (op === "-" && isMoment(left) && isMoment(right)) return "the difference of two times";
  const isScaling = (op === "*" || op === "/") && (left === "INTERVAL" || right === "INTERVAL");
  return isScaling || (left === "INTERVAL" && right === "INTERVAL") ? "arithmetic of intervals" : null;
}
