/**
 * SlidingAggregateSink: finds the group of a row's key and, in it, the node of the row's slice, and adds the row; where
 * windows have already combined the slice, it reaches their sums too. For hop and cumulate windows.
 */
import type { WindowSpec } from "../../../runtime/plan.ts";
import type { AggregateSink, WindowAggregate } from "../../physical/plan.ts";
import { type Argument, accumulateLines, combineLines, evaluateArguments } from "../accumulate.ts";
import type { Citations } from "../citations.ts";
import { Code } from "../code.ts";
import type { ExprEmitter } from "../expr.ts";
import type { GroupFields, KeyLocal } from "../group.ts";
import { hashOf, keyArguments, keyParameters, matchConditions } from "../group-key.ts";
import { commentNames } from "../literals.ts";
import type { SlidingAggregateSinkModel, SlidingAggregateStateModel } from "../model.ts";
import { Names } from "../names.ts";
import {
  isTextExtreme,
  keyLocals,
  type Parameter,
  REVISION_GUARD,
  type SinkPlace,
  timeColumn,
  valueParameters,
} from "./hash-aggregate-sink.ts";
import { describeState, slidingLoadLines, slidingSaveLines } from "./snapshot.ts";

export function emitSlidingAggregateSink(
  sink: AggregateSink,
  fields: GroupFields,
  emitter: ExprEmitter,
  { leave, judges, cite }: SinkPlace,
): { sink: SlidingAggregateSinkModel; state: SlidingAggregateStateModel } {
  const { aggregate } = sink;
  const { code, names } = emitter.frame;
  const start = code.lines.length;
  const time = emitter.emit(timeColumn(sink)).value;
  const keyOperands = aggregate.keys.map(({ expr, name }) => emitter.local(name, expr.type, emitter.emit(expr)));
  const values = evaluateArguments(aggregate, emitter);
  emitter.frame.guardTexts();
  const revises = judges && aggregate.emit === "after-watermark";
  const evaluate = code.lines.slice(start);
  const keysStart = code.lines.length;
  const keys = keyLocals(aggregate, keyOperands, emitter);
  const keyLines = code.lines.slice(keysStart);

  const texts = aggregate.accumulators.flatMap((accumulator, i) => (isTextExtreme(accumulator) ? [i] : []));
  const kept = keepTexts(aggregate, fields, values, texts, names, leave.outOfMemory);
  const keptValues = values.map((value, i) => ({ ...value, value: kept.locals.get(i) ?? value.value }));
  const parameters = valueParameters(aggregate, keptValues);
  return {
    sink: {
      template: "operator/sliding-aggregate-sink",
      comment: cite.comment(sink.span),
      locals: [
        "let sliceStart: i64 = 0;",
        "let sliceEnd: i64 = i64.MIN_VALUE;",
        ...(judges ? ["let firstEnd: i64 = 0;", "let lastEnd: i64 = 0;"] : []),
        "let directory = GroupTable.directory(groups);",
        "let shift = GroupTable.shift(groups);",
        "let mask = GroupTable.mask(groups);",
      ],
      guards: revises ? REVISION_GUARD : [],
      inits: [],
      evaluate,
      time,
      judges,
      revises,
      stacks: aggregate.layout.partial!.stacks,
      keys: keyLines,
      hash: hashOf(keys, aggregate),
      matches: matchConditions(keys, aggregate, fields),
      keyArguments: keyArguments(keys, aggregate),
      argumentNames: parameters.map(({ value }) => `, ${value}`).join(""),
      keepTexts: kept.keep,
      dropTexts: kept.drop,
      keepFormerTexts: kept.keepFormer,
      freeFormerTexts: kept.freeFormer,
      outOfMemory: leave.outOfMemory,
    },
    state: slidingState(aggregate, fields, keys, keptValues, parameters, revises, cite),
  };
}

interface KeptTexts {
  /** The local with the text that will belong to the node, or 0, by accumulator. */
  readonly locals: ReadonlyMap<number, string>;
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  readonly keepFormer: readonly string[];
  readonly freeFormer: readonly string[];
}

/**
 * A text that becomes its node's extreme gets room of its own before anything changes; the one it replaces is freed
 * after every sum that borrowed it has been given the new one.
 */
function keepTexts(
  aggregate: WindowAggregate,
  fields: GroupFields,
  values: readonly Argument[],
  texts: readonly number[],
  names: Names,
  outOfMemory: string,
): KeptTexts {
  const locals = new Map<number, string>();
  const keep = new Code(2);
  const drop: string[] = [];
  const keepFormer = new Code(2);
  const freeFormer = new Code(2);
  for (const i of texts) {
    const { value, when } = values[i]!;
    const operator = aggregate.accumulators[i]!.kind === "min" ? "<" : ">";
    const local = names.fresh("kept");
    const former = names.fresh("former");
    const own = `load<TextRef>(node + OWN, ${fields.offsetName(i)})`;
    const beats = `(${own} == 0 || Text.compare(${value}, ${own}) ${operator} 0)`;
    keep.line(`let ${local}: TextRef = 0;`);
    keep.block(`if (${when === null ? "" : `${when} && `}${beats})`, () => {
      keep.line(`${local} = Sliding.keepText(${value});`);
      const undo = drop.length === 0 ? outOfMemory : `{ ${drop.join(" ")} ${outOfMemory.replace(/^\{ | \}$/g, "")} }`;
      keep.line(`if (${local} == 0) ${undo}`);
    });
    drop.push(`Sliding.freeText(${local});`);
    keepFormer.line(`const ${former} = ${own};`);
    freeFormer.line(`if (${local} != 0) Sliding.freeText(${former});`);
    locals.set(i, local);
  }
  return { locals, keep: keep.lines, drop, keepFormer: keepFormer.lines, freeFormer: freeFormer.lines };
}

function slidingState(
  aggregate: WindowAggregate,
  fields: GroupFields,
  keys: readonly KeyLocal[],
  values: readonly Argument[],
  parameters: readonly Parameter[],
  revises: boolean,
  cite: Citations,
): SlidingAggregateStateModel {
  const { layout, window, emit, latenessUs } = aggregate;
  const partial = layout.partial!;
  const edges = edgesOf(window);
  const byValue = new Map(parameters.map((p) => [p.value, p.name]));
  const accumulate = new Code(1);
  accumulateLines(
    aggregate,
    values.map(({ value, when }) => ({
      value: byValue.get(value) ?? value,
      when: when === null ? null : byValue.get(when)!,
    })),
    {
      base: "partial",
      textMayBeNone: true,
      fields,
      code: accumulate,
      names: new Names(),
      keepText: (i, text) => `store<TextRef>(partial, ${text}, ${fields.offsetName(i)});`,
    },
  );
  const combine = new Code(1);
  combineLines(aggregate, fields, combine);
  const textKeys = keys.flatMap((key, i) =>
    key.storage === "text" ? [{ name: key.name, kept: `${key.name}Kept`, field: fields.keyName(i) }] : [],
  );
  const textAccumulators = aggregate.accumulators.flatMap((a, i) => (isTextExtreme(a) ? [fields.offsetName(i)] : []));
  return {
    template: "state/sliding-aggregate",
    window: cite.comment(aggregate.span),
    by: aggregate.keys.length === 0 ? "" : ` by ${commentNames(aggregate.keys)}`,
    ...edges,
    offsetUs: String(window.offsetUs),
    latenessUs: String(latenessUs),
    sentAfterUs: String(emit === "on-window-close" ? latenessUs : 0n),
    revises,
    stacks: partial.stacks,
    groupBytes: layout.bytes,
    backOffset: partial.back,
    partialBytes: partial.bytes,
    nodeBytes: partial.nodeBytes,
    keyFields: fields.keyModels,
    fields: fields.accumulatorModels,
    clearLines: fields.clearLines("partial"),
    argumentParameters: parameters.map(({ name, type }) => `, ${name}: ${type}`).join(""),
    argumentNames: parameters.map(({ name }) => `, ${name}`).join(""),
    accumulateLines: accumulate.lines,
    combineLines: combine.lines,
    keyParameters: keyParameters(keys, aggregate),
    keyArguments: keyArguments(keys, aggregate),
    matches: matchConditions(keys, aggregate, fields),
    keepKeys: textKeys.flatMap(({ name, kept }, i) => [
      `const ${kept} = Sliding.keepText(${name});`,
      `if (${kept} == 0) ${
        i === 0
          ? "return 0;"
          : `{ ${textKeys
              .slice(0, i)
              .map((key) => `Sliding.freeText(${key.kept});`)
              .join(" ")} return 0; }`
      }`,
    ]),
    dropKeys: textKeys.map(({ kept }) => `Sliding.freeText(${kept});`),
    openLines: fields.keyLines(keys, (key) => `${key}Kept`),
    freeTexts: textAccumulators.map((field) => `Sliding.freeText(load<TextRef>(node + OWN, ${field}));`),
    freeKeys: textKeys.map(({ field }) => `Sliding.freeText(load<TextRef>(group, ${field}));`),
    snapshot: {
      ...describeState(aggregate),
      saveLines: slidingSaveLines(aggregate, fields),
      loadLines: slidingLoadLines(aggregate, fields, keys),
    },
  };
}

interface Edges {
  readonly spanUs: string;
  readonly strideUs: string;
  readonly periodUs: string;
  /** Whether a window's end falls between two starts, so that slices are uneven. */
  readonly uneven: boolean;
  readonly restUs: string;
  readonly windowStart: string;
}

function edgesOf(window: WindowSpec): Edges {
  switch (window.kind) {
    case "hop": {
      const rest = window.sizeUs % window.slideUs;
      return {
        spanUs: String(window.sizeUs),
        strideUs: String(window.slideUs),
        periodUs: String(window.slideUs),
        uneven: rest !== 0n,
        restUs: String(rest),
        windowStart: "end - SPAN",
      };
    }
    case "cumulate":
      return {
        spanUs: String(window.sizeUs),
        strideUs: String(window.stepUs),
        periodUs: String(window.sizeUs),
        uneven: false,
        restUs: "0",
        windowStart: "Window.floor(end - 1, PERIOD, OFFSET)",
      };
    case "tumble":
      throw new Error("tumbling windows do not slide");
  }
}
