/** Expressions as closures, compiled once: a call per node and row remains. */
import type { Call, Case, Cast, Expr, Value } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { conversion } from "./casts.ts";
import { Failure, Fault } from "./fault.ts";
import { type ScalarFunction, scalarFunction } from "./functions.ts";

/** A SUM out of range stands in its row as the failure of whoever reads it. */
export type Row = readonly (Value | Failure)[];

/** The value of an expression for a row, or why it has none. */
export type Evaluate = (row: Row) => Value | Failure;

/**
 * AND, OR, COALESCE and CASE evaluate from left to right and only as far as needed. Every other node evaluates all its
 * arguments in order; the first failure is its answer, before any NULL is looked at.
 */
export function compile(expr: Expr): Evaluate {
  switch (expr.kind) {
    case "Literal": {
      const { value } = expr;
      return () => value;
    }
    case "Column": {
      const { ordinal } = expr;
      return (row) => row[ordinal]!;
    }
    case "Call":
      return compileCall(expr);
    case "Cast":
      return compileCast(expr);
    case "Case":
      return compileCase(expr);
    default:
      return assertNever(expr, "expression");
  }
}

function compileCall(expr: Call): Evaluate {
  const args = expr.args.map(compile);
  const definition: ScalarFunction = scalarFunction(expr.overload);
  switch (definition.nulls) {
    case "lazy":
      return definition.evaluate(args);
    case "strict":
      return strictCall(args, located(definition.apply, expr));
    case "called":
      return calledWithNulls(args, located(definition.apply, expr));
    default:
      return assertNever(definition, "function");
  }
}

function strictCall(args: readonly Evaluate[], apply: Located): Evaluate {
  const [first, second] = args;
  if (args.length === 1) {
    return (row) => {
      const a = first!(row);
      return a === null || a instanceof Failure ? a : apply(a);
    };
  }
  if (args.length === 2) {
    return (row) => {
      const a = first!(row);
      if (a instanceof Failure) return a;
      const b = second!(row);
      if (b instanceof Failure) return b;
      return a === null || b === null ? null : apply(a, b);
    };
  }
  return calledWithNulls(args, (...values) => (values.includes(null) ? null : apply(...values)));
}

function calledWithNulls(args: readonly Evaluate[], apply: Located): Evaluate {
  return (row) => {
    const values: Value[] = [];
    for (const arg of args) {
      const value = arg(row);
      if (value instanceof Failure) return value;
      values.push(value);
    }
    return apply(...values);
  };
}

type Located = (...args: readonly Value[]) => Value | Failure;

/**
 * A function whose faults carry the place of the call. The plan is validated before it gets here, so the values have
 * the types that the overload names: the one place where that is asserted.
 */
function located(apply: (...args: never[]) => Value | Fault, { span }: Expr): Located {
  const unchecked = apply as (...args: readonly Value[]) => Value | Fault;
  return (...args) => {
    const result = unchecked(...args);
    return result instanceof Fault ? new Failure(result.code, span) : result;
  };
}

function compileCast(expr: Cast): Evaluate {
  const arg = compile(expr.arg);
  const convert = conversion(expr.arg.type, expr.type);
  const { mode, span } = expr;
  return (row) => {
    const value = arg(row);
    if (value === null || value instanceof Failure) return value;
    const result = convert(value);
    if (!(result instanceof Fault)) return result;
    return mode === "try" ? null : new Failure(result.code, span);
  };
}

function compileCase(expr: Case): Evaluate {
  const branches = expr.whens.map(({ when, then }) => ({ condition: compile(when), value: compile(then) }));
  const otherwise = compile(expr.otherwise);
  return (row) => {
    for (const branch of branches) {
      const condition = branch.condition(row);
      if (condition instanceof Failure) return condition;
      if (condition === true) return branch.value(row);
    }
    return otherwise(row);
  };
}
