/** Output: writes a row's columns into the output batch. */
import type { Field } from "../../../runtime/plan.ts";
import type { Output } from "../../physical/plan.ts";
import { storageOf } from "../../physical/state.ts";
import { type BatchPlace, type ColumnPlace, placeBatch, positionOf } from "../batch-place.ts";
import type { ExprEmitter, Operand } from "../expr.ts";
import { commentNames } from "../literals.ts";
import type { OutputModel, OutputStateModel } from "../model.ts";
import type { Names } from "../names.ts";

/** How rows reach the batch: from a row loop, or from a function that writes one row. */
export type OutputPlace =
  | { readonly kind: "loop"; readonly outOfMemory: string }
  | { readonly kind: "function"; readonly outOfMemory: string; readonly rewrites: boolean };

export const OUTPUT_GUARD = "if (Batch.rows(output) >= OUTPUT_ROWS) return OUTPUT_FULL;";

/** `columns` are the values of the row; what can fail has been evaluated. */
export function emitOutput(
  output: Output,
  emitter: ExprEmitter,
  columns: readonly Operand[],
  batch: BatchPlace,
  place: OutputPlace,
): OutputModel {
  const { code } = emitter.frame;
  const locals: string[] = place.kind === "loop" ? ["let written = Batch.rows(output);"] : [];
  const at = place.kind === "loop" ? "written" : "at";
  // Texts first: they can run out of memory, and then the row has to be written again.
  const order = output.fields
    .map((_, i) => i)
    .sort((a, b) => Number(isText(output.fields[b]!)) - Number(isText(output.fields[a]!)) || a - b);
  const start = code.lines.length;
  emitter.frame.guardTexts();
  for (const i of order) writeColumn(output.fields[i]!, i, columns[i]!, at, emitter, batch.columns[i]!, place);
  if (place.kind === "loop") code.line("written++;");
  return {
    template: "operator/output",
    locals,
    guards: place.kind === "loop" ? ["if (written >= OUTPUT_ROWS) {", "  status = OUTPUT_FULL;", "  break;", "}"] : [],
    inits: ["initOutput()"],
    lines: code.lines.slice(start),
  };
}

function isText(field: Field): boolean {
  return field.type.kind === "TEXT";
}

function writeColumn(
  field: Field,
  index: number,
  { value, isNull }: Operand,
  at: string,
  emitter: ExprEmitter,
  { storage, values }: ColumnPlace,
  place: OutputPlace,
): void {
  const { code } = emitter.frame;
  if (storage === "text") {
    const text = isNull === null ? value : `${isNull} ? 0 : ${value}`;
    code.line(`if (!Batch.setText(output, ${index}, ${at}, ${text})) ${place.outOfMemory}`);
  } else if (storage === "bool") {
    code.line(`Batch.setBool(output, ${index}, ${at}, ${value});`);
  } else {
    code.line(`store<${storage}>(${positionOf(at, storage)}, ${value}, ${values});`);
  }
  if (!field.nullable) return;
  const setNull = `Batch.setNull(output, ${index}, ${at});`;
  if (isNull !== null) code.line(`if (${isNull}) ${setNull}`);
  // A row that was written before and not kept may have left its NULL here.
  if (place.kind === "function" && place.rewrites) {
    const setValid = `Batch.setValid(output, ${index}, ${at});`;
    code.line(isNull === null ? setValid : `else ${setValid}`);
  }
}

/** `slack` rows more than the limit at which a pipeline stops: what one row can still add. */
export function outputState(
  output: Output,
  slack: number,
  names: Names,
): { model: OutputStateModel; place: BatchPlace } {
  const place = placeBatch(output.fields, "result_", slack === 0 ? "OUTPUT_ROWS" : "RESULT_ROWS", names);
  const model: OutputStateModel = {
    template: "state/output",
    fields: commentNames(output.fields),
    description: describeColumns(output.fields),
    slack,
    columns: place.declarations,
    header: place.header,
    changelog: output.changelog === "retract",
  };
  return { model, place };
}

/** The description that `Batch.create` takes: one format per column, then END. */
export function describeColumns(fields: readonly Pick<Field, "type" | "nullable">[]): string {
  const formats = fields.map(({ type, nullable }) => {
    const storage = storageOf(type);
    const format = { bool: 4, text: 5, i8: 0, i16: 1, i32: 2, f32: 2, i64: 3, f64: 3 }[storage];
    return nullable ? format | 16 : format;
  });
  return [...formats, 255].join(", ");
}
