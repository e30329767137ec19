/** Scan: what rows of the input batch are held against before any other operator, one by one or in runs of one slice. */
import type { Expr } from "../../../runtime/plan.ts";
import type { Pipeline, Scan } from "../../physical/plan.ts";
import type { Citations } from "../citations.ts";
import { Code } from "../code.ts";
import { ExprEmitter } from "../expr.ts";
import type { ScanFrame } from "../frames.ts";
import type { GroupFields } from "../group.ts";
import { hashOf } from "../group-key.ts";
import type { AheadModel, RunModel } from "../model.ts";
import { keyLocals } from "./hash-aggregate-sink.ts";

const NOTHING_AHEAD: AheadModel = { any: false, texts: [], lines: [], hash: "", text: "", largeGroups: "" };
export const NO_RUN: RunModel = { time: "", timeIsNull: "", checks: [], ahead: NOTHING_AHEAD };

/** The row with which a run begins: its time, and what it is held against; and how the keys of rows are read ahead. */
export function emitRun(pipeline: Pipeline, scan: Scan, frame: ScanFrame, fields: GroupFields): RunModel {
  const column = scan.watermark!.column;
  const ahead = emitAhead(pipeline, frame, fields);
  const { validity, values } = frame.place.columns[column]!;
  frame.code = new Code(3);
  frame.next = ["row++;", "continue;"];
  emitTimeChecks(scan, frame, new ExprEmitter(frame), () => true);
  const checks = frame.code.lines;
  frame.code = new Code(2);
  frame.next = ["continue;"];
  const timeIsNull = scan.columns[column]!.nullable ? `Column.isNull(${validity}, row) || ` : "";
  return { time: `load<i64>(row << 3, ${values})`, timeIsNull, checks, ahead };
}

/**
 * Only for keys that are columns of the source. Hashes of texts are kept for the loop that follows, and none is computed
 * for rows that a filter drops; others are computed again sooner than they are stored and loaded.
 */
function emitAhead({ steps, sink }: Pipeline, frame: ScanFrame, fields: GroupFields): AheadModel {
  if (sink.operator !== "HashAggregateSink" || steps.some(({ operator }) => operator === "Project"))
    return NOTHING_AHEAD;
  const { aggregate } = sink;
  const { keys } = aggregate.layout;
  const text = keys.findIndex(({ storage }) => storage === "text");
  const isReadInVain = text >= 0 && steps.length > 0;
  if (keys.length === 0 || isReadInVain || aggregate.keys.some(({ expr }) => expr.kind !== "Column"))
    return NOTHING_AHEAD;
  frame.code = new Code(2);
  const emitter = new ExprEmitter(frame);
  const operands = aggregate.keys.map(({ expr, name }) => emitter.local(name, expr.type, emitter.emit(expr)));
  const hash = hashOf(keyLocals(aggregate, operands, emitter), aggregate);
  return {
    any: true,
    texts: frame.texts.slice(),
    lines: frame.code.lines,
    hash,
    text: text < 0 ? "" : fields.keyName(text),
    largeGroups: text < 0 ? "16384" : "512",
  };
}

/** A row of a run lies in the run's slice, so that its time needs no other check; and it lets the watermark advance. */
export function emitRunChecks(scan: Scan, frame: ScanFrame, emitter: ExprEmitter): readonly string[] {
  const { code } = frame;
  const { column } = scan.watermark!;
  const { value, isNull } = emitter.emit(columnExpr(scan, column));
  if (isNull !== null) code.line(`if (${isNull}) break;`);
  code.line(`if (<u64>(${value} - sliceStart) >= <u64>SIZE) break;`);
  emitTimeChecks(scan, frame, emitter, (i) => i !== column);
  code.line("const judged = latest;");
  code.line(`latest = max(latest, ${value});`);
  return code.lines.slice();
}

/**
 * What every row is held against before anything else: times lie in the supported range, the event time is there;
 * then the row is judged by the watermark of the rows before it, and lets its own time advance it.
 */
export function emitRowChecks(scan: Scan, frame: ScanFrame, emitter: ExprEmitter, cite: Citations): readonly string[] {
  const { code } = frame;
  emitTimeChecks(scan, frame, emitter, () => true);
  if (scan.watermark !== null) {
    const time = emitter.emit(columnExpr(scan, scan.watermark.column)).value;
    code.line("");
    code.line(`// ${cite.comment(scan.span)}`);
    code.line("const judged = watermark;");
    code.line(`watermark = max(watermark, ${time} - DELAY);`);
  }
  return code.lines.slice();
}

/** Checks those times of a row that are `wanted`, by ordinal. */
function emitTimeChecks(
  scan: Scan,
  frame: ScanFrame,
  emitter: ExprEmitter,
  wanted: (ordinal: number) => boolean,
): void {
  const { code } = frame;
  scan.columns.forEach(({ type }, i) => {
    const isTime = scan.watermark?.column === i;
    if ((type.kind !== "TIMESTAMP" && type.kind !== "DATE") || !wanted(i)) return;
    const { value, isNull } = emitter.emit(columnExpr(scan, i));
    if (isTime && isNull !== null) code.block(`if (${isNull})`, () => frame.failColumn("NULL_EVENT_TIME", i));
    const check = type.kind === "DATE" ? "TimeRange.excludesDate" : "TimeRange.excludes";
    const guard = isNull === null || isTime ? "" : `!${isNull} && `;
    code.block(`if (${guard}${check}(${value}))`, () => frame.failColumn("DATETIME_OUT_OF_RANGE", i));
  });
}

function columnExpr(scan: Scan, ordinal: number): Expr {
  const { type, nullable } = scan.columns[ordinal]!;
  return { kind: "Column", ordinal, type, nullable, span: scan.span };
}
