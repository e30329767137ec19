/**
 * What a query means in time, as definitions: watermarks, lateness, windows, what leaves at which step (sql.md §4–5,
 * settled.md "Time", case-bank.md §1–3). Values are no business of the model: a row brings an opaque payload, and the
 * query says what a set of rows of one group and window shows. It looks at every open window for every row, because
 * that is how the definitions read; nothing here is to be fast.
 */

/** `+` a row of an append stream; the others change a result that was sent before. */
export type Op = "+" | "+I" | "-U" | "+U" | "-D";

/** The end of all inputs: the watermark to which every window closes. */
export const END_OF_INPUT = 2n ** 63n - 1n;
/** Event times beyond it, on either side of 1970, are malformed. */
export const TIME_LIMIT_US = 2n ** 62n;

/** One input line. `after` is its number, counted from 1; `ts` in µs. */
export type Line<R> =
  | { readonly kind: "row"; readonly after: number; readonly ts: bigint | null; readonly row: R }
  | { readonly kind: "watermark"; readonly after: number; readonly us: bigint }
  | { readonly kind: "end"; readonly after: number };

/** What an operator reads and writes: rows with their event time, and promises that none before `us` will follow. */
export type Item<R> = TimedRow<R> | Watermark;

export interface TimedRow<R> {
  readonly kind: "row";
  readonly after: number;
  readonly ts: bigint;
  readonly row: R;
}

export interface Watermark {
  readonly kind: "watermark";
  readonly after: number;
  readonly us: bigint;
}

export interface Malformed {
  readonly after: number;
  readonly code: "NULL_EVENT_TIME" | "22008";
}

/**
 * The watermark of a source: max(ts) − delay over its rows and the explicit ones, never falling. Each row comes before
 * the watermark it causes, so it is judged by the rows before it. Rows without a usable time move nothing [C1].
 */
export function readSource<R>(
  lines: readonly Line<R>[],
  delayUs: bigint,
): { items: Item<R>[]; malformed: Malformed[] } {
  const items: Item<R>[] = [];
  const malformed: Malformed[] = [];
  let w: bigint | null = null;
  for (const line of lines) {
    let candidate: bigint;
    if (line.kind === "row") {
      const { after, ts, row } = line;
      if (ts === null || ts > TIME_LIMIT_US || ts < -TIME_LIMIT_US) {
        malformed.push({ after, code: ts === null ? "NULL_EVENT_TIME" : "22008" });
        continue;
      }
      items.push({ kind: "row", after, ts, row });
      candidate = ts - delayUs;
    } else candidate = line.kind === "end" ? END_OF_INPUT : line.us;
    if (w !== null && candidate <= w) continue;
    w = candidate;
    items.push({ kind: "watermark", after: line.after, us: w });
  }
  return { items, malformed };
}

/** In µs; `slideUs` is the slide of a hop, the step of a cumulate, the size of a tumble. Any offset is allowed. */
export interface FixedWindow {
  readonly kind: "tumble" | "hop" | "cumulate";
  readonly sizeUs: bigint;
  readonly slideUs: bigint;
  readonly offsetUs: bigint;
}

/** `[start, end)`. */
export interface Bounds {
  readonly start: bigint;
  readonly end: bigint;
}

/** The windows that a time belongs to, by ascending end [C2, C4]. */
export function windowsOf({ kind, sizeUs, slideUs, offsetUs }: FixedWindow, ts: bigint): Bounds[] {
  const windows: Bounds[] = [];
  if (kind === "cumulate") {
    const start = floorTo(ts, sizeUs, offsetUs);
    for (let end = start + slideUs; end <= start + sizeUs; end += slideUs) if (ts < end) windows.push({ start, end });
    return windows;
  }
  const last = floorTo(ts, slideUs, offsetUs);
  for (let start = last; start + sizeUs > ts; start -= slideUs) windows.unshift({ start, end: start + sizeUs });
  return windows;
}

/** The largest `offset + k · unit` that is not above `ts`. */
export function floorTo(ts: bigint, unit: bigint, offset: bigint): bigint {
  const past = (((ts - offset) % unit) + unit) % unit;
  return ts - past;
}

/** What becomes of a row before any window sees it: its filters, group keys and arguments are evaluated. */
export type Admission =
  | { readonly kind: "pass"; readonly group: string }
  | { readonly kind: "filtered" }
  | { readonly kind: "failed"; readonly code: string };

/** What the rows of one group and window show: a result, none (HAVING is not TRUE), or a value that failed. */
export type Shown<O> =
  | { readonly kind: "row"; readonly row: O }
  | { readonly kind: "hidden" }
  | { readonly kind: "failed"; readonly code: string };

export interface WindowQuery<R, O> {
  readonly window: FixedWindow;
  readonly mode: "on-window-close" | "after-watermark";
  readonly latenessUs: bigint;
  readonly admit: (row: R) => Admission;
  /** `rows` in arrival order, never empty. */
  readonly show: (rows: readonly { readonly ts: bigint; readonly row: R }[], window: Bounds) => Shown<O>;
  readonly same: (a: O, b: O) => boolean;
}

/** The bucket of one row, and the windows that had closed before it came although others had not. */
export type Verdict =
  | { readonly after: number; readonly bucket: "contributed"; readonly windowsMissed: number }
  | { readonly after: number; readonly bucket: "late"; readonly watermark: bigint }
  | { readonly after: number; readonly bucket: "filtered" }
  | { readonly after: number; readonly bucket: "malformed"; readonly code: string };

export interface Change<O> {
  readonly kind: "change";
  readonly after: number;
  readonly op: Op;
  readonly row: O;
  /** The last instant of the window: the event time of the result. */
  readonly time: bigint;
}

export interface WindowResult<O> {
  /** Changes and the operator's own watermarks, in order. */
  readonly items: readonly (Change<O> | Watermark)[];
  readonly verdicts: readonly Verdict[];
  readonly outputErrors: readonly { readonly after: number; readonly code: string }[];
  /** Windows with rows that are still open at the end. */
  readonly open: number;
}

interface Group<R, O> extends Bounds {
  readonly rows: { readonly ts: bigint; readonly row: R }[];
  /** The watermark has passed the end, so the result has been shown. */
  fired: boolean;
  /** What was sent and not taken back. */
  sent: O | null;
}

/** A windowed aggregate. Groups stand in order of the first row of the group in its window. */
export function aggregateWindows<R, O>(query: WindowQuery<R, O>, input: readonly Item<R>[]): WindowResult<O> {
  const items: (Change<O> | Watermark)[] = [];
  const verdicts: Verdict[] = [];
  const outputErrors: { after: number; code: string }[] = [];
  const groups = new Map<string, Group<R, O>>();
  let w: bigint | null = null;

  const isClosed = ({ end }: Bounds) => w !== null && w >= saturate(end + query.latenessUs);
  const send = (after: number, op: Op, group: Group<R, O>, row: O) =>
    items.push({ kind: "change", after, op, row, time: group.end - 1n });

  /** Shows the group as it is now, taking back what was sent before: −U before +U, nothing when they are the same. */
  const show = (after: number, group: Group<R, O>) => {
    const shown = query.show(group.rows, group);
    if (shown.kind === "failed") outputErrors.push({ after, code: shown.code });
    const before = group.sent;
    const now = shown.kind === "row" ? shown.row : null;
    group.sent = now;
    if (query.mode === "on-window-close") {
      if (now !== null) send(after, "+", group, now);
    } else if (before === null) {
      if (now !== null) send(after, "+I", group, now);
    } else if (now === null) send(after, "-D", group, before);
    else if (!query.same(before, now)) {
      send(after, "-U", group, before);
      send(after, "+U", group, now);
    }
  };

  const accept = (after: number, ts: bigint, row: R): Verdict => {
    const admission = query.admit(row);
    if (admission.kind === "filtered") return { after, bucket: "filtered" };
    if (admission.kind === "failed") return { after, bucket: "malformed", code: admission.code };
    const windows = windowsOf(query.window, ts);
    const open = windows.filter((window) => !isClosed(window));
    if (open.length === 0) return { after, bucket: "late", watermark: w! };
    for (const window of open) {
      const id = `${window.start} ${window.end} ${admission.group}`;
      let group = groups.get(id);
      if (group === undefined) {
        const fired = query.mode === "after-watermark" && w !== null && w >= window.end;
        group = { ...window, rows: [], fired, sent: null };
        groups.set(id, group);
      }
      group.rows.push({ ts, row });
      if (group.fired) show(after, group);
    }
    return { after, bucket: "contributed", windowsMissed: windows.length - open.length };
  };

  for (const item of input) {
    if (item.kind === "row") {
      verdicts.push(accept(item.after, item.ts, item.row));
      continue;
    }
    w = item.us;
    const due = query.mode === "on-window-close" ? isClosed : ({ end }: Bounds) => item.us >= end;
    // By (end, start, arrival of the group's first row) [C16]: sorting is stable and groups stand in that arrival order.
    for (const group of [...groups.values()].filter((each) => !each.fired && due(each)).sort(byEndThenStart)) {
      group.fired = true;
      show(item.after, group);
    }
    for (const [id, group] of groups) if (isClosed(group)) groups.delete(id);
    items.push({ kind: "watermark", after: item.after, us: outputWatermark(item.us, query.latenessUs) });
  }
  return { items, verdicts, outputErrors, open: groups.size };
}

/** Nothing earlier can come out of the aggregate any more [C17]. */
function outputWatermark(us: bigint, latenessUs: bigint): bigint {
  return us === END_OF_INPUT ? us : us - latenessUs;
}

function saturate(us: bigint): bigint {
  return us > END_OF_INPUT ? END_OF_INPUT : us;
}

function byEndThenStart(a: Bounds, b: Bounds): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
}

/** The results as rows for the next operator; they must be append-only. */
export function rowsOf<O>(result: WindowResult<O>): Item<O>[] {
  return result.items.map((item) => {
    if (item.kind === "watermark") return item;
    if (item.op !== "+") throw new Error("a window over a changelog is not in the language");
    return { kind: "row", after: item.after, ts: item.time, row: item.row };
  });
}

export function changesOf<O>(result: WindowResult<O>): Change<O>[] {
  return result.items.flatMap((item) => (item.kind === "change" ? [item] : []));
}

/** The conservation law's buckets (quality.md §9), and what stands beside them. */
export interface Law {
  readonly read: number;
  readonly contributed: number;
  readonly filtered: number;
  readonly late: number;
  readonly malformed: number;
  readonly lateForSomeWindows: number;
  readonly windowsMissed: number;
}

/** The buckets as they stand once the input line `after` has been read. */
export function lawAt(verdicts: readonly Verdict[], after: number): Law {
  const read = verdicts.filter((verdict) => verdict.after <= after);
  const count = (bucket: Verdict["bucket"]) => read.filter((verdict) => verdict.bucket === bucket).length;
  const missed = read.map((verdict) => (verdict.bucket === "contributed" ? verdict.windowsMissed : 0));
  return {
    read: read.length,
    contributed: count("contributed"),
    filtered: count("filtered"),
    late: count("late"),
    malformed: count("malformed"),
    lateForSomeWindows: missed.filter((windows) => windows > 0).length,
    windowsMissed: missed.reduce((sum, windows) => sum + windows, 0),
  };
}
