/** CAST and TRY_CAST. A conversion every value survives is inline; the others go through the kernel or a range check. */

import type { Cast, SqlType, TypeKind } from "../../runtime/plan.ts";
import { stepOf } from "../catalog/sql-type.ts";
import { failsItself } from "../logical/failure.ts";
import { failing } from "./arithmetic.ts";
import { asType, type ExprEmitter, nameFor, type Operand, paren, wrap, zero } from "./expr.ts";

const INTEGER_BITS: Partial<Readonly<Record<TypeKind, 8 | 16 | 32 | 64>>> = {
  TINYINT: 8,
  SMALLINT: 16,
  INTEGER: 32,
  BIGINT: 64,
};
const isFloat = (kind: TypeKind) => kind === "REAL" || kind === "DOUBLE";

export function emitCast(cast: Cast, emitter: ExprEmitter): Operand {
  const from = cast.arg.type;
  const convert = conversion(from, cast.type, failsItself(cast));
  if (convert.fails) return cast.mode === "try" ? tryCast(cast, convert, emitter) : strictCast(cast, convert, emitter);
  const emitted = emitter.emit(cast.arg);
  // A conversion to a floating point number would reach into the expression and give its literals that type.
  const reaches = emitted.compound && isFloat(cast.type.kind) && !isFloat(from.kind);
  const arg = reaches || emitted.value.includes(" ? ") ? emitter.local(nameFor(cast.arg), from, emitted) : emitted;
  const value = convert.write(wrap(arg));
  if (arg.isNull !== null && cast.type.kind === "BOOLEAN" && from.kind !== "BOOLEAN")
    return { value: `!${paren(arg.isNull)} && ${value}`, isNull: arg.isNull, compound: true };
  if (arg.isNull === null || !convert.allocates) return { value, isNull: arg.isNull, compound: true };
  return { value: `${paren(arg.isNull)} ? ${zero(cast.type)} : ${value}`, isNull: arg.isNull, compound: true };
}

/** `write` converts a value that is not NULL. `check` is true where the result must be given up, with its code. */
interface Conversion {
  readonly fails: boolean;
  readonly allocates: boolean;
  readonly write: (value: string) => string;
  /** Null: the kernel function reports through `Failure`. */
  readonly rangeCheck: ((value: string) => string) | null;
}

function strictCast(cast: Cast, convert: Conversion, emitter: ExprEmitter): Operand {
  return failing(cast, emitter, ([value], fail) => {
    const { code, names } = emitter.frame;
    if (convert.rangeCheck !== null) {
      code.block(`if (${convert.rangeCheck(value!)})`, () => fail("OUT_OF_RANGE"));
      return convert.write(value!);
    }
    const result = names.fresh(nameFor(cast));
    code.line(`const ${result} = ${convert.write(value!)};`);
    code.block("if (Failure.code != 0)", () => fail("Failure.take()"));
    return result;
  });
}

/** What fails becomes NULL. */
function tryCast(cast: Cast, convert: Conversion, emitter: ExprEmitter): Operand {
  const { code, names } = emitter.frame;
  const arg = emitter.local(nameFor(cast.arg), cast.arg.type, emitter.emit(cast.arg));
  const value = names.fresh(nameFor(cast));
  const isNull = names.fresh(`${value}IsNull`);
  code.line(`let ${value}: ${asType(cast.type)} = ${zero(cast.type)};`);
  code.line(`let ${isNull} = ${arg.isNull ?? "false"};`);
  const attempt = () => {
    if (convert.rangeCheck !== null) {
      code.line(`${isNull} = ${convert.rangeCheck(arg.value)};`);
      code.block(`if (!${isNull})`, () => code.line(`${value} = ${convert.write(arg.value)};`));
    } else {
      code.line(`${value} = ${convert.write(arg.value)};`);
      code.line(`${isNull} = Failure.take() != 0;`);
      if (cast.type.kind === "BOOLEAN") code.line(`if (${isNull}) ${value} = false;`);
    }
  };
  if (arg.isNull === null) attempt();
  else emitter.block(`if (!${arg.isNull})`, attempt);
  return { value, isNull, compound: false };
}

function conversion(from: SqlType, to: SqlType, fails: boolean): Conversion {
  const plain = (write: (value: string) => string): Conversion => ({
    fails,
    allocates: false,
    write,
    rangeCheck: null,
  });
  const fromBits = INTEGER_BITS[from.kind];
  const toBits = INTEGER_BITS[to.kind];

  if (from.kind === "TEXT") return plain(fromText(to));
  if (to.kind === "TEXT") return { ...plain(toText(from, to)), allocates: true };
  if (fromBits !== undefined && toBits !== undefined) return integerToInteger(fromBits, toBits, fails);
  if (from.kind === "BOOLEAN" && toBits !== undefined) return plain((v) => `<${asType(to)}>${v}`);
  if (fromBits !== undefined && to.kind === "BOOLEAN") return plain((v) => `${v} != 0`);
  if (fromBits !== undefined && isFloat(to.kind)) return plain((v) => `<${asType(to)}>${v}`);
  if (isFloat(from.kind) && toBits !== undefined)
    return plain((v) => `Numeric.f64ToI${toBits}(${from.kind === "REAL" ? "<f64>" : ""}${v})`);
  if (from.kind === "REAL" && to.kind === "DOUBLE") return plain((v) => `<f64>${v}`);
  if (from.kind === "DOUBLE" && to.kind === "REAL") return plain((v) => `Numeric.f64ToF32(${v})`);
  if (from.kind === "DATE" && to.kind === "TIMESTAMP") return plain((v) => `DateTime.timestampOf(${v})`);
  if (from.kind === "TIMESTAMP" && to.kind === "DATE") return plain((v) => `DateTime.dateOf(${v})`);
  if (from.kind === "TIMESTAMP" && to.kind === "TIMESTAMP") {
    return to.precision >= from.precision ? plain((v) => v) : plain((v) => `DateTime.roundTo(${v}, ${stepOf(to)})`);
  }
  if (from.kind === to.kind) return plain((v) => v);
  throw new Error(`nothing emits CAST from ${from.kind} to ${to.kind}`);
}

function integerToInteger(fromBits: number, toBits: number, fails: boolean): Conversion {
  const write =
    fromBits <= 32 && toBits === 64
      ? (v: string) => `<i64>${v}`
      : fromBits === 64 && toBits <= 32
        ? (v: string) => `<i32>${v}`
        : (v: string) => v;
  // Checked.outOfI32 takes 64 bits, the narrower checks take 32.
  const rangeCheck = (v: string) => {
    if (toBits === 32) return `Checked.outOfI32(${v})`;
    return fromBits === 64
      ? `Checked.outOfI32(${v}) || Checked.outOfI${toBits}(<i32>${v})`
      : `Checked.outOfI${toBits}(${v})`;
  };
  return { fails, allocates: false, write, rangeCheck: fails ? rangeCheck : null };
}

function fromText(to: SqlType): (value: string) => string {
  switch (to.kind) {
    case "BOOLEAN":
      return (v) => `TextCast.toBoolean(${v})`;
    case "REAL":
      return (v) => `TextCast.toF32(${v})`;
    case "DOUBLE":
      return (v) => `TextCast.toF64(${v})`;
    case "DATE":
      return (v) => `TextCast.toDate(${v})`;
    case "TIMESTAMP":
      return to.precision === 6
        ? (v) => `TextCast.toTimestamp(${v})`
        : (v) => `DateTime.roundTo(TextCast.toTimestamp(${v}), ${stepOf(to)})`;
    case "TEXT":
      return (v) => (to.maxLength === null ? v : `Text.truncate(${v}, ${to.maxLength})`);
    default:
      return (v) => `TextCast.toI${INTEGER_BITS[to.kind]}(${v})`;
  }
}

function toText(from: SqlType, to: SqlType): (value: string) => string {
  const print: Partial<Readonly<Record<TypeKind, string>>> = {
    BOOLEAN: "TextCast.fromBoolean",
    REAL: "TextCast.fromF32",
    DOUBLE: "TextCast.fromF64",
    DATE: "TextCast.fromDate",
    TIMESTAMP: "TextCast.fromTimestamp",
  };
  const write = (v: string) =>
    print[from.kind] === undefined ? `TextCast.fromI64(${v})` : `${print[from.kind]}(${v})`;
  const limit = to.kind === "TEXT" ? to.maxLength : null;
  return limit === null ? write : (v) => `Text.truncate(${write(v)}, ${limit})`;
}
