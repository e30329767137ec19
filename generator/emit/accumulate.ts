/** Adds one row to a group: the statements behind COUNT, SUM, AVG, MIN and MAX. */
import type { Expr } from "../../runtime/plan.ts";
import type { Accumulator, WindowAggregate } from "../physical/plan.ts";
import type { Code } from "./code.ts";
import { asType, type ExprEmitter } from "./expr.ts";
import type { GroupFields } from "./group.ts";
import { Names } from "./names.ts";

/** An accumulator's input in the current row, evaluated: `when` says whether it counts (null: always). */
export interface Argument {
  readonly value: string;
  readonly when: string | null;
}

/**
 * Evaluates filters and arguments, so that whatever fails does so before any group changes. An argument whose filter
 * is not TRUE is not evaluated. Equal ones are evaluated once.
 */
export function evaluateArguments(aggregate: WindowAggregate, emitter: ExprEmitter): readonly Argument[] {
  return aggregate.accumulators.map(({ arg, filter }) => {
    if (filter === null) return argument(arg, emitter, null);
    const passes = emitter.local(
      "counts",
      { kind: "BOOLEAN" },
      { value: emitter.truth(filter), isNull: null, compound: true },
    );
    return argument(arg, emitter, passes.value);
  });
}

function argument(arg: Expr | null, emitter: ExprEmitter, passes: string | null): Argument {
  if (arg === null) return { value: "", when: passes };
  const operand = emitter.emitIf(passes, "argument", arg);
  const conditions = [...(passes === null ? [] : [passes]), ...(operand.isNull === null ? [] : [`!${operand.isNull}`])];
  return { value: operand.value, when: conditions.length === 0 ? null : conditions.join(" && ") };
}

/** Where statements go and how they keep a text: `keepText` is a statement that stores it in the accumulator. */
export interface Place {
  /** The address whose accumulators are added to. */
  readonly base: string;
  readonly fields: GroupFields;
  readonly code: Code;
  readonly names: Names;
  readonly keepText: (accumulator: number, value: string) => string;
  /** Whether a text of 0 stands for none, as where a node keeps only texts that are to replace its own. */
  readonly textMayBeNone: boolean;
}

/** Statements that add `values`, one block per condition. */
export function accumulateLines(aggregate: WindowAggregate, values: readonly Argument[], place: Place): void {
  const { code } = place;
  const conditions = [...new Set(values.map(({ when }) => when))];
  for (const condition of conditions) {
    const body = () =>
      aggregate.accumulators.forEach((accumulator, i) => {
        if (values[i]!.when === condition) accumulateOne(accumulator, i, values[i]!.value, place);
      });
    if (condition === null) body();
    else code.block(`if (${condition})`, body);
  }
}

function accumulateOne(accumulator: Accumulator, index: number, value: string, place: Place): void {
  const { base, code, fields, names } = place;
  const field = fields.offsetName(index);
  switch (accumulator.kind) {
    case "count":
      code.line(`store<i64>(${base}, load<i64>(${base}, ${field}) + 1, ${field});`);
      return;
    case "sumDouble":
      code.line(`store<f64>(${base}, load<f64>(${base}, ${field}) + ${value}, ${field});`);
      return;
    case "sum": {
      const before = names.fresh("sumBefore");
      const after = names.fresh("sumAfter");
      const added = accumulator.arg!.type.kind === "BIGINT" ? value : `<i64>${value}`;
      code.line(`const ${before} = load<i64>(${base}, ${field});`);
      code.line(`const ${after} = ${before} + ${added};`);
      code.line(`store<i64>(${base}, ${after}, ${field});`);
      code.line(
        `if (Checked.addOverflows64(${before}, ${added}, ${after})) Sum.carry(${base} + ${fields.highName(index)}, ${added});`,
      );
      return;
    }
    case "min":
    case "max":
      extreme(accumulator, index, value, place);
  }
}

function extreme(
  { kind, type }: Accumulator,
  index: number,
  value: string,
  { base, code, fields, keepText, textMayBeNone }: Place,
): void {
  const { value: current } = fields.readAccumulator(base, index);
  const field = fields.offsetName(index);
  const operator = kind === "min" ? "<" : ">";
  switch (type.kind) {
    case "TEXT":
      code.line(`if (${textBeats(value, current, operator, textMayBeNone)}) ${keepText(index, value)}`);
      return;
    case "REAL":
    case "DOUBLE": {
      const as = asType(type);
      code.line(
        `if (Numeric.compare${as.toUpperCase()}(${value}, ${current}) ${operator} 0) store<${as}>(${base}, ${value}, ${field});`,
      );
      return;
    }
    case "BOOLEAN":
      code.line(
        `if (${value} ${operator} ${current}) store<${fields.accumulatorType(index)}>(${base}, ${value}, ${field});`,
      );
      return;
    default: {
      // Without a branch: which rows replace the extreme cannot be foretold. A bare number would be an i32.
      const beats = /^-?\d/.test(value) ? `${kind}<${asType(type)}>` : kind;
      code.line(`store<${fields.accumulatorType(index)}>(${base}, ${beats}(${value}, ${current}), ${field});`);
    }
  }
}

function textBeats(value: string, current: string, operator: string, mayBeNone: boolean): string {
  const beats = `${current} == 0 || Text.compare(${value}, ${current}) ${operator} 0`;
  return mayBeNone ? `${value} != 0 && (${beats})` : beats;
}

/** Statements that add the accumulators at `later` to those at `partial`, which came before in time. */
export function combineLines({ accumulators }: WindowAggregate, fields: GroupFields, code: Code): void {
  accumulators.forEach((accumulator, i) => {
    const field = fields.offsetName(i);
    const load = (base: string, type: string) => `load<${type}>(${base}, ${field})`;
    switch (accumulator.kind) {
      case "count":
        code.line(`store<i64>(partial, ${load("partial", "i64")} + ${load("later", "i64")}, ${field});`);
        return;
      case "sumDouble":
        code.line(`store<f64>(partial, ${load("partial", "f64")} + ${load("later", "f64")}, ${field});`);
        return;
      case "sum":
        code.line(
          `Sum.combine(partial + ${field}, partial + ${fields.highName(i)}, later + ${field}, later + ${fields.highName(i)});`,
        );
        return;
      case "min":
      case "max": {
        const { value } = fields.readAccumulator("later", i);
        const keep = (_: number, text: string) => `store<TextRef>(partial, ${text}, ${field});`;
        extreme(accumulator, i, value, {
          base: "partial",
          fields,
          code,
          names: new Names(),
          keepText: keep,
          textMayBeNone: true,
        });
      }
    }
  });
}
