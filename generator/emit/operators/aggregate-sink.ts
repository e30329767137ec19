/** The sink of a window aggregate: which operator it is, and what its file needs of the pipeline behind it. */
import type { AggregateSink, PhysicalPlan } from "../../physical/plan.ts";
import type { ExprEmitter } from "../expr.ts";
import { GroupFields } from "../group.ts";
import type { SinkModel, StateModel } from "../model.ts";
import { emitHashAggregateSink, type SinkPlace } from "./hash-aggregate-sink.ts";
import { emitSlidingAggregateSink } from "./sliding-aggregate-sink.ts";

export function emitAggregateSink(
  sink: AggregateSink,
  emitter: ExprEmitter,
  place: SinkPlace,
): { sink: SinkModel; states: readonly StateModel[] } {
  const fields = new GroupFields(sink.aggregate, false);
  const emit = sink.operator === "HashAggregateSink" ? emitHashAggregateSink : emitSlidingAggregateSink;
  const emitted = emit(sink, fields, emitter, place);
  return { sink: emitted.sink, states: [emitted.state] };
}

/** Rows that one input row can add to the output at most, beyond the limit at which a pipeline stops. */
export function outputSlack({ aggregates }: PhysicalPlan): number {
  const last = aggregates.at(-1);
  if (last === undefined || last.emit !== "after-watermark") return 0;
  // A late row takes back and renews its group in every window that was sent.
  return 2 * windowsPerRow(last.window);
}

export function windowsPerRow(window: PhysicalPlan["aggregates"][number]["window"]): number {
  switch (window.kind) {
    case "tumble":
      return 1;
    case "hop":
      return Number((window.sizeUs + window.slideUs - 1n) / window.slideUs);
    case "cumulate":
      return Number(window.sizeUs / window.stepUs);
  }
}
