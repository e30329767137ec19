/** Pipeline -> view model of its AssemblyScript file. */
import type { Expr } from "../../runtime/plan.ts";
import { exprKey, visitExpr } from "../logical/tree.ts";
import type { AggregateSource, PhysicalPlan, Pipeline, Scan } from "../physical/plan.ts";
import type { Citations } from "./citations.ts";
import { Code } from "./code.ts";
import { buildJsonLinesDecoder } from "./decode/json-lines.ts";
import { ExprEmitter } from "./expr.ts";
import { GroupFrame, type Leave, ScanFrame, type Sites } from "./frames.ts";
import { GroupFields } from "./group.ts";
import { Literals } from "./literals.ts";
import type {
  AggregateSourceModel,
  DecoderModel,
  ModuleModel,
  RunModel,
  ScanModel,
  SinkModel,
  StateModel,
  StepModel,
} from "./model.ts";
import { Names } from "./names.ts";
import { emitAggregateSink, outputSlack } from "./operators/aggregate-sink.ts";
import { groupErrors } from "./operators/group-errors.ts";
import { describeColumns, emitOutput, type OutputPlace, outputState } from "./operators/output.ts";
import { emitFilter, emitProject } from "./operators/steps.ts";

export interface EmitOptions {
  readonly queryName: string;
  readonly queryFile: string;
  readonly cite: Citations;
  readonly sites: Sites;
  /** Whether equal expressions of a row are computed once (the optimizer is on). */
  readonly shareExpressions: boolean;
  readonly rowBytesMax: number;
}

export function emitModule(pipeline: Pipeline, plan: PhysicalPlan, options: EmitOptions): ModuleModel {
  const literals = new Literals();
  const { source, states } =
    pipeline.source.operator === "Scan"
      ? emitScanPipeline(pipeline, pipeline.source, plan, literals, options)
      : emitAggregatePipeline(pipeline, pipeline.source, plan, literals, options);
  return {
    queryFile: options.queryFile,
    queryName: options.queryName,
    id: pipeline.id,
    chain: operatorsOf(pipeline).map(describe).join(" -> "),
    notes: operatorsOf(pipeline).map(({ operator, span }) => `  ${operator}: ${options.cite.comment(span)}`),
    literals: literals.declarations,
    states,
    source,
  };
}

function operatorsOf(
  pipeline: Pipeline,
): readonly (Pipeline["source"] | Pipeline["steps"][number] | Pipeline["sink"])[] {
  return [pipeline.source, ...pipeline.steps, pipeline.sink];
}

function describe(operator: Pipeline["source"] | Pipeline["steps"][number] | Pipeline["sink"]): string {
  return operator.operator === "Scan" ? `Scan ${operator.source}` : operator.operator;
}

interface Emitted<S> {
  readonly source: S;
  readonly states: readonly StateModel[];
}

function emitScanPipeline(
  pipeline: Pipeline,
  scan: Scan,
  plan: PhysicalPlan,
  literals: Literals,
  options: EmitOptions,
): Emitted<ScanModel> {
  const hasWatermark = scan.watermark !== null;
  const runs = pipeline.sink.operator === "HashAggregateSink";
  const leave: Leave = {
    next: "continue;",
    outOfMemory: `{ ${runs ? "latest = judged; " : hasWatermark ? "watermark = judged; " : ""}status = OUT_OF_MEMORY; break; }`,
    quiet: "",
  };
  const names = new Names(
    pipeline.sink.operator === "Output" ? [] : new GroupFields(pipeline.sink.aggregate, false).names,
  );
  const frame = new ScanFrame(scan, { names, literals, sites: options.sites, shared: sharedExprs(pipeline, options) });
  const emitter = new ExprEmitter(frame);
  const run = runs ? emitRunHead(scan, frame) : NO_RUN;
  const checks = runs ? emitRunChecks(scan, frame, emitter) : emitRowChecks(scan, frame, emitter, options.cite);
  const { steps, behind } = emitSteps(pipeline, emitter, ["filtered++;", leave.next], options.cite);
  const { sink, states } = emitSink(
    pipeline,
    plan,
    behind,
    { leave, judges: hasWatermark, cite: options.cite },
    {
      kind: "loop",
      names,
      outOfMemory: leave.outOfMemory,
    },
  );
  return {
    states,
    source: {
      template: "operator/scan",
      source: scan.source,
      description: describeColumns(scan.columns),
      constants:
        scan.watermark === null
          ? []
          : [
              `/** How far the watermark of \`${scan.source}\` stays behind its rows, µs. */`,
              `const DELAY: i64 = ${scan.watermark.delayUs};`,
            ],
      columns: frame.places.flatMap(({ declarations }) => declarations),
      header: frame.places
        .map(({ validity, values, offsets }) => `, ${validity}, ${values}, ${offsets}, 0, 0`)
        .join(""),
      runs,
      run,
      locals: [...frame.texts, ...(hasWatermark ? ["let watermark = Stats.watermark();"] : []), ...sink.locals],
      initChecks: sink.inits.length === 0 ? "true" : sink.inits.join(" && "),
      checks,
      steps,
      sink,
      epilogue: [
        ...(hasWatermark ? ["Stats.setWatermark(watermark);"] : []),
        ...(sink.template === "operator/output" ? ["Batch.setRows(output, written);"] : []),
      ],
      decoder: emitDecoder(scan, options),
    },
  };
}

function emitDecoder(scan: Scan, { rowBytesMax }: EmitOptions): DecoderModel {
  const required = scan.columns.map(({ declared }) => declared);
  const eventTime = scan.watermark === null ? null : scan.watermark.column;
  return {
    any: scan.format === "jsonl",
    jsonLines: buildJsonLinesDecoder({ name: scan.source, columns: scan.declared }, required, eventTime, rowBytesMax),
  };
}

const NO_RUN: RunModel = { time: "", timeIsNull: "", checks: [] };

/** The row with which a run begins: its time, and what it is held against. */
function emitRunHead(scan: Scan, frame: ScanFrame): RunModel {
  const column = scan.watermark!.column;
  const { validity, values } = frame.places[column]!;
  frame.code = new Code(3);
  frame.next = ["row++;", "continue;"];
  emitTimeChecks(scan, frame, new ExprEmitter(frame), () => true);
  const checks = frame.code.lines;
  frame.code = new Code(2);
  frame.next = ["continue;"];
  const timeIsNull = scan.columns[column]!.nullable ? `Column.isNull(${validity}, row) || ` : "";
  return { time: `load<i64>(row << 3, ${values})`, timeIsNull, checks };
}

/** A row of a run lies in the run's slice, so that its time needs no other check; and it lets the watermark advance. */
function emitRunChecks(scan: Scan, frame: ScanFrame, emitter: ExprEmitter): readonly string[] {
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
function emitRowChecks(scan: Scan, frame: ScanFrame, emitter: ExprEmitter, cite: Citations): readonly string[] {
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
    if (isTime && isNull !== null) code.block(`if (${isNull})`, () => frame.fail("NULL_EVENT_TIME", scan.span));
    const check = type.kind === "DATE" ? "TimeRange.excludesDate" : "TimeRange.excludes";
    const guard = isNull === null || isTime ? "" : `!${isNull} && `;
    code.block(`if (${guard}${check}(${value}))`, () => frame.fail("DATETIME_OUT_OF_RANGE", scan.span));
  });
}

function columnExpr(scan: Scan, ordinal: number): Expr {
  const { type, nullable } = scan.columns[ordinal]!;
  return { kind: "Column", ordinal, type, nullable, span: scan.span };
}

function emitAggregatePipeline(
  pipeline: Pipeline,
  source: AggregateSource,
  plan: PhysicalPlan,
  literals: Literals,
  options: EmitOptions,
): Emitted<AggregateSourceModel> {
  const { aggregate } = source;
  const retracts = aggregate.emit === "after-watermark";
  const writes = pipeline.sink.operator === "Output";
  const sliding = source.operator === "SlidingAggregateSource";
  const leave: Leave = writes
    ? { next: "return 0;", outOfMemory: "return -1;", quiet: retracts ? "!quiet && " : "" }
    : {
        next: "continue;",
        outOfMemory: sliding ? "{ sent--; return OUT_OF_MEMORY; }" : "{ sent = closed; return OUT_OF_MEMORY; }",
        quiet: "",
      };
  const names = new Names();
  const fields = new GroupFields(aggregate, true);
  const frame = new GroupFrame(source, fields, writes ? "group" : "closed", writes ? 1 : 2, leave, {
    names,
    literals,
    sites: options.sites,
    shared: sharedExprs(pipeline, options),
  });
  const { steps, behind } = emitSteps(pipeline, new ExprEmitter(frame), [leave.next], options.cite);
  const place: OutputPlace = { kind: "function", outOfMemory: leave.outOfMemory, rewrites: retracts };
  const { sink, states } = emitSink(pipeline, plan, behind, { leave, judges: false, cite: options.cite }, place);
  const errors = groupErrors(aggregate, fields, frame.fails, writes ? outputSlack(plan) : 0);
  return {
    states,
    source: {
      template: sliding ? "operator/sliding-aggregate-source" : "operator/hash-aggregate-source",
      retracts,
      sizeUs: String(aggregate.window.sizeUs),
      latenessUs: String(aggregate.latenessUs),
      locals: writes ? [] : sink.locals,
      errors,
      initChecks: [...sink.inits, ...(frame.fails ? ["initErrors()"] : [])].map((check) => ` && ${check}`).join(""),
      guards: guardsOf(writes, frame.fails),
      writes,
      steps,
      sink,
      row: { errors, sums: sliding, retracts, steps, sink },
    },
  };
}

/** Statements that stop the loop before a group whose row, or whose failure, has no room. */
function guardsOf(writes: boolean, fails: boolean): readonly string[] {
  if (writes) return ["if (isFull()) return OUTPUT_FULL;"];
  return fails ? ["if (Batch.rows(errors) >= OUTPUT_ROWS) return OUTPUT_FULL;"] : [];
}

/** Filters and projections in order. `behind` emits expressions over their output. */
function emitSteps(
  pipeline: Pipeline,
  emitter: ExprEmitter,
  drop: readonly string[],
  cite: Citations,
): { steps: readonly StepModel[]; behind: ExprEmitter } {
  const steps: StepModel[] = [];
  let behind = emitter;
  for (const step of pipeline.steps) {
    if (step.operator === "Filter") {
      steps.push(emitFilter(step, behind, drop, cite));
    } else {
      const projected = emitProject(step, behind, cite);
      steps.push(projected.step);
      behind = projected.emitter;
    }
  }
  return { steps, behind };
}

function emitSink(
  pipeline: Pipeline,
  plan: PhysicalPlan,
  behind: ExprEmitter,
  place: { readonly leave: Leave; readonly judges: boolean; readonly cite: Citations },
  outputPlace: OutputPlace,
): { sink: SinkModel; states: readonly StateModel[] } {
  if (pipeline.sink.operator !== "Output") return emitAggregateSink(pipeline.sink, behind, place);
  const columns = pipeline.sink.fields.map((field, ordinal) =>
    behind.emit({ kind: "Column", ordinal, type: field.type, nullable: field.nullable, span: pipeline.sink.span }),
  );
  return {
    sink: emitOutput(pipeline.sink, behind, columns, outputPlace),
    states: [outputState(pipeline.sink, outputSlack(plan))],
  };
}

/** Expressions that occur more than once in the pipeline, columns and literals aside. */
function sharedExprs(pipeline: Pipeline, { shareExpressions }: EmitOptions): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  if (!shareExpressions) return shared;
  for (const expr of exprsOf(pipeline)) {
    visitExpr(expr, (node) => {
      if (node.kind === "Column" || node.kind === "Literal") return;
      const key = exprKey(node);
      if (seen.has(key)) shared.add(key);
      seen.add(key);
    });
  }
  return shared;
}

function exprsOf({ steps, sink }: Pipeline): readonly Expr[] {
  return [
    ...steps.flatMap((step) => (step.operator === "Filter" ? [step.predicate] : step.exprs)),
    ...(sink.operator === "Output"
      ? []
      : [
          ...sink.aggregate.keys.map(({ expr }) => expr),
          ...sink.aggregate.accumulators.flatMap(({ arg, filter }) => [arg, filter].filter((expr) => expr !== null)),
        ]),
  ];
}
