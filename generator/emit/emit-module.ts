/** Pipeline -> view model of its AssemblyScript file. */
import type { Expr } from "../../runtime/plan.ts";
import { exprKey, visitExpr } from "../logical/tree.ts";
import type { AggregateSource, PhysicalPlan, Pipeline, Scan } from "../physical/plan.ts";
import type { BatchPlace } from "./batch-place.ts";
import type { Citations } from "./citations.ts";
import { buildJsonLinesDecoder } from "./decode/json-lines.ts";
import { ExprEmitter } from "./expr.ts";
import { GroupFrame, type Leave, ScanFrame, type Sites } from "./frames.ts";
import { GroupFields } from "./group.ts";
import { commentText, Literals } from "./literals.ts";
import { makeTexts } from "./made-texts.ts";
import type {
  AggregateSourceModel,
  DecoderModel,
  ModuleModel,
  ScanModel,
  SinkModel,
  StateModel,
  StepModel,
} from "./model.ts";
import { Names } from "./names.ts";
import { emitAggregateSink, outputSlack } from "./operators/aggregate-sink.ts";
import { groupErrors } from "./operators/group-errors.ts";
import { describeColumns, emitOutput, type OutputPlace, outputState } from "./operators/output.ts";
import { emitRowChecks, emitRun, emitRunChecks, NO_RUN } from "./operators/scan.ts";
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
  return operator.operator === "Scan" ? `Scan ${commentText(operator.source)}` : operator.operator;
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
  const revises = pipeline.sink.operator !== "Output" && pipeline.sink.aggregate.emit === "after-watermark";
  const fields = pipeline.sink.operator === "Output" ? null : new GroupFields(pipeline.sink.aggregate, false);
  const names = new Names(fields?.names ?? []);
  const shared = sharedExprs(pipeline, options);
  const frame = new ScanFrame(scan, leave.outOfMemory, { names, literals, sites: options.sites, shared });
  const emitter = new ExprEmitter(frame);
  const run = fields === null || !runs ? NO_RUN : emitRun(pipeline, scan, frame, fields);
  const checks = runs ? emitRunChecks(scan, frame, emitter) : emitRowChecks(scan, frame, emitter, options.cite);
  const { steps, behind } = emitSteps(pipeline, emitter, ["filtered++;", leave.next], options.cite);
  const { sink, states } = emitSink(
    pipeline,
    plan,
    behind,
    { leave, judges: hasWatermark, cite: options.cite },
    { kind: "loop", outOfMemory: leave.outOfMemory },
  );
  return {
    states,
    source: {
      template: "operator/scan",
      source: commentText(scan.source),
      description: describeColumns(scan.columns),
      constants:
        scan.watermark === null
          ? []
          : [
              `/** How far the watermark of \`${commentText(scan.source)}\` stays behind its rows, µs. */`,
              `const DELAY: i64 = ${scan.watermark.delayUs};`,
            ],
      columns: frame.place.declarations,
      header: frame.place.header,
      runs,
      run,
      // A late row may have to be sent at once, by the pipelines that follow.
      makesTexts: plan.pipelines.some((other) => (other === pipeline || revises) && makeTexts(exprsOf(other))),
      locals: [...frame.texts, ...(hasWatermark ? ["let watermark = Stats.watermark();"] : []), ...sink.locals],
      initChecks: sink.inits.length === 0 ? "true" : sink.inits.join(" && "),
      checks,
      steps,
      sink: run.ahead.text === "" ? sink : withHashesAhead(sink),
      epilogue: [
        ...(hasWatermark ? ["Stats.setWatermark(watermark);"] : []),
        ...(sink.template === "operator/output" ? ["Batch.setRows(output, written);"] : []),
      ],
      decoder: emitDecoder(scan, frame.place, options),
    },
  };
}

/** The sink whose hashes have been computed before its loop. */
function withHashesAhead(sink: SinkModel): SinkModel {
  return sink.template === "operator/hash-aggregate-sink" ? { ...sink, hash: "ReadAhead.hash(row)" } : sink;
}

function emitDecoder(scan: Scan, { columns }: BatchPlace, { rowBytesMax }: EmitOptions): DecoderModel {
  const required = scan.columns.map(({ declared }) => declared);
  const eventTime = scan.watermark === null ? null : scan.watermark.column;
  return {
    any: scan.format === "jsonl",
    jsonLines: buildJsonLinesDecoder(
      { name: scan.source, columns: scan.declared },
      required,
      columns,
      eventTime,
      rowBytesMax,
    ),
  };
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
      makesTexts: makeTexts(exprsOf(pipeline)),
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
  const state = outputState(pipeline.sink, outputSlack(plan), behind.frame.names);
  return { sink: emitOutput(pipeline.sink, behind, columns, state.place, outputPlace), states: [state.model] };
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
