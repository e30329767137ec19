/**
 * HashAggregateSink: finds the slice of a row and the group of its key, and adds the row. Each tumbling window is one
 * slice, which owns its groups.
 */
import type { Expr } from "../../../runtime/plan.ts";
import type { AggregateSink, WindowAggregate } from "../../physical/plan.ts";
import { type Argument, accumulateLines, evaluateArguments } from "../accumulate.ts";
import type { Citations } from "../citations.ts";
import { Code } from "../code.ts";
import { asType, type ExprEmitter, isVariable, type Operand, paren } from "../expr.ts";
import type { Leave } from "../frames.ts";
import { type GroupFields, type KeyLocal, keyType } from "../group.ts";
import { breakIfKey, hashOf, keyArguments, keyParameters, matchConditions } from "../group-key.ts";
import { commentNames } from "../literals.ts";
import type { AggregateSinkModel, HashAggregateStateModel } from "../model.ts";
import { Names } from "../names.ts";
import { describeState, loadLines, saveLines } from "./snapshot.ts";

export interface SinkPlace {
  readonly leave: Leave;
  /** Rows of a scan are judged by the watermark; results of another window are never late. */
  readonly judges: boolean;
  readonly cite: Citations;
}

export interface AggregateSinkCode {
  readonly sink: AggregateSinkModel;
  readonly state: HashAggregateStateModel;
}

export function emitHashAggregateSink(
  sink: AggregateSink,
  fields: GroupFields,
  emitter: ExprEmitter,
  { leave, judges, cite }: SinkPlace,
): AggregateSinkCode {
  const { aggregate } = sink;
  const { code, names } = emitter.frame;
  const revises = judges && aggregate.emit === "after-watermark";
  const start = code.lines.length;
  const time = emitter.emit(timeColumn(sink)).value;
  const keyOperands = aggregate.keys.map(({ expr, name }) => emitter.local(name, expr.type, emitter.emit(expr)));
  const values = evaluateArguments(aggregate, emitter);
  emitter.frame.guardTexts();
  const evaluate = code.lines.slice(start);

  const keysStart = code.lines.length;
  const keys = keyLocals(aggregate, keyOperands, emitter);
  const hash = hashOf(keys, aggregate);
  const keyLines = code.lines.slice(keysStart);

  const accumulateStart = code.lines.length;
  if (!revises) {
    accumulateLines(aggregate, values, {
      base: "group",
      textMayBeNone: false,
      fields,
      code,
      names,
      keepText: (i, text) =>
        `Region.replace(Slices.texts(slice), group + ${fields.offsetName(i)}, group + ${fields.capacityName(i)}, ${text});`,
    });
  }
  const parameters = valueParameters(aggregate, values);
  const textValues = aggregate.accumulators.flatMap((a, i) => (isTextExtreme(a) ? [values[i]!.value] : []));
  const extremeTextBytes = textValues.map((value) => `(Text.bytes(${value}) << 1)`);
  const textKeys = keys.filter((key) => key.storage === "text").map((key) => key.name);
  return {
    sink: {
      template: "operator/hash-aggregate-sink",
      comment: cite.comment(sink.span),
      locals: [
        "let slice: usize = 0;",
        "let sliceStart: i64 = 0;",
        "let sliceEnd: i64 = i64.MIN_VALUE;",
        ...(judges ? RUN_LOCALS : TABLE_LOCALS),
        ...(revises ? ["let opened: usize = 0;"] : []),
      ],
      guards: revises ? REVISION_GUARD : [],
      inits: [],
      evaluate,
      time,
      judges,
      revises,
      keys: keyLines,
      hash,
      matches: matchConditions(keys, aggregate, fields),
      breakIfKey: breakIfKey(keys, aggregate, fields),
      keyArguments: keyArguments(keys, aggregate),
      keepsTexts: textValues.length + textKeys.length > 0,
      textBytes: [...extremeTextBytes, ...textKeys.map((key) => `Text.bytes(${key})`), "1"].join(" + "),
      keepsExtremeTexts: textValues.length > 0,
      extremeTextBytes: [...extremeTextBytes, "1"].join(" + "),
      textArgument: textValues.length > 0 ? ", Slices.texts(slice)" : "",
      argumentNames: parameters.map(({ value }) => `, ${value}`).join(""),
      accumulate: code.lines.slice(accumulateStart),
      outOfMemory: leave.outOfMemory,
    },
    state: hashAggregateState(aggregate, fields, keys, values, revises, cite),
  };
}

/** Whether the run's slice has been sent for good. */
const RUN_LOCALS = ["let isLate = false;"];
/** The index of the slice's groups. */
const TABLE_LOCALS = ["let directory: usize = 0;", "let shift: u32 = 0;", "let mask: u32 = 0;"];

/** A late row may have to be sent at once. */
export const REVISION_GUARD = ["if (downstream.isFull()) {", "  status = OUTPUT_FULL;", "  break;", "}"];

export function timeColumn({ time, aggregate }: AggregateSink): Expr {
  return {
    kind: "Column",
    ordinal: time,
    type: { kind: "TIMESTAMP", precision: 6 },
    nullable: false,
    span: aggregate.span,
  };
}

/** Keys in the form in which they are hashed, compared and stored. */
export function keyLocals(
  aggregate: WindowAggregate,
  operands: readonly Operand[],
  emitter: ExprEmitter,
): readonly KeyLocal[] {
  const { code, names } = emitter.frame;
  const { layout } = aggregate;
  const flags: string[] = [];
  const keys = aggregate.keys.map(({ name, expr }, i): KeyLocal => {
    const operand = operands[i]!;
    const { storage } = layout.keys[i]!;
    const key = (local: string): KeyLocal => ({ name: local, storage, type: expr.type });
    const isFloat = storage === "f32" || storage === "f64";
    const bits = isFloat ? `Numeric.canonical${storage.toUpperCase()}(${operand.value})` : operand.value;
    if (!expr.nullable) {
      const own = operands.findIndex(({ value }) => value === operand.value) === i;
      if (!isFloat && own && isVariable(operand.value)) return key(operand.value);
      const local = names.fresh(isFloat ? `${name}Bits` : name);
      code.line(`const ${local}: ${keyType(key(local))} = ${bits};`);
      return key(local);
    }
    flags.push(operand.isNull ?? "false");
    const local = names.fresh(`${name}Key`);
    const type = keyType(key(local));
    code.line(
      `const ${local}: ${type} = ${operand.isNull ?? "false"} ? ${storage === "bool" ? "false" : "0"} : ${bits};`,
    );
    return key(local);
  });
  if (layout.nullFlags !== null) {
    const word = layout.nullFlags.bytes === 8 ? "u64" : "u32";
    const bits = flags.map((flag, bit) => `(<${word}>${paren(flag)} << ${bit})`);
    code.line(`const nullKeys: ${word} = ${bits.join(" | ")};`);
  }
  return keys;
}

export function isTextExtreme({ kind, type }: WindowAggregate["accumulators"][number]): boolean {
  return (kind === "min" || kind === "max") && type.kind === "TEXT";
}

export interface Parameter {
  /** The argument in the loop. */
  readonly value: string;
  readonly name: string;
  readonly type: string;
}

/** What `accumulate` is given of a row: each value once, and each condition. */
export function valueParameters(aggregate: WindowAggregate, values: readonly Argument[]): readonly Parameter[] {
  const names = new Names();
  const parameters = new Map<string, Parameter>();
  const add = (value: string, wanted: string, type: string) => {
    if (value !== "" && !parameters.has(value)) parameters.set(value, { value, name: names.fresh(wanted), type });
  };
  aggregate.accumulators.forEach(({ arg }, i) => {
    const { value, when } = values[i]!;
    if (arg !== null) add(value, isVariable(value) ? value : "value", asType(arg.type));
    if (when !== null) add(when, "counts", "bool");
  });
  return [...parameters.values()];
}

function hashAggregateState(
  aggregate: WindowAggregate,
  fields: GroupFields,
  keys: readonly KeyLocal[],
  values: readonly Argument[],
  revises: boolean,
  cite: Citations,
): HashAggregateStateModel {
  const parameters = valueParameters(aggregate, values);
  const byValue = new Map(parameters.map((p) => [p.value, p.name]));
  const accumulate = new Code(1);
  accumulateLines(
    aggregate,
    values.map(({ value, when }) => ({
      value: byValue.get(value) ?? value,
      when: when === null ? null : byValue.get(when)!,
    })),
    {
      base: "group",
      textMayBeNone: false,
      fields,
      code: accumulate,
      names: new Names(),
      keepText: (i, text) => `store<TextRef>(group, Region.keep(texts, ${text}), ${fields.offsetName(i)});`,
    },
  );
  const retracts = aggregate.emit === "after-watermark";
  const keepsText = aggregate.accumulators.some(isTextExtreme);
  return {
    template: "state/hash-aggregate",
    window: cite.comment(aggregate.span),
    by: aggregate.keys.length === 0 ? "" : ` by ${commentNames(aggregate.keys)}`,
    bytes: aggregate.layout.bytes,
    fields: [...fields.keyModels, ...fields.accumulatorModels],
    sizeUs: String(aggregate.window.sizeUs),
    offsetUs: String(aggregate.window.offsetUs),
    latenessUs: String(aggregate.latenessUs),
    retracts,
    revises,
    keyParameters: keyParameters(keys, aggregate),
    openLines: [
      ...fields.keyLines(keys, (key) => `Region.keep(Slices.texts(slice), ${key})`),
      ...fields.clearLines("group"),
    ],
    argumentParameters:
      (keepsText ? ", texts: usize" : "") + parameters.map(({ name, type }) => `, ${name}: ${type}`).join(""),
    accumulateLines: accumulate.lines,
    snapshot: {
      ...describeState(aggregate),
      saveLines: saveLines(aggregate, fields),
      loadLines: loadLines(aggregate, fields, keys),
    },
  };
}
