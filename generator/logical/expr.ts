/** Makes typed expressions; type and nullability follow from the parts. The validator derives both again on its own. */
import type { Call, Case, Cast, ColumnRef, Expr, Field, Literal, Span, SqlType, Value } from "../../runtime/plan.ts";
import type { Overload } from "../catalog/functions.ts";
import { overloadOf } from "../catalog/functions.ts";
import { fractionDigits } from "../catalog/literals.ts";
import { timestamp, typeOfKind } from "../catalog/sql-type.ts";

export function literal(value: Value, type: SqlType, span: Span): Literal {
  return { kind: "Literal", value, type, nullable: value === null, span };
}

/** The column at `ordinal` of `schema`. */
export function column(ordinal: number, schema: readonly Field[], span: Span): ColumnRef {
  const { type, nullable } = schema[ordinal]!;
  return { kind: "Column", ordinal, type, nullable, span };
}

/** A call of an overload by its id; the arguments have its types already. */
export function call(id: string, args: readonly Expr[], span: Span): Call {
  const overload = overloadOf(id);
  return {
    kind: "Call",
    overload: id,
    args,
    type: resultType(overload, args),
    nullable: canBeNull(overload, args),
    span,
  };
}

export const AND = "and(BOOLEAN,BOOLEAN)";
export const OR = "or(BOOLEAN,BOOLEAN)";

/** Operators for which `(a op b) op c` and `a op (b op c)` are the same, row errors and their order included. */
const ASSOCIATIVE: ReadonlySet<string> = new Set([AND, OR, "concat_op(TEXT,TEXT)"]);

export function isAssociative(overload: string): boolean {
  return ASSOCIATIVE.has(overload);
}

/**
 * An associative operator over all `terms`, at least one, which are evaluated from left to right. The tree is balanced:
 * ten thousand terms are fourteen levels, which every phase survives.
 */
export function chain(overload: string, terms: readonly Expr[], span: Span): Expr {
  if (terms.length === 1) return terms[0]!;
  const half = Math.ceil(terms.length / 2);
  const left = chain(overload, terms.slice(0, half), span);
  const right = chain(overload, terms.slice(half), span);
  return call(overload, [left, right], span);
}

/** The terms of a chain of one associative operator, left to right, however it is nested; else the expression alone. */
export function termsOf(overload: string, expr: Expr): readonly Expr[] {
  const terms: Expr[] = [];
  const pending = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "Call" && next.overload === overload) pending.push(...next.args.toReversed());
    else terms.push(next);
  }
  return terms;
}

export function cast(arg: Expr, type: SqlType, mode: Cast["mode"], span: Span): Cast {
  return { kind: "Cast", mode, arg, type, nullable: mode === "try" || arg.nullable, span };
}

/** One branch of a CASE. */
export function branch(condition: Expr, result: Expr): Case["whens"][number] {
  // biome-ignore lint/suspicious/noThenProperty: the plan names the parts as SQL does
  return { when: condition, then: result };
}

/** The results have one kind; the type of the whole is the widest of theirs. */
export function caseOf(whens: Case["whens"], otherwise: Expr, span: Span): Case {
  const results = [...whens.map((w) => w.then), otherwise];
  return {
    kind: "Case",
    whens,
    otherwise,
    type: widest(results),
    nullable: results.some((result) => result.nullable),
    span,
  };
}

/** The type of values that come from any of `exprs`, all of one kind: the most digits of a TIMESTAMP, unlimited TEXT. */
export function widest(exprs: readonly Expr[]): SqlType {
  const { kind } = exprs[0]!.type;
  if (kind !== "TIMESTAMP") return typeOfKind(kind);
  return timestamp(Math.max(...exprs.map(({ type }) => (type.kind === "TIMESTAMP" ? type.precision : 0))));
}

/** TIMESTAMP results have the digits of their finest argument; an interval counts by the digits it needs. */
function resultType({ returns }: Overload, args: readonly Expr[]): SqlType {
  if (returns !== "TIMESTAMP") return typeOfKind(returns);
  return timestamp(Math.max(0, ...args.map(timeDigits)));
}

function timeDigits({ type, ...expr }: Expr): number {
  if (type.kind === "TIMESTAMP") return type.precision;
  if (type.kind !== "INTERVAL" || expr.kind !== "Literal") return 0;
  const { value } = expr;
  return typeof value === "object" && value !== null ? fractionDigits(value.us) : 0;
}

function canBeNull({ name, nulls }: Overload, args: readonly Expr[]): boolean {
  if (nulls === "never") return false;
  if (nulls === "strict") return args.some((arg) => arg.nullable);
  switch (name) {
    case "coalesce":
    case "greatest":
    case "least":
      return args.every((arg) => arg.nullable);
    case "concat_ws":
      return args[0]!.nullable;
    default:
      return args.some((arg) => arg.nullable);
  }
}
