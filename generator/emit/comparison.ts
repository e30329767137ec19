/** Comparisons and IN. NaN equals NaN and sorts above every number; texts compare byte by byte. */
import type { Call, Expr, SqlType } from "../../runtime/plan.ts";
import { anyNull, type ExprEmitter, type Operand, paren, wrap } from "./expr.ts";

const OPERATOR = { eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=" } as const;
type Comparison = keyof typeof OPERATOR;

export function isComparison(name: string): name is Comparison | "is_distinct_from" {
  return name in OPERATOR || name === "is_distinct_from";
}

export function emitComparison(call: Call, name: Comparison | "is_distinct_from", emitter: ExprEmitter): Operand {
  const [left, right] = call.args as [Expr, Expr];
  const a = emitter.emit(left);
  const b = emitter.emit(right);
  if (name === "is_distinct_from") return { value: distinct(left, right, a, b), isNull: null, compound: true };
  const value = compare(name, left, right, a, b);
  const isNull = anyNull([a, b]);
  // A NULL comparison reads as false.
  return { value: isNull === null ? value : `!${paren(isNull)} && ${value}`, isNull, compound: true };
}

/** x IN (…): every operand is evaluated; TRUE if one is equal, else NULL if one is NULL. */
export function emitIn(call: Call, emitter: ExprEmitter): Operand {
  const [subject, ...list] = call.args as [Expr, ...Expr[]];
  const x = emitter.local("subject", subject.type, emitter.emit(subject));
  const values = list.filter((item) => item.kind !== "Literal" || item.value !== null);
  const items = list.map((item) => emitter.emit(item));
  const found = sortedLookup(x, subject.type, values, emitter) ?? orChain(x, subject, list, items);
  const itemNull = anyNull(items);
  const isNull = [
    x.isNull,
    itemNull === null ? null : itemNull.includes("true") ? `!(${found})` : `!(${found}) && (${itemNull})`,
  ].filter((flag) => flag !== null);
  return {
    value: x.isNull === null ? found : `!${x.isNull} && (${found})`,
    isNull: isNull.length === 0 ? null : isNull.map(paren).join(" || "),
    compound: true,
  };
}

/** Lists of more than eight integers, dates or times are searched by halving. */
function sortedLookup(x: Operand, type: SqlType, values: readonly Expr[], emitter: ExprEmitter): string | null {
  if (values.length <= 8 || !["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DATE", "TIMESTAMP"].includes(type.kind))
    return null;
  const literals: bigint[] = [];
  for (const item of values) {
    if (item.kind !== "Literal") return null;
    literals.push(BigInt(item.value as number | bigint));
  }
  const sorted = [...new Set(literals)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `SortedList.contains(${emitter.frame.literals.sortedI64(sorted)}, ${sorted.length}, ${x.value})`;
}

function orChain(x: Operand, subject: Expr, list: readonly Expr[], items: readonly Operand[]): string {
  const tests = list.flatMap((item, i) => {
    const operand = items[i]!;
    if (operand.isNull === "true") return [];
    const equal = compare("eq", subject, item, { ...x, isNull: null }, operand);
    return [operand.isNull === null ? equal : `(!${paren(operand.isNull)} && ${equal})`];
  });
  return tests.length === 0 ? "false" : tests.join(" || ");
}

function distinct(left: Expr, right: Expr, a: Operand, b: Operand): string {
  const unequal = compare("ne", left, right, a, b);
  if (a.isNull === null && b.isNull === null) return unequal;
  if (a.isNull === null) return `${paren(b.isNull!)} || ${unequal}`;
  if (b.isNull === null) return `${paren(a.isNull)} || ${unequal}`;
  return `(${a.isNull}) != (${b.isNull}) || (!${paren(a.isNull)} && ${unequal})`;
}

/** The comparison of two values that are not NULL. */
export function compare(name: Comparison, left: Expr, right: Expr, a: Operand, b: Operand): string {
  switch (left.type.kind) {
    case "TEXT":
      if (name === "eq") return `Text.equals(${a.value}, ${b.value})`;
      if (name === "ne") return `!Text.equals(${a.value}, ${b.value})`;
      return `Text.compare(${a.value}, ${b.value}) ${OPERATOR[name]} 0`;
    case "REAL":
    case "DOUBLE":
      return compareFloats(name, left, right, a, b);
    default:
      return written(a, OPERATOR[name], b);
  }
}

/** Beside a literal that is a number the machine's own comparison does, turned so that NaN ends up on the high side. */
function compareFloats(name: Comparison, left: Expr, right: Expr, a: Operand, b: Operand): string {
  if (isNumber(right)) {
    if (name === "gt") return `!(${wrap(a)} <= ${wrap(b)})`;
    if (name === "ge") return `!(${written(a, "<", b)})`;
    return written(a, OPERATOR[name], b);
  }
  if (isNumber(left)) {
    if (name === "lt") return `!(${wrap(b)} <= ${wrap(a)})`;
    if (name === "le") return `!(${written(b, "<", a)})`;
    return written(a, OPERATOR[name], b);
  }
  const suffix = left.type.kind === "REAL" ? "F32" : "F64";
  return `Numeric.compare${suffix}(${a.value}, ${b.value}) ${OPERATOR[name]} 0`;
}

/** `name < (…)` would be read as the type arguments of a call: it is turned around. */
function written(a: Operand, operator: string, b: Operand): string {
  const turned = operator === "<" && b.compound;
  return turned ? `${wrap(b)} > ${wrap(a)}` : `${wrap(a)} ${operator} ${wrap(b)}`;
}

function isNumber(expr: Expr): boolean {
  return expr.kind === "Literal" && expr.value !== null && !Number.isNaN(Number(expr.value));
}
