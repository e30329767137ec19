/** Fixed windows on the time axis, in microseconds. Floor division throughout, so times before 1970 behave alike. */
import type { WindowSpec } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { floorModulo } from "./integers.ts";

/** One interval [start, end) of a window. Within one window no two panes have the same end. */
export interface Pane {
  readonly start: bigint;
  readonly end: bigint;
}

/** The panes that contain an instant, by ascending end; at least one. */
export function panesOf(window: WindowSpec, us: bigint): readonly Pane[] {
  switch (window.kind) {
    case "tumble": {
      const start = us - floorModulo(us - window.offsetUs, window.sizeUs);
      return [{ start, end: start + window.sizeUs }];
    }
    case "hop": {
      const panes: Pane[] = [];
      const lastStart = us - floorModulo(us - window.offsetUs, window.slideUs);
      for (let start = lastStart; start + window.sizeUs > us; start -= window.slideUs) {
        panes.push({ start, end: start + window.sizeUs });
      }
      return panes.reverse();
    }
    case "cumulate": {
      const panes: Pane[] = [];
      const start = us - floorModulo(us - window.offsetUs, window.sizeUs);
      for (let end = start + window.stepUs; end <= start + window.sizeUs; end += window.stepUs) {
        if (end > us) panes.push({ start, end });
      }
      return panes;
    }
    default:
      return assertNever(window, "window");
  }
}

/** How many panes contain an instant at most. */
export function panesPerRow(window: WindowSpec): bigint {
  switch (window.kind) {
    case "tumble":
      return 1n;
    case "hop":
      return (window.sizeUs + window.slideUs - 1n) / window.slideUs;
    case "cumulate":
      return window.sizeUs / window.stepUs;
    default:
      return assertNever(window, "window");
  }
}

/** Whether the window has such a pane. */
export function isPane(window: WindowSpec, { start, end }: Pane): boolean {
  const grid = window.kind === "hop" ? window.slideUs : window.sizeUs;
  const size = end - start;
  const isSize =
    window.kind === "cumulate"
      ? size > 0n && size <= window.sizeUs && size % window.stepUs === 0n
      : size === window.sizeUs;
  return isSize && floorModulo(start - window.offsetUs, grid) === 0n;
}

/**
 * The start of the slice that contains an instant: the longest piece in which all instants have the same panes. Its
 * edges are those of the panes.
 */
export function sliceOf(window: WindowSpec, us: bigint): bigint {
  switch (window.kind) {
    case "tumble":
      return us - floorModulo(us - window.offsetUs, window.sizeUs);
    case "hop": {
      const sinceStart = floorModulo(us - window.offsetUs, window.slideUs);
      const lastEnd = window.sizeUs % window.slideUs;
      return sinceStart < lastEnd ? us - sinceStart : us - sinceStart + lastEnd;
    }
    case "cumulate":
      return us - floorModulo(us - window.offsetUs, window.stepUs);
    default:
      return assertNever(window, "window");
  }
}
