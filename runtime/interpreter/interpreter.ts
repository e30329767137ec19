import { DATETIME_OUT_OF_RANGE, NULL_EVENT_TIME } from "../assembly/codes.ts";
import { OP_INSERT } from "../assembly/layout.ts";
import type { Output, Span, Value } from "../plan.ts";
import { timestampInRange } from "./calendar.ts";
import type { Row } from "./expressions.ts";
import { Failure, Fault } from "./fault.ts";
import { insist, isCount, isWide } from "./saved-values.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";
import { cutIntoStages, type Stages } from "./stages.ts";
import { compileSteps, type Steps } from "./steps.ts";
import {
  type Admission,
  type Closing,
  END_WATERMARK,
  NO_WATERMARK,
  type Op,
  type Results,
  WindowAggregate,
} from "./window-aggregate.ts";

/** Receives everything that a query has to say, during the call that causes it. */
export interface InterpreterSink {
  /** A result; `op` is one of OP_* of `assembly/layout.ts`. An update is its old row, then at once its new one. */
  emit(op: Op, row: readonly Value[]): void;
  /** All windows of the row were closed under `watermark` (µs). */
  late(rowIndex: number, watermark: bigint): void;
  malformed(rowIndex: number, code: number, site: Span): void;
  /** A group's result, or what was to be made of it, could not be computed. */
  outputError(code: number, keys: readonly Value[], site: Span): void;
}

export interface Counters {
  /** = malformed + filtered + late + contributed */
  readonly read: number;
  readonly malformed: number;
  readonly filtered: number;
  readonly late: number;
  readonly contributed: number;
  /** Contributed rows that came too late for some of their windows, and how many windows those were. */
  readonly lateForSomeWindows: number;
  readonly windowsMissed: number;
  readonly outputErrors: number;
  /** Rows handed to `emit`, retractions included. */
  readonly emitted: number;
  /** Windows that hold rows and may still take one, over all aggregates of the plan. */
  readonly openWindows: number;
  /** Groups in open windows; a key that stands in two windows counts twice. */
  readonly keys: number;
}

type Totals = { -readonly [name in Exclude<keyof Counters, "openWindows" | "keys">]: number };

/** Runs an optimized plan row by row, as `settled.md` states a row's way. Results leave during the call. */
export class Interpreter {
  private readonly sink: InterpreterSink;
  private readonly stages: Stages;
  private readonly rowSteps: Steps;
  private readonly aggregates: readonly WindowAggregate[];
  private totals: Totals = noTotals();
  private watermark = NO_WATERMARK;
  private nextRowIndex = 0;

  /** Throws for a plan that this lane cannot run. */
  constructor(plan: Output, sink: InterpreterSink) {
    this.sink = sink;
    this.stages = cutIntoStages(plan);
    this.rowSteps = compileSteps(this.stages.rowNodes);
    this.aggregates = this.createAggregates();
  }

  get counters(): Counters {
    return {
      ...this.totals,
      openWindows: this.aggregates.reduce((sum, aggregate) => sum + aggregate.openPanes, 0),
      keys: this.aggregates.reduce((sum, aggregate) => sum + aggregate.openGroups, 0),
    };
  }

  /** Microseconds; null: none yet. */
  get currentWatermark(): bigint | null {
    return this.watermark === NO_WATERMARK ? null : this.watermark;
  }

  /**
   * Takes the values of the scan's columns, in their order. The side streams name the row by its index among the rows
   * pushed to this instance. The row is judged by the watermark before it and then moves it, whatever becomes of it.
   */
  push(row: readonly Value[]): void {
    finish(this.take(row));
  }

  /** Microseconds; "no earlier rows will come". A watermark that is not higher changes nothing. */
  advanceWatermark(us: bigint): void {
    finish(this.passWatermark(us));
  }

  /** As `push`, but for the windows that it closes: they are left to the caller, who does so before anything else. */
  take(row: readonly Value[]): Closing | null {
    const rowIndex = this.nextRowIndex++;
    this.totals.read++;
    const watermarkAfter = this.watermarkAfter(row);
    if (watermarkAfter instanceof Failure) {
      this.reject(rowIndex, watermarkAfter);
      return null;
    }
    this.count(rowIndex, this.process(row));
    return this.passWatermark(watermarkAfter);
  }

  /** As `advanceWatermark`, the windows left to the caller. */
  passWatermark(us: bigint): Closing | null {
    if (us <= this.watermark) return null;
    this.watermark = us;
    return this.passOn(0, us);
  }

  /** From the aggregate at `first` on: each has to be done with its windows before the next one hears of it. */
  private passOn(first: number, us: bigint): Closing | null {
    let watermark = us;
    for (const [i, aggregate] of this.aggregates.entries()) {
      if (i < first) continue;
      const closing = aggregate.advanceWatermark(watermark);
      watermark = aggregate.resultWatermark;
      if (closing !== null) return this.closeThenPassOn(closing, i + 1, watermark);
    }
    return null;
  }

  private *closeThenPassOn(closing: Closing, next: number, watermark: bigint): Closing {
    yield* closing;
    const rest = this.passOn(next, watermark);
    if (rest !== null) yield* rest;
  }

  /** No more rows: every window fires and closes. */
  end(): void {
    this.advanceWatermark(END_WATERMARK);
  }

  /** State, watermark and counters. An instance of the same plan that restores them goes on with the same output. */
  snapshot(): Uint8Array {
    const { totals, watermark } = this;
    return encodeSnapshot({ totals, watermark, aggregates: this.aggregates.map((aggregate) => aggregate.save()) });
  }

  /** Replaces what this instance holds. Throws if the bytes are no snapshot of such a plan; it is used no more then. */
  restore(bytes: Uint8Array): void {
    const { totals, watermark, aggregates } = decodeSnapshot(bytes);
    const names = Object.keys(noTotals()) as (keyof Totals)[];
    insist(isWide(watermark), "the watermark");
    insist(aggregates.length === this.aggregates.length, "the list of aggregations");
    insist(
      names.every((name) => isCount(totals[name])),
      "a counter",
    );
    this.totals = { ...noTotals(), ...totals };
    this.watermark = watermark;
    this.aggregates.forEach((aggregate, i) => {
      aggregate.load(aggregates[i]!);
    });
  }

  /** Each aggregate feeds the next one; the last feeds the sink. */
  private createAggregates(): readonly WindowAggregate[] {
    const aggregates: WindowAggregate[] = [];
    let results = this.output();
    for (const stage of this.stages.aggregates.toReversed()) {
      const aggregate = new WindowAggregate(stage, results);
      aggregates.unshift(aggregate);
      results = this.inputOf(aggregate);
    }
    return aggregates;
  }

  private output(): Results {
    return {
      emit: (op, row) => {
        this.emit(op, row);
      },
      outputError: (failure, keys) => {
        this.totals.outputErrors++;
        this.sink.outputError(failure.code, keys, failure.site);
      },
    };
  }

  /** Rows between aggregates are results: the law counts them nowhere, and their failures are output errors. */
  private inputOf(aggregate: WindowAggregate): Results {
    const { outputError } = this.output();
    return {
      emit: (_op, row, keys) => {
        const admission = aggregate.accept(row);
        if (admission instanceof Failure) outputError(admission, keys);
      },
      outputError,
    };
  }

  private watermarkAfter(row: Row): bigint | Failure {
    const { watermark, span } = this.stages.scan;
    if (watermark === null) return this.watermark;
    const time = row[watermark.column] as bigint | null;
    if (time === null) return new Failure(NULL_EVENT_TIME, span);
    if (timestampInRange(time) instanceof Fault) return new Failure(DATETIME_OUT_OF_RANGE, span);
    return time - watermark.delayUs;
  }

  private process(row: Row): Admission {
    const entering = this.rowSteps(row);
    if (entering instanceof Failure) return entering;
    if (entering === null) return "filtered";
    const [first] = this.aggregates;
    if (first !== undefined) return first.accept(entering);
    this.emit(OP_INSERT, entering);
    return NOTHING_MISSED;
  }

  private count(rowIndex: number, admission: Admission): void {
    const { totals } = this;
    if (admission instanceof Failure) {
      this.reject(rowIndex, admission);
    } else if (admission === "filtered") {
      totals.filtered++;
    } else if (admission === "late") {
      totals.late++;
      this.sink.late(rowIndex, this.watermark);
    } else {
      totals.contributed++;
      totals.windowsMissed += admission.missed;
      if (admission.missed > 0) totals.lateForSomeWindows++;
    }
  }

  private reject(rowIndex: number, { code, site }: Failure): void {
    this.totals.malformed++;
    this.sink.malformed(rowIndex, code, site);
  }

  private emit(op: Op, row: Row): void {
    this.totals.emitted++;
    // The last step, the output, lets no failure through.
    this.sink.emit(op, row as readonly Value[]);
  }
}

function finish(closing: Closing | null): void {
  while (closing !== null && closing.next().done !== true);
}

const NOTHING_MISSED: Admission = { missed: 0 };

function noTotals(): Totals {
  return {
    read: 0,
    malformed: 0,
    filtered: 0,
    late: 0,
    contributed: 0,
    lateForSomeWindows: 0,
    windowsMissed: 0,
    outputErrors: 0,
    emitted: 0,
  };
}
