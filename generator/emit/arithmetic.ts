/** Checked integer arithmetic, IEEE arithmetic, and the numeric functions that are one machine instruction. */
import type { Call, Expr } from "../../runtime/plan.ts";
import { anyNull, asType, type ExprEmitter, isCall, isName, nameFor, type Operand, wrap, zero } from "./expr.ts";

const OPERATOR: Readonly<Record<string, string>> = { add: "+", subtract: "-", multiply: "*", divide: "/", mod: "%" };
const INSTRUCTION: Readonly<Record<string, string>> = {
  round: "nearest",
  trunc: "trunc",
  floor: "floor",
  ceil: "ceil",
};
const MINIMUM: Readonly<Record<string, string>> = {
  TINYINT: "i8.MIN_VALUE",
  SMALLINT: "i16.MIN_VALUE",
  INTEGER: "i32.MIN_VALUE",
  BIGINT: "i64.MIN_VALUE",
};

/** Null if `name` is none of these. */
export function emitArithmetic(call: Call, name: string, emitter: ExprEmitter): Operand | null {
  const isFloat = call.type.kind === "REAL" || call.type.kind === "DOUBLE";
  if (name in OPERATOR) return isFloat ? float(call, name, emitter) : integer(call, name, emitter);
  if (name === "negate") return isFloat ? pure(call, emitter, ([a]) => minus(a!)) : negateOrAbs(call, name, emitter);
  if (name === "abs") return isFloat ? pure(call, emitter, ([a]) => `abs(${a})`) : negateOrAbs(call, name, emitter);
  if (name in INSTRUCTION) return pure(call, emitter, ([a]) => `${INSTRUCTION[name]}(${a})`);
  if (name === "sqrt") return squareRoot(call, emitter);
  return null;
}

function float(call: Call, name: string, emitter: ExprEmitter): Operand {
  return pure(call, emitter, ([a, b]) => `${a} ${OPERATOR[name]} ${b}`);
}

/** An expression of the operands alone, NULL if one of them is. */
export function pure(call: Call, emitter: ExprEmitter, write: (operands: string[]) => string): Operand {
  const operands = call.args.map((arg) => emitter.emit(arg));
  const value = write(operands.map(wrap));
  return { value, isNull: anyNull(operands), compound: !isCall(value) };
}

function integer(call: Call, name: string, emitter: ExprEmitter): Operand {
  const [, right] = call.args as [Expr, Expr];
  const divisor = name === "divide" || name === "mod" ? literalNumber(right) : null;
  if (divisor !== null && divisor !== 0 && (name === "mod" || divisor !== -1)) return float(call, name, emitter);

  return failing(call, emitter, ([a, b], fail) => {
    const result = emitter.frame.names.fresh(nameFor(call));
    const { code } = emitter.frame;
    if (name === "divide" || name === "mod") {
      code.block(`if (${b} == 0)`, () => fail("DIVISION_BY_ZERO"));
      if (name === "divide")
        code.block(`if (${a} == ${MINIMUM[call.type.kind]} && ${b} == -1)`, () => fail("OUT_OF_RANGE"));
      code.line(`const ${result} = ${a} ${OPERATOR[name]} ${b};`);
      return result;
    }
    if (call.type.kind === "BIGINT") {
      code.line(`const ${result} = ${a} ${OPERATOR[name]} ${b};`);
      const overflows =
        name === "multiply"
          ? `Checked.multiplyOverflows64(${a}, ${b})`
          : `Checked.${name}Overflows64(${a}, ${b}, ${result})`;
      code.block(`if (${overflows})`, () => fail("OUT_OF_RANGE"));
      return result;
    }
    // The exact result of 32-bit operands fits 64 bits, that of narrower ones 32.
    const widen = call.type.kind === "INTEGER" ? "<i64>" : "";
    code.line(`const ${result} = ${widen}${a} ${OPERATOR[name]} ${widen}${b};`);
    code.block(`if (${rangeCheck(call)}(${result}))`, () => fail("OUT_OF_RANGE"));
    return widen === "" ? result : `<i32>${result}`;
  });
}

function negateOrAbs(call: Call, name: "negate" | "abs", emitter: ExprEmitter): Operand {
  return failing(call, emitter, ([a], fail) => {
    emitter.frame.code.block(`if (${a} == ${MINIMUM[call.type.kind]})`, () => fail("OUT_OF_RANGE"));
    return name === "negate" ? minus(a!) : `abs<${asType(call.type)}>(${a})`;
  });
}

function squareRoot(call: Call, emitter: ExprEmitter): Operand {
  return failing(call, emitter, ([a], fail) => {
    emitter.frame.code.block(`if (${a} < 0)`, () => fail("INVALID_POWER_ARGUMENT"));
    return `sqrt(${a})`;
  });
}

function rangeCheck(call: Call): string {
  if (call.type.kind === "INTEGER") return "Checked.outOfI32";
  return call.type.kind === "SMALLINT" ? "Checked.outOfI16" : "Checked.outOfI8";
}

function literalNumber(expr: Expr): number | null {
  return expr.kind === "Literal" && expr.value !== null ? Number(expr.value) : null;
}

/**
 * A strict call whose evaluation may give the row up. `write` gets the operands in locals and returns the result; it
 * is not reached where an operand is NULL.
 */
export function failing(
  call: Call | Extract<Expr, { kind: "Cast" }>,
  emitter: ExprEmitter,
  write: (operands: string[], fail: (code: string) => void) => string,
): Operand {
  const args = call.kind === "Call" ? call.args : [call.arg];
  const { code, names } = emitter.frame;
  const operands = args.map((arg) => emitter.local(nameFor(arg), arg.type, emitter.emit(arg)));
  const fail = (codeName: string) => emitter.frame.fail(codeName, call.span);
  const isNull = anyNull(operands);
  if (isNull === null) {
    const value = write(operands.map(wrap), fail);
    return { value, isNull: null, compound: !isName(value) };
  }
  const result = names.fresh(nameFor(call));
  code.line(`let ${result}: ${asType(call.type)} = ${zero(call.type)};`);
  const flag = emitter.local(result, call.type, { value: result, isNull, compound: false });
  emitter.block(`if (!${flag.isNull})`, () => {
    const value = write(operands.map(wrap), fail);
    code.line(`${result} = ${value};`);
  });
  return flag;
}

/** Two signs in a row would read as a decrement. */
function minus(operand: string): string {
  return operand.startsWith("-") ? `-(${operand})` : `-${operand}`;
}
