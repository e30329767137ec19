/** What follows from a plan without running it: kind of changelog, event time, windows and keys of its rows. */
import type { Aggregate, Expr, LogicalPlan, Project, Window, WindowSpec } from "../../runtime/plan.ts";
import { assertNever } from "../diagnostics/assert-never.ts";

export interface Properties {
  /** `retract`: rows may be taken back later. */
  readonly changelog: "append" | "retract";
  readonly eventTime: EventTime | null;
  readonly window: WindowColumns | null;
  /** Sets of ordinals; the rows that stand at one time differ in each. Empty: no key is known. */
  readonly keys: readonly (readonly number[])[];
}

/** The columns that carry the watermark, and how far it has fallen behind that of the sources. */
export interface EventTime {
  /** Ordinals, ascending, at least one. */
  readonly columns: readonly number[];
  /** The sum of the lateness of the aggregates below, µs. */
  readonly latenessUs: bigint;
}

/** Ordinals that hold the bounds of the nearest window; empty where they were dropped. */
export interface WindowColumns {
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly time: readonly number[];
  readonly spec: WindowSpec;
  /** No aggregate has gathered the rows yet: a row stands in it once for each window it belongs to. */
  readonly isOpen: boolean;
}

export function deriveProperties(plan: LogicalPlan): Properties {
  switch (plan.kind) {
    case "Scan": {
      const eventTime = plan.watermark === null ? null : { columns: [plan.watermark.column], latenessUs: 0n };
      return { changelog: "append", eventTime, window: null, keys: [] };
    }
    case "Filter":
    case "Output":
      return deriveProperties(plan.input);
    case "Project":
      return ofProject(plan, deriveProperties(plan.input));
    case "Window":
      return ofWindow(plan, deriveProperties(plan.input));
    case "Aggregate":
      return ofAggregate(plan, deriveProperties(plan.input));
    default:
      return assertNever(plan, "plan node");
  }
}

function ofProject({ exprs }: Project, input: Properties): Properties {
  const move = movedBy(exprs);
  const { eventTime, window } = input;
  const times = move(eventTime?.columns ?? []);
  return {
    changelog: input.changelog,
    eventTime: eventTime === null || times.length === 0 ? null : { ...eventTime, columns: times },
    window:
      window === null ? null : { ...window, start: move(window.start), end: move(window.end), time: move(window.time) },
    keys: input.keys
      .map((key) => key.map((ordinal) => move([ordinal])[0]))
      .filter((key): key is number[] => key.every((ordinal) => ordinal !== undefined)),
  };
}

function ofWindow({ window: spec, schema }: Window, input: Properties): Properties {
  const [start, end, time] = [schema.length - 3, schema.length - 2, schema.length - 1] as [number, number, number];
  return {
    changelog: input.changelog,
    eventTime: input.eventTime,
    window: { start: [start], end: [end], time: [time], spec, isOpen: true },
    keys: spec.kind === "tumble" ? input.keys : input.keys.map((key) => [...key, end]),
  };
}

function ofAggregate({ keys, emit, latenessUs }: Aggregate, input: Properties): Properties {
  const move = movedBy(keys);
  const window = input.window?.isOpen
    ? {
        start: move(input.window.start),
        end: move(input.window.end),
        time: move(input.window.time),
        spec: input.window.spec,
        isOpen: false,
      }
    : null;
  const times = window?.time ?? [];
  const late = (input.eventTime?.latenessUs ?? 0n) + latenessUs;
  return {
    changelog: emit === "after-watermark" ? "retract" : "append",
    eventTime: times.length === 0 ? null : { columns: times, latenessUs: late },
    window,
    keys: keysOfGroups(keys.length, window),
  };
}

/** Each of the window's columns tells its windows apart, the start of a cumulating one excepted. */
function keysOfGroups(keyCount: number, window: WindowColumns | null): number[][] {
  const all = Array.from({ length: keyCount }, (_, i) => i);
  if (window === null) return [all];
  const bounds = new Set([...window.start, ...window.end, ...window.time]);
  const others = all.filter((i) => !bounds.has(i));
  const telling = [window.spec.kind === "cumulate" ? [] : window.start, window.end, window.time];
  const keys = telling.filter((columns) => columns.length > 0).map((columns) => [columns[0]!, ...others]);
  return keys.length > 0 ? keys : [all];
}

/** From ordinals of the input to those of the expressions that hand them on unchanged. */
function movedBy(exprs: readonly Expr[]): (ordinals: readonly number[]) => number[] {
  return (ordinals) =>
    exprs.flatMap((expr, i) => (expr.kind === "Column" && ordinals.includes(expr.ordinal) ? [i] : []));
}
