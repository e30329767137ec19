import { OP_DELETE, OP_INSERT, OP_UPDATE_AFTER, OP_UPDATE_BEFORE } from "../assembly/layout.ts";
import type { AggregateCall, Value } from "../plan.ts";
import { type Accumulator, aggregateFunction } from "./accumulators.ts";
import { sameValue } from "./compare.ts";
import { compile, type Evaluate, type Row } from "./expressions.ts";
import { Failure, Fault } from "./fault.ts";
import { GroupTable } from "./group-table.ts";
import { isPane, type Pane, panesOf, sliceOf } from "./panes.ts";
import { insist, isValueOf, isWide } from "./saved-values.ts";
import type { AggregateStage } from "./stages.ts";
import { compileSteps, evaluateAll, type Steps } from "./steps.ts";

export type Op = typeof OP_INSERT | typeof OP_UPDATE_BEFORE | typeof OP_UPDATE_AFTER | typeof OP_DELETE;

/** No watermark yet: nothing closes. */
export const NO_WATERMARK = -(1n << 63n);
/** The watermark after the last row of a bounded input: +infinity. */
export const END_WATERMARK = (1n << 63n) - 1n;

/** Work in steps of one group each: its driver may stop between two and go on later. */
export type Closing = Generator<undefined, void>;

/** Where the results of an aggregate go; `keys` are those of the group. */
export interface Results {
  emit(op: Op, row: Row, keys: readonly Value[]): void;
  outputError(failure: Failure, keys: readonly Value[]): void;
}

/** What became of a row. `missed`: how many of its panes were closed already. */
export type Admission = Failure | "filtered" | "late" | { readonly missed: number };

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

interface OpenPane extends Pane {
  readonly groups: GroupTable<Group>;
}

/** What a row adds to one pane. */
interface Contribution {
  readonly pane: Pane;
  readonly keys: readonly Value[];
  /** One per aggregate; NULL adds nothing. */
  readonly args: readonly Value[];
}

/** The state of one aggregate in a form that `load` takes back; panes and groups in the order that results keep. */
export interface SavedAggregate {
  /** Ids of the aggregate functions, to tell the state of another query. */
  readonly functions: readonly string[];
  readonly watermark: bigint;
  readonly panes: readonly (Pane & { readonly groups: readonly SavedGroup[] })[];
}

interface SavedGroup {
  readonly keys: readonly Value[];
  readonly accumulators: readonly (readonly Value[])[];
}

/**
 * Groups rows by pane and keys and sends each group once its pane fires. Every pane keeps its own groups, so a hop row
 * is counted once per pane: more work than slices that panes share, and nothing to combine.
 */
export class WindowAggregate {
  private readonly stage: AggregateStage;
  private readonly results: Results;
  private readonly paneSteps: Steps;
  private readonly keys: readonly Evaluate[];
  private readonly args: readonly Evaluate[];
  private readonly accumulators: readonly (() => Accumulator)[];
  private readonly resultSteps: Steps;

  private watermark = NO_WATERMARK;
  private panes = new Map<bigint, OpenPane>();
  /** The least watermark at which a pane fires or closes. */
  private due = END_WATERMARK;

  constructor(stage: AggregateStage, results: Results) {
    this.stage = stage;
    this.results = results;
    this.paneSteps = compileSteps(stage.paneNodes);
    this.keys = stage.aggregate.keys.map(compile);
    this.args = stage.aggregate.aggregates.map(compileArgument);
    this.accumulators = stage.aggregate.aggregates.map(({ overload, arg, type }) => {
      const create = aggregateFunction(overload);
      return () => create(arg?.type ?? type);
    });
    this.resultSteps = compileSteps(stage.resultNodes);
  }

  get openPanes(): number {
    return this.panes.size;
  }

  get openGroups(): number {
    let groups = 0;
    for (const pane of this.panes.values()) groups += pane.groups.size;
    return groups;
  }

  /** No result with an event time before this one follows. */
  get resultWatermark(): bigint {
    return this.watermark === END_WATERMARK ? END_WATERMARK : this.watermark - this.stage.aggregate.latenessUs;
  }

  /** Takes a row, judged by the watermark of the rows before it; on a failure nothing has changed. */
  accept(row: Row): Admission {
    const contributions = this.contributionsOf(row);
    if (contributions instanceof Failure) return contributions;
    if (contributions.length === 0) return "filtered";
    const open = contributions.filter(({ pane }) => this.closesAt(pane) > this.watermark);
    if (open.length === 0) return "late";
    const slice = sliceOf(this.stage.window.window, this.timeOf(row));
    for (const contribution of open) this.contribute(contribution, slice);
    return { missed: contributions.length - open.length };
  }

  /** What is to be done until the watermark stands there; null: nothing. No row may come before it is done. */
  advanceWatermark(to: bigint): Closing | null {
    if (to <= this.watermark) return null;
    const from = this.watermark;
    this.watermark = to;
    return to < this.due ? null : this.close(from, to);
  }

  /** Fires what is due, by (end, start, arrival of the group's first row in that pane), then forgets what is closed. */
  private *close(from: bigint, to: bigint): Closing {
    for (const pane of this.panesByEnd()) {
      const firesAt = this.firesAt(pane);
      if (firesAt > from && firesAt <= to) {
        for (const group of pane.groups.inArrivalOrder) {
          this.emitChange(null, this.resultOf(group), group.keys);
          yield;
        }
      }
      if (this.closesAt(pane) <= to) this.panes.delete(pane.end);
    }
    this.due = END_WATERMARK;
    for (const pane of this.panes.values()) this.expect(pane);
  }

  save(): SavedAggregate {
    const panes = this.panesByEnd().map(({ start, end, groups }) => ({
      start,
      end,
      groups: groups.inArrivalOrder.map(({ keys, accumulators }) => ({
        keys,
        accumulators: accumulators.map((accumulator) => accumulator.save()),
      })),
    }));
    return { functions: this.functions, watermark: this.watermark, panes };
  }

  /** Throws if it is not the state of such an aggregate; it is to be used no more then. */
  load(saved: SavedAggregate): void {
    insist(saved.functions.join() === this.functions.join(), "the list of aggregates");
    insist(isWide(saved.watermark), "the watermark of an aggregate");
    this.watermark = saved.watermark;
    this.panes = new Map();
    this.due = END_WATERMARK;
    for (const { start, end, groups } of saved.panes) {
      insist(isWide(start) && isWide(end) && isPane(this.stage.window.window, { start, end }), "a window");
      insist(!this.panes.has(end), "the list of windows");
      const pane = this.openPane({ start, end });
      for (const group of groups) this.loadGroup(pane, group);
    }
  }

  private loadGroup({ groups }: OpenPane, { keys, accumulators }: SavedGroup): void {
    const { keys: columns } = this.stage.aggregate;
    const areKeys =
      keys.length === columns.length &&
      columns.every(({ type, nullable }, i) => (keys[i] === null ? nullable : isValueOf(type, keys[i])));
    insist(areKeys && groups.find(keys) === undefined, "the key of a group");
    const group = this.newGroup(keys);
    insist(accumulators.length === group.accumulators.length, "a group");
    group.accumulators.forEach((accumulator, i) => {
      accumulator.load(accumulators[i]!);
    });
    groups.add(keys, group);
  }

  private get functions(): readonly string[] {
    return this.stage.aggregate.aggregates.map(({ overload }) => overload);
  }

  /** Evaluates everything that a row says, for all of its panes, before any of it counts. */
  private contributionsOf(row: Row): readonly Contribution[] | Failure {
    const contributions: Contribution[] = [];
    for (const pane of panesOf(this.stage.window.window, this.timeOf(row))) {
      const paneRow = this.paneSteps([...row, pane.start, pane.end, pane.end - 1n]);
      if (paneRow instanceof Failure) return paneRow;
      if (paneRow === null) continue;
      const keys = evaluateAll(this.keys, paneRow);
      if (keys instanceof Failure) return keys;
      const args = evaluateAll(this.args, paneRow);
      if (args instanceof Failure) return args;
      contributions.push({ pane, keys: keys.map(canonicalKey), args });
    }
    return contributions;
  }

  private contribute({ pane, keys, args }: Contribution, slice: bigint): void {
    const { groups } = this.openPane(pane);
    let group = groups.find(keys);
    const hasFired = this.firesAt(pane) <= this.watermark;
    const before = hasFired && group !== undefined ? this.resultOf(group) : null;
    if (group === undefined) {
      group = this.newGroup(keys);
      groups.add(keys, group);
    }
    for (const [i, accumulator] of group.accumulators.entries()) {
      const value = args[i]!;
      if (value !== null) accumulator.add(value, slice);
    }
    if (hasFired) this.emitChange(before, this.resultOf(group), keys);
  }

  private openPane(pane: Pane): OpenPane {
    let open = this.panes.get(pane.end);
    if (open === undefined) {
      open = { ...pane, groups: new GroupTable() };
      this.panes.set(pane.end, open);
      this.expect(open);
    }
    return open;
  }

  private newGroup(keys: readonly Value[]): Group {
    return { keys, accumulators: this.accumulators.map((create) => create()) };
  }

  /** The row that leaves for a group: null if HAVING drops it, a failure if one of its values has none. */
  private resultOf({ keys, accumulators }: Group): Row | null | Failure {
    const { aggregates } = this.stage.aggregate;
    const results = accumulators.map((accumulator, i) => {
      const value = accumulator.result();
      return value instanceof Fault ? new Failure(value.code, aggregates[i]!.span) : value;
    });
    return this.resultSteps([...keys, ...results]);
  }

  /** What leaves when a group's result changes. One that failed counts as none, and is reported when it is new. */
  private emitChange(before: Row | null | Failure, after: Row | null | Failure, keys: readonly Value[]): void {
    const old = before instanceof Failure ? null : before;
    if (after instanceof Failure) {
      if (old !== null) this.results.emit(OP_DELETE, old, keys);
      this.results.outputError(after, keys);
    } else if (old === null) {
      if (after !== null) this.results.emit(OP_INSERT, after, keys);
    } else if (after === null) {
      this.results.emit(OP_DELETE, old, keys);
    } else if (!sameRow(old, after)) {
      this.results.emit(OP_UPDATE_BEFORE, old, keys);
      this.results.emit(OP_UPDATE_AFTER, after, keys);
    }
  }

  private timeOf(row: Row): bigint {
    return row[this.stage.window.time] as bigint;
  }

  private panesByEnd(): readonly OpenPane[] {
    return [...this.panes.values()].sort((a, b) => (a.end < b.end ? -1 : 1));
  }

  private firesAt(pane: Pane): bigint {
    return this.stage.aggregate.emit === "after-watermark" ? saturated(pane.end) : this.closesAt(pane);
  }

  private closesAt(pane: Pane): bigint {
    return saturated(pane.end + this.stage.aggregate.latenessUs);
  }

  private expect(pane: Pane): void {
    const firesAt = this.firesAt(pane);
    const next = firesAt > this.watermark ? firesAt : this.closesAt(pane);
    if (next < this.due) this.due = next;
  }
}

/** A row whose filter is not TRUE adds nothing, as NULL does, and its argument is not evaluated. */
function compileArgument({ arg, filter }: AggregateCall): Evaluate {
  const value = arg === null ? () => true : compile(arg);
  if (filter === null) return value;
  const passes = compile(filter);
  return (row) => {
    const counts = passes(row);
    if (counts instanceof Failure) return counts;
    return counts === true ? value(row) : null;
  };
}

function saturated(us: bigint): bigint {
  return us < END_WATERMARK ? us : END_WATERMARK;
}

/** Groups hold -0 as 0. */
function canonicalKey(key: Value): Value {
  return key === 0 ? 0 : key;
}

function sameRow(a: Row, b: Row): boolean {
  return a.every((value, i) => sameValue(value as Value, b[i] as Value));
}
