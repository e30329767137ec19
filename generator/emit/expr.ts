/**
 * Scalar expressions as AssemblyScript. NULL is tracked beside the value and only where a value can be NULL; what can
 * fail, and what must not be evaluated yet, becomes statements in front; everything else stays inline.
 */

import type { Call, Case, Expr, Literal, Span, SqlType } from "../../runtime/plan.ts";
import { overloadOf } from "../catalog/functions.ts";
import { canFail, conjunctsOf } from "../logical/failure.ts";
import { exprKey } from "../logical/tree.ts";
import { emitArithmetic } from "./arithmetic.ts";
import { emitCast } from "./cast.ts";
import type { Code } from "./code.ts";
import { emitComparison, emitIn, isComparison } from "./comparison.ts";
import { emitFunction } from "./function-call.ts";
import type { Literals } from "./literals.ts";
import { makesText } from "./made-texts.ts";
import type { Names } from "./names.ts";

/**
 * An AssemblyScript expression without side effects. `isNull` is true where the value is NULL (absent: never); the
 * value is then harmless to compute with, and false if BOOLEAN. `compound` expressions need parentheses as operands.
 */
export interface Operand {
  readonly value: string;
  readonly isNull: string | null;
  readonly compound: boolean;
}

/** What surrounds the expressions of one loop. */
export interface Frame {
  readonly code: Code;
  readonly names: Names;
  readonly literals: Literals;
  /** The value of an input column in the current row. */
  column(ordinal: number, emitter: ExprEmitter): Operand;
  /** Columns whose reading can fail, by ordinal. */
  readonly failing: ReadonlySet<number>;
  /** Writes the statements that give the row up; `code` is an i32 expression. */
  fail(code: string, site: Span): void;
  /** Says that the row makes a text (made-texts.ts). */
  textMade(): void;
  /** In front of whatever lets go of the row or keeps something of it: stops if memory has ended for a text of it. */
  guardTexts(): void;
  /** Expressions that occur more than once and may be computed once, by `exprKey`. */
  readonly shared: ReadonlySet<string>;
}

export class ExprEmitter {
  readonly frame: Frame;
  /** What is already in a local, innermost block last. */
  readonly #known: Map<string, Operand>[] = [new Map()];

  constructor(frame: Frame) {
    this.frame = frame;
  }

  /** Value and NULL flag. */
  emit(expr: Expr): Operand {
    const key = exprKey(expr);
    const known = this.recall(key);
    if (known !== null) return known;
    const operand = this.#compute(expr);
    if (makesText(expr)) this.frame.textMade();
    if (expr.kind === "Column") return operand;
    if (!this.frame.shared.has(key)) return operand;
    return this.remember(key, this.local(nameFor(expr), expr.type, operand));
  }

  /** An expression that is true where `expr` is TRUE. */
  truth(expr: Expr): string {
    const call = expr.kind === "Call" ? overloadOf(expr.overload).name : null;
    if (expr.kind === "Call" && this.recall(exprKey(expr)) === null && !this.frame.shared.has(exprKey(expr))) {
      if (call === "and" && !this.canFail(expr.args[1]!))
        return this.#join(
          "&&",
          expr.args.map((arg) => this.truth(arg)),
        );
      if (call === "or" && !this.canFail(expr.args[1]!))
        return this.#join(
          "||",
          expr.args.map((arg) => this.truth(arg)),
        );
      if (call === "not") return this.falsity(expr.args[0]!);
      if (call === "is_true") return this.truth(expr.args[0]!);
      if (call === "is_false") return this.falsity(expr.args[0]!);
    }
    return this.emit(expr).value;
  }

  /** An expression that is true where `expr` is FALSE. */
  falsity(expr: Expr): string {
    const call = expr.kind === "Call" ? overloadOf(expr.overload).name : null;
    if (expr.kind === "Call" && this.recall(exprKey(expr)) === null && !this.frame.shared.has(exprKey(expr))) {
      if (call === "and" && !this.canFail(expr.args[1]!))
        return this.#join(
          "||",
          expr.args.map((arg) => this.falsity(arg)),
        );
      if (call === "or" && !this.canFail(expr.args[1]!))
        return this.#join(
          "&&",
          expr.args.map((arg) => this.falsity(arg)),
        );
      if (call === "not") return this.truth(expr.args[0]!);
    }
    return not(this.emit(expr)).value;
  }

  /**
   * Writes `if (!p) { … }` for each conjunct in turn, so that later ones are not evaluated for rows already dropped.
   * A conjunct that is NULL does not decide: if a later one can fail, the conjunction stays whole.
   */
  filter(predicate: Expr, drop: (code: Code) => void): void {
    const parts = conjunctsOf(predicate);
    const separable = parts.every(
      (part, i) => !part.nullable || !parts.slice(i + 1).some((later) => this.canFail(later)),
    );
    for (const part of separable ? parts : [predicate]) {
      const keep = this.truth(part);
      if (keep === "true") continue;
      this.frame.code.block(`if (${negate(keep)})`, () => drop(this.frame.code));
    }
  }

  /** Puts an operand into locals, unless it is one already. */
  local(name: string, type: SqlType, operand: Operand): Operand {
    const { code, names } = this.frame;
    let { value, isNull } = operand;
    if (!isName(value)) {
      const local = names.fresh(name);
      code.line(`const ${local}${constType(type, value)} = ${value};`);
      value = local;
    }
    if (isNull !== null && !isName(isNull)) {
      const flag = names.fresh(`${value}IsNull`);
      code.line(`const ${flag} = ${isNull};`);
      isNull = flag;
    }
    return { value, isNull, compound: false };
  }

  /** Value and NULL flag in locals. Where it can fail it is evaluated only if `condition` holds. */
  emitIf(condition: string | null, name: string, expr: Expr): Operand {
    if (condition === null || !this.canFail(expr)) return this.local(name, expr.type, this.emit(expr));
    return this.#choose(expr, name, (assign) => this.block(`if (${condition})`, () => assign(this.emit(expr))));
  }

  /** Runs `body` inside `head { … }`; what it puts into locals is forgotten afterwards. */
  block(head: string, body: () => void): void {
    this.#known.push(new Map());
    this.frame.code.block(head, body);
    this.#known.pop();
  }

  otherwise(body: () => void): void {
    this.#known.push(new Map());
    this.frame.code.otherwise(body);
    this.#known.pop();
  }

  /** Whether the expression can raise an error over the rows of this frame. */
  canFail(expr: Expr): boolean {
    return canFail(expr, this.frame.failing);
  }

  recall(key: string): Operand | null {
    for (let i = this.#known.length - 1; i >= 0; i--) {
      const operand = this.#known[i]!.get(key);
      if (operand !== undefined) return operand;
    }
    return null;
  }

  remember(key: string, operand: Operand): Operand {
    this.#known.at(-1)!.set(key, operand);
    return operand;
  }

  #compute(expr: Expr): Operand {
    switch (expr.kind) {
      case "Literal":
        return literal(expr, this.frame.literals);
      case "Column":
        return this.frame.column(expr.ordinal, this);
      case "Call":
        return this.#call(expr);
      case "Cast":
        return emitCast(expr, this);
      case "Case":
        return this.#case(expr);
    }
  }

  #call(expr: Call): Operand {
    const { name } = overloadOf(expr.overload);
    switch (name) {
      case "and":
      case "or":
        return this.#andOr(expr, name);
      case "not":
        return not(this.emit(expr.args[0]!));
      case "is_true":
        return total(this.truth(expr.args[0]!));
      case "is_false":
        return total(this.falsity(expr.args[0]!));
      case "is_null":
        return total(this.emit(expr.args[0]!).isNull ?? "false");
      case "in":
        return emitIn(expr, this);
      case "coalesce":
        return this.#coalesce(expr);
      default:
        if (isComparison(name)) return emitComparison(expr, name, this);
        return emitArithmetic(expr, name, this) ?? emitFunction(expr, this);
    }
  }

  /**
   * Kleene logic. Where the right side cannot fail, both sides are evaluated inline. Where it can, it must run unless
   * the left side decides: for AND unless it is FALSE, for OR unless it is TRUE.
   */
  #andOr(expr: Call, name: "and" | "or"): Operand {
    const [left, right] = expr.args as [Expr, Expr];
    const { code, names } = this.frame;
    if (!this.canFail(right)) return kleene(name, this.#named(left), this.#named(right));
    const a = this.local("left", left.type, this.emit(left));
    const value = names.fresh(name === "and" ? "both" : "either");
    const isNull = expr.nullable ? names.fresh(`${value}IsNull`) : null;
    code.line(`let ${value} = ${a.value};`);
    if (isNull !== null) code.line(`let ${isNull} = ${a.isNull ?? "false"};`);
    const undecided = name === "and" ? (a.isNull === null ? a.value : `${a.value} || ${a.isNull}`) : `!${a.value}`;
    this.block(`if (${undecided})`, () => {
      const result = kleene(name, a, this.local("right", right.type, this.emit(right)));
      if (isNull !== null) code.line(`${isNull} = ${result.isNull ?? "false"};`);
      code.line(`${value} = ${result.value};`);
    });
    return { value, isNull, compound: false };
  }

  /** As an operand whose NULL flag is written several times: one that is computed gets a name, or chains would double. */
  #named(expr: Expr): Operand {
    const operand = this.emit(expr);
    const isCompound = operand.isNull !== null && !isName(operand.isNull);
    return isCompound ? this.local(nameFor(expr), expr.type, operand) : operand;
  }

  #case(expr: Case): Operand {
    const parts = [...expr.whens.flatMap(({ when, then }) => [when, then]), expr.otherwise];
    if (!expr.nullable && parts.every((part) => !this.canFail(part) && isCheap(part))) {
      const arms = expr.whens.map(({ when, then }) => {
        const condition = this.truth(when);
        return `${ternaryPart(condition)} ? ${ternaryPart(this.#arm(then))} : `;
      });
      return { value: arms.join("") + this.#arm(expr.otherwise), isNull: null, compound: true };
    }
    return this.#choose(expr, "choice", (assign) => {
      const branch = (index: number): void => {
        const arm = expr.whens[index];
        if (arm === undefined) return assign(this.emit(expr.otherwise));
        const condition = this.truth(arm.when);
        this.block(`if (${condition})`, () => assign(this.emit(arm.then)));
        this.otherwise(() => branch(index + 1));
      };
      branch(0);
    });
  }

  #arm(expr: Expr): string {
    const { value } = this.emit(expr);
    return `${typePrefix(expr.type, value)}${value}`;
  }

  #coalesce(expr: Call): Operand {
    return this.#choose(expr, "first", (assign) => {
      const from = (index: number): void => {
        const arg = expr.args[index]!;
        const operand = this.local("candidate", arg.type, this.emit(arg));
        if (operand.isNull === null || index === expr.args.length - 1) return assign(operand);
        this.block(`if (!${operand.isNull})`, () => assign(operand));
        this.otherwise(() => from(index + 1));
      };
      from(0);
    });
  }

  /** Declares a result, NULL at first, and lets `write` assign it in nested blocks. */
  #choose(expr: Expr, name: string, write: (assign: (operand: Operand) => void) => void): Operand {
    const { code, names } = this.frame;
    const value = names.fresh(name);
    const isNull = expr.nullable ? names.fresh(`${value}IsNull`) : null;
    code.line(`let ${value}: ${asType(expr.type)} = ${zero(expr.type)};`);
    if (isNull !== null) code.line(`let ${isNull} = true;`);
    write((operand) => {
      code.line(`${value} = ${operand.value};`);
      if (isNull !== null) code.line(`${isNull} = ${operand.isNull ?? "false"};`);
    });
    return { value, isNull, compound: false };
  }

  #join(operator: "&&" | "||", parts: readonly string[]): string {
    const other = operator === "&&" ? "||" : "&&";
    const isOperand = (part: string) =>
      !part.includes(` ${other} `) && !part.includes(" ? ") && part.length <= FLAT_CHAIN_MAX;
    return parts.map((part) => (isOperand(part) ? part : `(${part})`)).join(` ${operator} `);
  }
}

/** Characters of a chain written without parentheses: asc descends by one call for each of its operators. */
const FLAT_CHAIN_MAX = 2000;

/** Of `a ? b : c`, `a` and `b` need parentheses where they are of that form themselves. */
function ternaryPart(text: string): string {
  return text.includes(" ? ") ? `(${text})` : text;
}

function total(value: string): Operand {
  return { value, isNull: null, compound: !isName(value) };
}

function not(operand: Operand): Operand {
  const negated = `!${wrap(operand)}`;
  const value = operand.isNull === null ? negated : `!${paren(operand.isNull)} && ${negated}`;
  return { value, isNull: operand.isNull, compound: true };
}

/** AND and OR of two operands whose values are false where NULL. */
function kleene(name: "and" | "or", a: Operand, b: Operand): Operand {
  const operator = name === "and" ? "&&" : "||";
  const value = `${wrap(a)} ${operator} ${wrap(b)}`;
  if (a.isNull === null && b.isNull === null) return { value, isNull: null, compound: true };
  // NULL unless one side decides: for OR a TRUE side, for AND a FALSE one.
  const anyNull = [a.isNull, b.isNull]
    .filter((flag) => flag !== null)
    .map(paren)
    .join(" || ");
  if (name === "or") return { value, isNull: `!(${value}) && (${anyNull})`, compound: true };
  const isFalse = (o: Operand) => (o.isNull === null ? `!${wrap(o)}` : `(!${paren(o.isNull)} && !${wrap(o)})`);
  return { value, isNull: `(${anyNull}) && !${isFalse(a)} && !${isFalse(b)}`, compound: true };
}

/** The operand as part of a larger expression. */
export function wrap(operand: Operand): string {
  return operand.compound ? `(${operand.value})` : operand.value;
}

export function paren(text: string): string {
  return isName(text) ? text : `(${text})`;
}

/** A name or a plain literal: what costs nothing to write twice. */
export function isName(text: string): boolean {
  return isVariable(text) || text === "true" || text === "false" || /^-?\d+(\.\d+)?$/.test(text);
}

/** A call and nothing behind it. */
export function isCall(text: string): boolean {
  return /^[\w.]+\([^()]*\)$/.test(text);
}

export function isVariable(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text) && text !== "true" && text !== "false";
}

function negate(condition: string): string {
  const inverse: Readonly<Record<string, string>> = { "==": "!=", "!=": "==" };
  const simple = /^([\w.]+) (==|!=) ([\w.-]+)$/.exec(condition);
  if (simple) return `${simple[1]} ${inverse[simple[2]!]} ${simple[3]}`;
  return isName(condition) ? `!${condition}` : `!(${condition})`;
}

/** Whether any of the operands is NULL, as an expression; null: none can be. */
export function anyNull(operands: readonly Operand[]): string | null {
  const flags = [...new Set(operands.flatMap((o) => (o.isNull === null ? [] : [o.isNull])))];
  return flags.length === 0 ? null : flags.map(flags.length > 1 ? paren : (flag) => flag).join(" || ");
}

const AS_TYPE: Readonly<Record<SqlType["kind"], string>> = {
  BOOLEAN: "bool",
  TINYINT: "i32",
  SMALLINT: "i32",
  INTEGER: "i32",
  BIGINT: "i64",
  REAL: "f32",
  DOUBLE: "f64",
  TEXT: "TextRef",
  DATE: "i32",
  TIMESTAMP: "i64",
  INTERVAL: "i64",
};

/** The AssemblyScript type of a value in a local. */
export function asType(type: SqlType): string {
  return AS_TYPE[type.kind];
}

export function zero(type: SqlType): string {
  return type.kind === "BOOLEAN" ? "false" : "0";
}

/** A bare number is an i32 or f64 to AssemblyScript; elsewhere its type must be said. */
function constType(type: SqlType, value: string): string {
  return /^-?\d/.test(value) || value.includes("?") ? `: ${asType(type)}` : "";
}

function typePrefix(type: SqlType, value: string): string {
  const as = asType(type);
  return /^-?\d/.test(value) && as !== "i32" && as !== "bool" ? `<${as}>` : "";
}

function literal({ type, value }: Literal, literals: Literals): Operand {
  if (value === null) {
    const none = type.kind === "REAL" || type.kind === "DOUBLE" ? floatLiteral(0, type.kind) : zero(type);
    return { value: none, isNull: "true", compound: false };
  }
  switch (type.kind) {
    case "BOOLEAN":
      return { value: String(value), isNull: null, compound: false };
    case "TEXT":
      return { value: literals.text(String(value)), isNull: null, compound: false };
    case "REAL":
    case "DOUBLE":
      return { value: floatLiteral(Number(value), type.kind), isNull: null, compound: false };
    case "BIGINT":
    case "TIMESTAMP":
      return { value: integerLiteral(BigInt(value as bigint)), isNull: null, compound: false };
    default:
      return { value: String(value), isNull: null, compound: false };
  }
}

export function integerLiteral(value: bigint): string {
  return value === -(2n ** 63n) ? "i64.MIN_VALUE" : String(value);
}

function floatLiteral(value: number, kind: "REAL" | "DOUBLE"): string {
  const prefix = kind === "REAL" ? "f32" : "f64";
  if (Number.isNaN(value)) return `${prefix}.NaN`;
  if (!Number.isFinite(value)) return value > 0 ? `${prefix}.POSITIVE_INFINITY` : `${prefix}.NEGATIVE_INFINITY`;
  const digits = Object.is(value, -0)
    ? "-0.0"
    : Number.isInteger(value) && Math.abs(value) < 1e21
      ? `${value}.0`
      : String(value);
  return kind === "REAL" ? `<f32>${digits}` : digits;
}

/** Whether evaluating an expression that cannot fail costs less than a branch around it. */
function isCheap(expr: Expr): boolean {
  switch (expr.kind) {
    case "Literal":
    case "Column":
      return true;
    case "Call":
      return overloadOf(expr.overload).kernel === null && expr.type.kind !== "TEXT" && expr.args.every(isCheap);
    case "Cast":
      return expr.type.kind !== "TEXT" && expr.arg.type.kind !== "TEXT" && isCheap(expr.arg);
    case "Case":
      return expr.whens.every(({ when, then }) => isCheap(when) && isCheap(then)) && isCheap(expr.otherwise);
  }
}

/** What to call the local that holds the value. */
export function nameFor(expr: Expr): string {
  if (expr.kind === "Cast") return `as${expr.type.kind[0]}${expr.type.kind.slice(1).toLowerCase()}`;
  if (expr.kind === "Case") return "choice";
  if (expr.kind !== "Call") return "value";
  const { name } = overloadOf(expr.overload);
  const nouns: Readonly<Record<string, string>> = {
    add: "sum",
    subtract: "difference",
    multiply: "product",
    divide: "quotient",
    mod: "remainder",
    negate: "negated",
    concat_op: "joined",
    concat: "joined",
    eq: "isEqual",
    ne: "isUnequal",
    lt: "isLess",
    le: "isAtMost",
    gt: "isGreater",
    ge: "isAtLeast",
    in: "isIn",
    like: "isLike",
  };
  return nouns[name] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
