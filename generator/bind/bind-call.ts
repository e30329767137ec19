/** Calls: scalar functions, aggregates, and the functions of a window. */
import type { Expr } from "../../runtime/plan.ts";
import { type AggregateFunction, EXTRACT_FIELDS, TRUNC_FIELDS } from "../catalog/functions.ts";
import { AGGREGATES, CALLABLE } from "../catalog/functions-by-name.ts";
import { typeOfKind, wideningSteps } from "../catalog/sql-type.ts";
import type { Span } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { branch, call, caseOf, literal, widest } from "../logical/expr.ts";
import type * as ast from "../sql/ast.ts";
import { bindOperand, bindPredicate, bindRepeated, operate } from "./bind-expr.ts";
import { bindWindowBound, isWindowFunction } from "./bind-window-bound.ts";
import { AggregateList, type ExprScope, withoutAggregates } from "./expr-scope.ts";
import { convert, type Operand, operandType, settle } from "./operand.ts";
import { apply, signatures } from "./overloads.ts";

/** Names that are neither in the function table nor aggregates. */
const SPECIAL = ["nullif", "date_trunc", "extract", "position"] as const;

export function bindCall(expr: ast.Call, s: ExprScope): Operand | null {
  const name = expr.name.name.toLowerCase();
  // Something between the parentheses was reported already, and may have swallowed other arguments.
  if (expr.args.some((arg) => arg.kind === "Bad")) return null;
  if (isWindowFunction(name)) return bindWindowBound(expr, name, s);
  const aggregate = AGGREGATES.get(name);
  if (aggregate !== undefined) return bindAggregate(expr, aggregate, s);
  if (expr.filter !== null) {
    s.env.bag.error("MR2020", expr.filter.span, { name });
    return null;
  }
  const scalar = CALLABLE.get(name === "position" ? "strpos" : name);
  if (scalar === undefined && name !== "nullif" && name !== "date_trunc") {
    reportUnknown(expr.name, s);
    return null;
  }
  if (name === "date_trunc") return bindDateTrunc(expr, s);
  if (name === "nullif") return bindNullIf(expr, s);
  const operands = bindArguments(expr, s);
  if (operands === null || scalar === undefined) return null;
  const applied = expr.star ? "none" : apply(scalar, operands, expr.span, s.env.bag);
  if (applied !== "none") return applied;
  reportArguments(expr, operands, signatures(scalar), s);
  return null;
}

function bindArguments(expr: ast.Call, s: ExprScope): Operand[] | null {
  const operands = expr.args.map((arg) => bindOperand(arg, s));
  return operands.every((operand) => operand !== null) ? operands : null;
}

function reportUnknown({ name, span }: ast.Ident, { env }: ExprScope): void {
  const details = env.bag.error("MR2003", span, { name });
  if (env.bag.isFull && env.bag.omitted > 0) return;
  for (const candidate of suggest(name, [...CALLABLE.keys(), ...AGGREGATES.keys(), ...SPECIAL])) details.try(candidate);
}

function reportArguments(expr: ast.Call, operands: readonly Operand[], accepted: string, { env }: ExprScope): void {
  const types = expr.star ? "*" : operands.map(operandType).join(", ");
  env.bag.error("MR2009", expr.span, { name: expr.name.name.toLowerCase(), types, accepted });
}

/** `NULLIF(a, b)` is `CASE WHEN a = b THEN NULL ELSE a END`. */
function bindNullIf(expr: ast.Call, s: ExprScope): Expr | null {
  const [first, second] = expr.args;
  if (first === undefined || second === undefined || expr.args.length > 2) {
    const operands = bindArguments(expr, s);
    if (operands !== null) reportArguments(expr, operands, "two arguments of one type", s);
    return null;
  }
  const a = bindRepeated(first, s);
  const b = bindOperand(second, s);
  if (a === null || b === null) return null;
  const isEqual = operate("eq", "NULLIF", [a, b], expr.span, s);
  if (isEqual === null) return null;
  // An operand without a type of its own takes the one that the comparison gave it.
  const value = a.kind === "Untyped" && isEqual.kind === "Call" ? isEqual.args[0] : a;
  if (value === undefined || value.kind === "Untyped") return null;
  return caseOf([branch(isEqual, literal(null, value.type, expr.span))], value, expr.span);
}

const EXTRACTABLE: ReadonlySet<string> = new Set(EXTRACT_FIELDS);
const TRUNCATABLE: ReadonlySet<string> = new Set(TRUNC_FIELDS);
/** Fields of PostgreSQL beyond the two tables. */
const REFUSED_FIELDS: ReadonlySet<string> = new Set(
  "second seconds millisecond milliseconds microsecond microseconds epoch century decade millennium julian timezone timezone_hour timezone_minute nanosecond nanoseconds".split(
    " ",
  ),
);

/** `EXTRACT(field FROM time)`, BIGINT. */
export function bindExtract(expr: ast.Extract, s: ExprScope): Expr | null {
  const field = expr.field.name.toLowerCase();
  const isKnown = checkField(field, expr.field.span, EXTRACTABLE, "EXTRACT", s);
  const arg = bindOperand(expr.arg, s);
  if (!isKnown || arg === null) return null;
  return onTime(`extract_${field}`, "extract", [arg], expr.span, s);
}

/** `date_trunc('field', time)`. */
function bindDateTrunc(expr: ast.Call, s: ExprScope): Expr | null {
  const { bag } = s.env;
  const [unit, time] = expr.args;
  const arg = time === undefined ? null : bindOperand(time, s);
  if (unit === undefined || time === undefined || expr.args.length > 2) {
    bag.error("MR2009", expr.span, {
      name: "date_trunc",
      types: `${expr.args.length} arguments`,
      accepted: "('field', TIMESTAMP)",
    });
    return null;
  }
  if (unit.kind !== "String") {
    if (unit.kind !== "Bad") {
      bag.error("MR4005", unit.span, {
        construct: "a computed field of date_trunc",
        why: "expected text such as 'hour'",
      });
    }
    return null;
  }
  const field = unit.value.toLowerCase();
  if (!checkField(field, unit.span, TRUNCATABLE, "date_trunc", s) || arg === null) return null;
  return onTime(`date_trunc_${field}`, "date_trunc", [arg], expr.span, s);
}

/** Whether `field` is one of `fields`; reports it if not. */
function checkField(field: string, span: Span, fields: ReadonlySet<string>, of: string, { env }: ExprScope): boolean {
  if (fields.has(field)) return true;
  if (REFUSED_FIELDS.has(field)) {
    const name = of === "EXTRACT" ? `extract(${field} FROM …)` : `date_trunc('${field}', …)`;
    env.bag.error("MR4004", span, { name, why: `expected ${[...fields].join(", ")}` });
    return false;
  }
  const details = env.bag.error("MR2028", span, { field, function: of, fields: [...fields].join(", ") });
  for (const candidate of suggest(field, fields)) details.try(of === "EXTRACT" ? candidate : `'${candidate}'`);
  return false;
}

/** A function of TIMESTAMP; a DATE stands for its midnight. */
function onTime(id: string, name: string, operands: readonly Operand[], span: Span, { env }: ExprScope): Expr | null {
  const [operand] = operands;
  const isTime = operand!.kind !== "Untyped" && wideningSteps(operand!.type.kind, "TIMESTAMP") !== null;
  if (!isTime && !(operand!.kind === "Untyped" && operand!.form === "null")) {
    env.bag.error("MR2009", span, { name, types: operandType(operand!), accepted: "TIMESTAMP or DATE" });
    return null;
  }
  const digits = operand!.kind !== "Untyped" && operand!.type.kind === "TIMESTAMP" ? operand!.type.precision : 0;
  const arg = convert(operand!, { kind: "TIMESTAMP", precision: digits }, env.bag);
  return arg === null ? null : call(`${id}(TIMESTAMP)`, [arg], span);
}

/** An aggregate, as the column that will hold it. */
function bindAggregate(expr: ast.Call, aggregate: AggregateFunction, s: ExprScope): Expr | null {
  const { env, scope, aggregates } = s;
  const { name } = aggregate;
  if (!(aggregates instanceof AggregateList)) {
    env.bag.error("MR2016", expr.span, { name: name.toUpperCase(), ...aggregates });
    return null;
  }
  const inner = withoutAggregates(
    env,
    scope,
    "inside another aggregate",
    "aggregate the results in a query around this one",
  );
  const filter =
    expr.filter === null ? null : bindPredicate(expr.filter.condition, "FILTER", { ...inner, window: s.window });
  const operands = bindArguments(expr, { ...inner, window: s.window });
  if (operands === null || (expr.filter !== null && filter === null)) return null;

  const arg = expr.star && name === "count" ? null : aggregateArgument(aggregate, operands, env.bag);
  if (arg === "none" || (expr.star && name !== "count")) {
    const params = aggregate.overloads.map(({ param }) => `(${param ?? "*"})`);
    reportArguments(expr, operands, params.join(", "), s);
    return null;
  }
  if (arg === null && !expr.star) return null;
  const { id, returns } = aggregate.overloads.find(({ param }) => param === (arg?.type.kind ?? null))!;
  const type = arg !== null && returns === arg.type.kind ? widest([arg]) : typeOfKind(returns);
  // A group has a row at least, so only a NULL or a filter can leave an aggregate without a value.
  const nullable = name !== "count" && (filter !== null || arg === null || arg.nullable);
  return aggregates.add({ overload: id, arg, filter, type, nullable, span: expr.span }, expr.span);
}

/** The one argument in the type of an overload; "none" if no overload takes it, null after reporting a DECIMAL. */
function aggregateArgument(
  { overloads }: AggregateFunction,
  operands: readonly Operand[],
  bag: ExprScope["env"]["bag"],
): Expr | "none" | null {
  const [operand] = operands;
  if (operand === undefined || operands.length > 1) return "none";
  const arg = settle(operand, bag);
  if (arg === null) return null;
  if (overloads.some(({ param }) => param === arg.type.kind)) return arg;
  const wider = overloads.find(({ param }) => param !== null && wideningSteps(arg.type.kind, param) !== null);
  return wider === undefined ? "none" : convert(arg, typeOfKind(wider.param!), bag);
}
