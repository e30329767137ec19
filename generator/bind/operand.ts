/**
 * Operands before their type is settled. NULL, text in quotes and numbers with a point take their type from what
 * stands beside them; by themselves NULL and text are TEXT, and a number with a point would be DECIMAL, which is refused.
 */
import type { Expr, SqlType, TypeKind } from "../../runtime/plan.ts";
import { readText } from "../catalog/literals.ts";
import {
  DOUBLE,
  INTEGER_RANGES,
  isFloat,
  isInteger,
  isNumber,
  TEXT,
  typeName,
  typeOfKind,
} from "../catalog/sql-type.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/span.ts";
import { cast, literal, widest } from "../logical/expr.ts";

export type Operand = Expr | Untyped;

export interface Untyped {
  readonly kind: "Untyped";
  readonly form: "null" | "text" | "decimal";
  /** The text, or the digits. */
  readonly text: string;
  readonly span: Span;
}

export function untyped(form: Untyped["form"], text: string, span: Span): Untyped {
  return { kind: "Untyped", form, text, span };
}

/** As messages call the type of an operand. */
export function operandType(operand: Operand): string {
  if (operand.kind !== "Untyped") return typeName(operand.type);
  return { null: "NULL", text: "TEXT", decimal: "DECIMAL" }[operand.form];
}

/** The operand where nothing beside it gives it a type; null after reporting a DECIMAL. */
export function settle(operand: Operand, bag: DiagnosticBag): Expr | null {
  if (operand.kind !== "Untyped") return operand;
  if (operand.form === "decimal") return refuseDecimal(operand, bag);
  return literal(operand.form === "null" ? null : operand.text, TEXT, operand.span);
}

export function refuseDecimal({ text, span }: Untyped, bag: DiagnosticBag): null {
  bag.error("MR4014", span, { text }).try(withExponent(text));
  return null;
}

/** `0.50` as `5e-1`. */
function withExponent(decimal: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d*)\.?(\d*)$/.exec(decimal) ?? [];
  const digits = fraction.replace(/0+$/, "");
  return `${sign}${(whole + digits).replace(/^0+(?=\d)/, "")}e-${digits.length}`.replace(/e-0$/, "e0");
}

/**
 * The operand as `type`, to which it converts by itself. Literals are folded, everything else gets a Cast. TIMESTAMP
 * of other digits is left alone: the values are the same. Null after reporting text that is no value of the type.
 */
export function convert(operand: Operand, type: SqlType, bag: DiagnosticBag): Expr | null {
  const { span } = operand;
  if (operand.kind === "Untyped") return convertUntyped(operand, type, bag);
  if (operand.type.kind === type.kind) return operand;
  if (operand.kind === "Literal" && isNumber(operand.type.kind)) {
    const { value } = operand;
    if (typeof value === "number" || typeof value === "bigint") {
      if (isFloat(type.kind)) return literal(Number(value), type, span);
      if (type.kind === "BIGINT") return literal(BigInt(value), type, span);
      return literal(Number(value), type, span);
    }
  }
  return cast(operand, type, "strict", span);
}

function convertUntyped({ form, text, span }: Untyped, type: SqlType, bag: DiagnosticBag): Expr | null {
  if (form === "null") return literal(null, type, span);
  if (form === "decimal") return literal(Number(text), DOUBLE, span);
  const reading = readText(text, type);
  if (!reading.ok) {
    bag.error("MR2010", span, { text: `'${text}'`, type: typeName(type), why: reading.why });
    return null;
  }
  if (type.kind === "TEXT") return literal(text, TEXT, span);
  // The nearest REAL of a decimal text is not always the nearest REAL of its nearest DOUBLE: the cast rounds once.
  if (type.kind === "REAL") return cast(literal(text, TEXT, span), type, "strict", span);
  return literal(reading.value, type, span);
}

/**
 * The type that all operands convert to by themselves; null if there is none. Text literals join whatever typed
 * operand there is.
 */
export function commonType(operands: readonly Operand[]): SqlType | null {
  const typed = operands.filter((operand) => operand.kind !== "Untyped");
  const first = typed[0];
  const hasDecimal = operands.some((operand) => operand.kind === "Untyped" && operand.form === "decimal");
  if (first === undefined) return hasDecimal ? null : TEXT;
  let kind: TypeKind | null = first.type.kind;
  for (const { type } of typed) kind = kind === null ? null : join(kind, type.kind);
  if (kind === null || (hasDecimal && !isFloat(kind))) return null;
  if (hasDecimal) return DOUBLE;
  return kind === "TIMESTAMP" ? widest(typed.filter(({ type }) => type.kind === "TIMESTAMP")) : typeOfKind(kind);
}

function join(a: TypeKind, b: TypeKind): TypeKind | null {
  if (a === b) return a;
  if (isInteger(a) && isInteger(b)) return WIDTHS.indexOf(a) > WIDTHS.indexOf(b) ? a : b;
  if (isNumber(a) && isNumber(b)) return "DOUBLE";
  const isTime = (kind: TypeKind) => kind === "DATE" || kind === "TIMESTAMP";
  return isTime(a) && isTime(b) ? "TIMESTAMP" : null;
}

const WIDTHS = [...INTEGER_RANGES.keys()];
