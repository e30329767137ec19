/**
 * Syntax -> typed expressions. Every implicit conversion becomes a Cast, and what only spells something else is
 * lowered to the core overloads here: BETWEEN, NOT IN, CASE with an operand, NULLIF, ILIKE, IS NOT …
 *
 * A function gives null after it has reported an error; what stands around it then stays quiet.
 */
import type { Expr } from "../../runtime/plan.ts";
import type { ScalarFunction } from "../catalog/functions.ts";
import { family } from "../catalog/functions-by-name.ts";
import { type Reading, readDate, readTimestamp, writtenDigits } from "../catalog/literals.ts";
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  INTEGER,
  INTEGER_RANGES,
  INTERVAL,
  isCastable,
  TEXT,
  timestamp,
  typeName,
  typeOfKind,
} from "../catalog/sql-type.ts";
import { assertNever } from "../diagnostics/assert-never.ts";
import type { DiagnosticBag, DiagnosticDetails } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/span.ts";
import {
  AND,
  branch,
  call,
  caseOf,
  cast,
  chain,
  column,
  isAssociative,
  literal,
  OR,
  termsOf,
} from "../logical/expr.ts";
import { operands as partsOf } from "../logical/tree.ts";
import type * as ast from "../sql/ast.ts";
import { bindArithmetic, bindNegation } from "./bind-arithmetic.ts";
import { bindCall, bindExtract } from "./bind-call.ts";
import { intervalValue } from "./duration.ts";
import type { ExprScope } from "./expr-scope.ts";
import { commonType, convert, type Operand, operandType, refuseDecimal, settle, untyped } from "./operand.ts";
import { apply, resolve } from "./overloads.ts";
import { resolveType } from "./resolve-type.ts";
import { resolveColumn } from "./scope.ts";

/** The expression with a type of its own. */
export function bindExpr(expr: ast.Expr, s: ExprScope): Expr | null {
  const operand = bindOperand(expr, s);
  return operand === null ? null : settle(operand, s.env.bag);
}

/** A condition: BOOLEAN, or NULL. `clause` names the place in messages. */
export function bindPredicate(expr: ast.Expr, clause: string, s: ExprScope): Expr | null {
  const operand = bindOperand(expr, s);
  return operand === null ? null : condition(operand, clause, s);
}

function condition(operand: Operand, clause: string, { env }: ExprScope): Expr | null {
  if (operand.kind === "Untyped" ? operand.form === "decimal" : operand.type.kind !== "BOOLEAN") {
    env.bag.error("MR2013", operand.span, { clause, type: operandType(operand) });
    return null;
  }
  return convert(operand, BOOLEAN, env.bag);
}

export function bindOperand(expr: ast.Expr, s: ExprScope): Operand | null {
  return s.env.nesting.within(expr.span, s.env.bag, () => bindKind(expr, s));
}

function bindKind(expr: ast.Expr, s: ExprScope): Operand | null {
  switch (expr.kind) {
    case "Name":
      return bindName(expr, s);
    case "Number":
      return bindNumber(expr.text, expr.span, s);
    case "String":
      return untyped("text", expr.value, expr.span);
    case "Boolean":
      return literal(expr.value, BOOLEAN, expr.span);
    case "Null":
      return untyped("null", "", expr.span);
    case "Time":
      return bindTime(expr, s);
    case "Interval": {
      const value = intervalValue(expr, s.env);
      return value === null ? null : literal(value, INTERVAL, expr.span);
    }
    case "Unary":
      return bindUnary(expr, s);
    case "Binary":
      return bindChain(expr, s);
    case "Is":
      return bindIs(expr, s);
    case "Between":
      return bindBetween(expr, s);
    case "In":
      return bindIn(expr, s);
    case "Like":
      return bindLike(expr, s);
    case "Case":
      return bindCase(expr, s);
    case "Cast":
      return bindCast(expr, s);
    case "Call":
      return bindCall(expr, s);
    case "Extract":
      return bindExtract(expr, s);
    case "Bad":
      return null;
    default:
      return assertNever(expr, "expression");
  }
}

function bindName(expr: ast.NameExpr, { scope, env }: ExprScope): Expr | null {
  const found = resolveColumn(expr, scope, env);
  return found === null || found.isBroken ? null : column(found.ordinal, scope.schema, expr.span);
}

/** Whole numbers are INTEGER if they fit, else BIGINT; an exponent makes a DOUBLE. `text` may carry a minus sign. */
function bindNumber(text: string, span: Span, { env }: ExprScope): Operand | null {
  if (/e/i.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return literal(value, DOUBLE, span);
    env.bag.error("MR2010", span, { text: `\`${text}\``, type: "DOUBLE", why: "too large" });
    return null;
  }
  if (text.includes(".")) return untyped("decimal", text, span);
  const [min, max] = INTEGER_RANGES.get("BIGINT")!;
  const value = text.length > 40 ? max + 1n : BigInt(text);
  if (value < min || value > max) {
    env.bag.error("MR2011", span, { text });
    return null;
  }
  const [intMin, intMax] = INTEGER_RANGES.get("INTEGER")!;
  return value < intMin || value > intMax ? literal(value, BIGINT, span) : literal(Number(value), INTEGER, span);
}

function bindTime({ type, value, textSpan, span }: ast.TimeLiteral, { env }: ExprScope): Expr | null {
  const digits = writtenDigits(value);
  const reading: Reading<number | bigint> = type === "DATE" ? readDate(value) : readTimestamp(value, digits);
  if (reading.ok) return literal(reading.value, type === "DATE" ? DATE : timestamp(digits), span);
  env.bag.error("MR2010", textSpan, { text: `'${value}'`, type, why: reading.why });
  return null;
}

function bindUnary(expr: ast.Unary, s: ExprScope): Operand | null {
  const { op, arg, span } = expr;
  if (op === "NOT") {
    const bound = bindPredicate(arg, "NOT", s);
    return bound === null ? null : call("not(BOOLEAN)", [bound], span);
  }
  // The least BIGINT has no positive counterpart, so the sign belongs to the number.
  if (arg.kind === "Number") return bindNumber(op === "-" ? `-${arg.text}` : arg.text, span, s);
  const bound = bindOperand(arg, s);
  return bound === null ? null : bindNegation(op, bound, span, s);
}

const COMPARISONS: Readonly<Partial<Record<ast.BinaryOp, string>>> = {
  "=": "eq",
  "<>": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

/** `a + b - c …` as one: the tree leans to the left as far as there are operators, which is no depth of the text. */
function bindChain(expr: ast.Binary, s: ExprScope): Operand | null {
  const nodes: ast.Binary[] = [];
  let first: ast.Expr = expr;
  for (; first.kind === "Binary"; first = first.left) nodes.push(first);
  nodes.reverse();
  let above = nodes.filter(leans).length;
  const operand = (part: ast.Expr) => s.env.nesting.chained(above, expr.span, s.env.bag, () => bindOperand(part, s));
  let left = operand(first);
  for (const [i, node] of nodes.entries()) {
    left = bindBinary(node, left, operand(node.right), s);
    if (leans(node)) above--;
    const endsRun = nodes[i + 1]?.op !== node.op;
    if (endsRun && left?.kind === "Call" && isAssociative(left.overload)) {
      left = chain(left.overload, termsOf(left.overload, left), left.span);
    }
  }
  return left;
}

/** Chains of an associative operator are balanced, which makes them flat. */
function leans({ op }: ast.Binary): boolean {
  return op !== "AND" && op !== "OR" && op !== "||";
}

function bindBinary(
  { op, span }: ast.Binary,
  left: Operand | null,
  right: Operand | null,
  s: ExprScope,
): Operand | null {
  if (op === "AND" || op === "OR") {
    const a = left && condition(left, op, s);
    // Two operands of the wrong type are most often one mistake.
    const b = right && (left === null || a !== null) ? condition(right, op, s) : null;
    return a === null || b === null ? null : call(op === "AND" ? AND : OR, [a, b], span);
  }
  if (left === null || right === null) return null;
  const comparison = COMPARISONS[op];
  if (comparison !== undefined) return operate(comparison, op, [left, right], span, s);
  if (op === "||") return operate("concat_op", op, [left, right], span, s);
  return bindArithmetic(op as "+" | "-" | "*" | "/" | "%", left, right, span, s);
}

/** An operator by its name in the function table; `written` as the message shows it. */
export function operate(
  name: string,
  written: string,
  operands: readonly Operand[],
  span: Span,
  { env }: ExprScope,
): Expr | null {
  const applied = apply(family(name), operands, span, env.bag);
  if (applied !== "none") return applied;
  const shown = name === "like" ? operands.slice(0, 2) : operands;
  const details = reportOperands(written, shown, span, env.bag);
  offerCast(family(name), operands, details);
  return null;
}

/** No form of the operator fits; text and numbers never mix by themselves. */
export function reportOperands(
  operator: string,
  operands: readonly Operand[],
  span: Span,
  bag: DiagnosticBag,
): DiagnosticDetails {
  const types = operands.map(operandType).join(" and ");
  const kinds = new Set(operands.flatMap((o) => (o.kind === "Untyped" ? [] : [o.type.kind])));
  const isMixed = kinds.has("TEXT") && kinds.size > 1;
  const why = isMixed ? "TEXT and other types never mix by themselves" : "no form of it fits these types";
  return bag.error("MR2012", span, { operator, types, why });
}

/** Offers to cast one operand to the type of another, or to TEXT, where the operator then fits. */
function offerCast(operator: ScalarFunction, operands: readonly Operand[], details: DiagnosticDetails): void {
  const types = [...operands.flatMap((o) => (o.kind === "Untyped" ? [] : [o.type])), TEXT];
  for (const [i, operand] of operands.entries()) {
    if (operand.kind === "Untyped") continue;
    const type = types.find(({ kind }) => {
      if (kind === operand.type.kind || (kind !== "TEXT" && operand.type.kind !== "TEXT")) return false;
      return resolve(operator, operands.with(i, cast(operand, typeOfKind(kind), "strict", operand.span))) !== null;
    });
    if (type === undefined) continue;
    const { file, start, end } = operand.span;
    details.try(`CAST(… AS ${typeName(type)})`, [
      { span: { file, start, end: start }, text: "CAST(" },
      { span: { file, start: end, end }, text: ` AS ${typeName(type)})` },
    ]);
    return;
  }
}

function not(expr: Expr, negate: boolean, span: Span): Expr {
  return negate ? call("not(BOOLEAN)", [expr], span) : expr;
}

function bindIs(expr: ast.Is, s: ExprScope): Expr | null {
  const { test, span } = expr;
  const written = `IS ${expr.not ? "NOT " : ""}${test}`;
  if (test === "TRUE" || test === "FALSE" || test === "UNKNOWN") {
    const arg = bindPredicate(expr.arg, written, s);
    const name = { TRUE: "is_true", FALSE: "is_false", UNKNOWN: "is_null" }[test];
    return arg === null ? null : not(call(`${name}(BOOLEAN)`, [arg], span), expr.not, span);
  }
  const arg = bindOperand(expr.arg, s);
  if (test === "NULL") {
    const tested = arg === null ? null : operate("is_null", written, [arg], span, s);
    return tested === null ? null : not(tested, expr.not, span);
  }
  const other = expr.other === null ? null : bindOperand(expr.other, s);
  if (arg === null || other === null) return null;
  const compared = operate("is_distinct_from", written, [arg, other], span, s);
  return compared === null ? null : not(compared, expr.not, span);
}

/** `a BETWEEN b AND c` is `a >= b AND a <= c`. */
function bindBetween(expr: ast.Between, s: ExprScope): Expr | null {
  const { span } = expr;
  const arg = bindRepeated(expr.arg, s);
  const low = bindOperand(expr.low, s);
  const high = bindOperand(expr.high, s);
  if (arg === null || low === null || high === null) return null;
  const above = operate("ge", "BETWEEN", [arg, low], span, s);
  const below = operate("le", "BETWEEN", [arg, high], span, s);
  return above === null || below === null ? null : not(call(AND, [above, below], span), expr.not, span);
}

function bindIn(expr: ast.InList, s: ExprScope): Expr | null {
  const operands = [expr.arg, ...expr.list].map((operand) => bindOperand(operand, s));
  if (!operands.every((operand) => operand !== null)) return null;
  const tested = operate("in", expr.not ? "NOT IN" : "IN", operands, expr.span, s);
  return tested === null ? null : not(tested, expr.not, expr.span);
}

/** ILIKE compares both sides in lower case. Without ESCAPE the escape is a backslash. */
function bindLike(expr: ast.Like, s: ExprScope): Expr | null {
  const { op, span } = expr;
  const escapedBy: Operand | null = expr.escape === null ? literal("\\", TEXT, span) : bindOperand(expr.escape, s);
  const sides = [expr.arg, expr.pattern].map((side) => {
    const operand = bindOperand(side, s);
    if (operand === null || op === "LIKE") return operand;
    return operate("lower", op, [operand], side.span, s);
  });
  const [arg, pattern] = sides;
  if (arg == null || pattern == null || escapedBy === null) return null;
  const matched = operate("like", op, [arg, pattern, escapedBy], span, s);
  return matched === null ? null : not(matched, expr.not, span);
}

/** With an operand, `CASE a WHEN b` is `CASE WHEN a = b`; without ELSE the rest is NULL. */
function bindCase(expr: ast.CaseExpr, s: ExprScope): Expr | null {
  const { span } = expr;
  const operand = expr.operand === null ? null : bindRepeated(expr.operand, s);
  const conditions = expr.whens.map(({ when }) => {
    if (expr.operand === null) return bindPredicate(when, "WHEN", s);
    const value = bindOperand(when, s);
    return operand === null || value === null ? null : operate("eq", "=", [operand, value], when.span, s);
  });
  const results = expr.whens.map(({ result }) => bindOperand(result, s));
  const otherwise = expr.otherwise === null ? untyped("null", "", span) : bindOperand(expr.otherwise, s);
  const branches = unify([...results, otherwise], s);
  if (branches === null || !conditions.every((c) => c !== null)) return null;
  const whens = conditions.map((c, i) => branch(c, branches[i]!));
  return caseOf(whens, branches.at(-1)!, span);
}

/** All operands in the type they have in common. */
function unify(operands: readonly (Operand | null)[], { env }: ExprScope): Expr[] | null {
  if (!operands.every((operand) => operand !== null)) return null;
  const interval = operands.find((operand) => operand.kind !== "Untyped" && operand.type.kind === "INTERVAL");
  if (interval !== undefined) {
    const why = "intervals are added to times where they stand";
    env.bag.error("MR4005", interval.span, { construct: "an INTERVAL as a branch of CASE", why });
    return null;
  }
  const type = commonType(operands);
  if (type === null) {
    reportBranches(operands, env.bag);
    return null;
  }
  const converted = operands.map((operand) => convert(operand, type, env.bag));
  return converted.every((operand) => operand !== null) ? converted : null;
}

function reportBranches(operands: readonly Operand[], bag: ExprScope["env"]["bag"]): void {
  const decimal = operands.find((operand) => operand.kind === "Untyped" && operand.form === "decimal");
  const typed = operands.filter((operand) => operand.kind !== "Untyped");
  if (commonType(typed) !== null && decimal?.kind === "Untyped") {
    refuseDecimal(decimal, bag);
    return;
  }
  const first = typed[0]!;
  const other = typed.find((operand) => commonType([first, operand]) === null) ?? first;
  bag.error("MR2029", other.span, { type: operandType(other), other: operandType(first) });
}

function bindCast(expr: ast.CastExpr, s: ExprScope): Expr | null {
  const { bag } = s.env;
  const type = resolveType(expr.type, bag);
  const arg = bindOperand(expr.arg, s);
  if (type === null || arg === null) return null;
  if (arg.kind === "Untyped") {
    if (arg.form === "text") return cast(literal(arg.text, TEXT, arg.span), type, expr.mode, expr.span);
    if (arg.form === "decimal" && type.kind !== "DOUBLE") return refuseDecimal(arg, bag);
    const folded = convert(arg, type, bag);
    return folded === null ? null : { ...folded, span: expr.span };
  }
  if (!isCastable(arg.type.kind, type.kind)) {
    bag.error("MR2014", arg.span, { from: typeName(arg.type), to: typeName(type) });
    return null;
  }
  return cast(arg, type, expr.mode, expr.span);
}

/** Parts of an expression that is about to be written out twice. */
const REPEATED_PARTS_MAX = 1000;

/** An operand that its construct repeats; nested in each other such operands double in size each time. */
export function bindRepeated(expr: ast.Expr, s: ExprScope): Operand | null {
  const operand = bindOperand(expr, s);
  if (operand === null || operand.kind === "Untyped" || !hasMoreParts(operand, REPEATED_PARTS_MAX)) return operand;
  s.env.bag.error("MR4018", expr.span, { limit: `${REPEATED_PARTS_MAX} parts` });
  return null;
}

/** Counts no further than the limit, however large the whole is. */
function hasMoreParts(expr: Expr, limit: number): boolean {
  const pending = [expr];
  for (let count = 0; count <= limit; count++) {
    const next = pending.pop();
    if (next === undefined) return false;
    pending.push(...partsOf(next));
  }
  return true;
}
