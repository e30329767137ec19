/** Calls of kernel functions, and the functions that take NULLs their own way. */

import type { Call, Expr, Interval } from "../../runtime/plan.ts";
import { overloadOf } from "../catalog/functions.ts";
import { failsItself } from "../logical/failure.ts";
import { failing, pure } from "./arithmetic.ts";
import { compare } from "./comparison.ts";
import { anyNull, asType, type ExprEmitter, isCall, nameFor, type Operand, paren, zero } from "./expr.ts";
import { likeMatcher } from "./like.ts";

export function emitFunction(call: Call, emitter: ExprEmitter): Operand {
  const { name, kernel } = overloadOf(call.overload);
  switch (name) {
    case "greatest":
      return extreme(call, "gt", emitter);
    case "least":
      return extreme(call, "lt", emitter);
    case "concat":
      return concat(call, emitter);
    case "concat_ws":
      return concatWithSeparator(call, emitter);
    case "like":
      return like(call, emitter);
    case "add_interval":
    case "subtract_interval":
      return addInterval(call, name === "add_interval" ? 1 : -1, emitter);
    case "add_days":
    case "subtract_days":
      return kernelCall(
        call,
        emitter,
        ([date, days]) => `DateTime.addDays(${date}, ${name === "add_days" ? "" : "-"}<i64>${paren(days!)})`,
      );
    case "days_between":
      return pure(call, emitter, ([a, b]) => `${a} - ${b}`);
    default:
      if (kernel === null) throw new Error(`nothing emits ${call.overload}`);
      return kernelCall(call, emitter, (args) => `${kernel}(${args.join(", ")})`);
  }
}

/** A strict call: not made where an argument is NULL; where it can fail, `Failure` is looked at behind it. */
export function kernelCall(call: Call, emitter: ExprEmitter, write: (args: string[]) => string): Operand {
  if (failsItself(call)) {
    return failing(call, emitter, (operands, fail) => {
      const result = emitter.frame.names.fresh(nameFor(call));
      const { code } = emitter.frame;
      code.line(`const ${result} = ${write(operands)};`);
      code.block("if (Failure.code != 0)", () => fail("Failure.take()"));
      return result;
    });
  }
  const operands = call.args.map((arg) => emitter.emit(arg));
  const isNull = anyNull(operands);
  const value = write(operands.map((o) => o.value));
  if (isNull === null) return { value, isNull, compound: !isCall(value) };
  // The call may be dear, and a NULL's value may be anything.
  return {
    value: `${isNull.includes(" ") ? `(${isNull})` : isNull} ? ${zero(call.type)} : ${value}`,
    isNull,
    compound: true,
  };
}

/** GREATEST and LEAST: the first argument that is not NULL, then whatever beats it. */
function extreme(call: Call, better: "gt" | "lt", emitter: ExprEmitter): Operand {
  const { code, names } = emitter.frame;
  const operands = call.args.map((arg) => emitter.local("candidate", arg.type, emitter.emit(arg)));
  const value = names.fresh(nameFor(call));
  code.line(`let ${value}: ${asType(call.type)} = ${operands[0]!.value};`);
  let isNull = operands[0]!.isNull;
  if (isNull !== null) {
    const flag = names.fresh(`${value}IsNull`);
    code.line(`let ${flag} = ${isNull};`);
    isNull = flag;
  }
  for (const [i, operand] of operands.entries()) {
    if (i === 0) continue;
    const beats = compare(better, call.args[i]!, call.args[0]!, operand, { value, isNull: null, compound: false });
    const conditions = [
      ...(operand.isNull === null ? [] : [`!${operand.isNull}`]),
      isNull === null ? beats : operand.isNull === null ? `${isNull} || ${beats}` : `(${isNull} || ${beats})`,
    ];
    code.block(`if (${conditions.join(" && ")})`, () => {
      code.line(`${value} = ${operand.value};`);
      if (isNull !== null) code.line(`${isNull} = false;`);
    });
  }
  return { value, isNull: call.nullable ? isNull : null, compound: false };
}

/** A NULL's value is the empty text already. */
function concat(call: Call, emitter: ExprEmitter): Operand {
  const [first, ...rest] = call.args.map((arg) => emitter.emit(arg).value) as [string, ...string[]];
  return {
    value: rest.reduce((left, right) => `Text.concat(${left}, ${right})`, first),
    isNull: null,
    compound: false,
  };
}

function concatWithSeparator(call: Call, emitter: ExprEmitter): Operand {
  const { code, names } = emitter.frame;
  const [separator, ...operands] = call.args.map((arg) => emitter.local("part", arg.type, emitter.emit(arg))) as [
    Operand,
    ...Operand[],
  ];
  const joined = names.fresh("joined");
  const any = names.fresh("anyPart");
  code.line(`let ${joined}: TextRef = 0;`);
  code.line(`let ${any} = false;`);
  for (const operand of operands) {
    const append = () => {
      code.line(
        `${joined} = ${any} ? Text.concat(Text.concat(${joined}, ${separator.value}), ${operand.value}) : ${operand.value};`,
      );
      code.line(`${any} = true;`);
    };
    if (operand.isNull === null) append();
    else code.block(`if (!${operand.isNull})`, append);
  }
  return { value: joined, isNull: separator.isNull, compound: false };
}

/** A literal pattern gets the matcher made for its shape. */
function like(call: Call, emitter: ExprEmitter): Operand {
  const [, pattern, escape] = call.args as [Expr, Expr, Expr];
  const matcher =
    pattern.kind === "Literal" && pattern.value !== null && escape.kind === "Literal" && escape.value !== null
      ? likeMatcher(String(pattern.value), String(escape.value))
      : null;
  if (matcher === null) return kernelCall(call, emitter, ([t, p, e]) => `Like.matches(${t}, ${p}, ${e})`);
  const text = emitter.emit(call.args[0]!);
  const test =
    matcher.literal === null
      ? "true"
      : `${matcher.kernel}(${text.value}, ${emitter.frame.literals.text(matcher.literal)})`;
  return { value: text.isNull === null ? test : `!(${text.isNull}) && ${test}`, isNull: text.isNull, compound: true };
}

/** Without months the interval is a number of microseconds: |timestamp| and it are both below 2^62. */
function addInterval(call: Call, sign: 1 | -1, emitter: ExprEmitter): Operand {
  const interval = call.args[1]!;
  if (interval.kind !== "Literal" || interval.value === null) throw new Error("intervals are literals");
  const { months, days, us } = interval.value as Interval;
  const timestamp: Call = { ...call, args: [call.args[0]!] };
  return failing(timestamp, emitter, ([ts], fail) => {
    const { code, names } = emitter.frame;
    const shifted = names.fresh("shifted");
    if (months === 0) {
      const total = BigInt(sign) * (BigInt(days) * 86_400_000_000n + us);
      code.line(`const ${shifted} = ${ts} ${total < 0n ? "-" : "+"} ${total < 0n ? -total : total};`);
      code.block(`if (TimeRange.excludes(${shifted}))`, () => fail("DATETIME_OUT_OF_RANGE"));
    } else {
      code.line(
        `const ${shifted} = DateTime.addInterval(${ts}, ${sign * months}, ${sign * days}, ${BigInt(sign) * us});`,
      );
      code.block("if (Failure.code != 0)", () => fail("Failure.take()"));
    }
    return shifted;
  });
}
