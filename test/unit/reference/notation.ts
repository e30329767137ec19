/**
 * The notation of case-bank.md §0, so that its rows stand in the tests as they stand there: `10@100` a value at a time,
 * `A:10@100` with a key, `W1000` a watermark, `∞` the end, `|` a batch boundary. Times are milliseconds.
 */
import {
  aggregateWindows,
  type Bounds,
  changesOf,
  type FixedWindow,
  type Item,
  type Law,
  type Line,
  lawAt,
  type Op,
  readSource,
  type Shown,
  type Verdict,
} from "../../reference/model.ts";

export interface Bid {
  readonly key: string;
  readonly value: number;
}

export interface Shape {
  readonly window: FixedWindow;
  readonly latenessMs: number;
  readonly mode: "on-window-close" | "after-watermark";
  readonly delayMs: number;
  /** HAVING. */
  readonly keep: (sum: number) => boolean;
  /** WHERE. */
  readonly where: (bid: Bid) => boolean;
}

/** `tumble 1000`, `tumble 1000 offset 200`, `hop 500 1000` (slide, size), `cumulate 60000 300000` (step, max). */
export function windowOf(text: string): FixedWindow {
  const match = /^(tumble|hop|cumulate) (\d+)(?: (\d+))?(?: offset (-?\d+))?/.exec(text)!;
  const [, kind, first, second, offset = "0"] = match;
  return {
    kind: kind as FixedWindow["kind"],
    slideUs: BigInt(first!) * 1000n,
    sizeUs: BigInt(second ?? first!) * 1000n,
    offsetUs: BigInt(offset) * 1000n,
  };
}

export function linesOf(input: string): Line<Bid>[] {
  const words = input.split(/\s+/).filter((word) => word !== "|");
  return words.map((word, i): Line<Bid> => {
    const after = i + 1;
    if (word === "∞") return { kind: "end", after };
    if (word.startsWith("W")) return { kind: "watermark", after, us: BigInt(word.slice(1)) * 1000n };
    const [, key = "", value, time] = /^(?:([^:]+):)?(-?\d+)@(-?\d+|NULL)$/.exec(word)!;
    const ts = time === "NULL" ? null : BigInt(time!) * 1000n;
    return { kind: "row", after, ts, row: { key, value: Number(value) } };
  });
}

export interface Sent {
  readonly after: number;
  readonly op: Op;
  readonly text: string;
  readonly sum: number;
}

export interface Outcome {
  readonly sent: readonly Sent[];
  readonly law: Law;
  readonly verdicts: readonly Verdict[];
  readonly open: number;
  /** What the operator hands on, watermarks included. */
  readonly items: readonly Item<Bid>[];
}

const ONE_DAY_MS = 86_400_000;

export function run(input: string | readonly Line<Bid>[], window: string, shape: Partial<Shape> = {}): Outcome {
  const lines = typeof input === "string" ? linesOf(input) : input;
  const source = readSource(lines, BigInt(shape.delayMs ?? ONE_DAY_MS) * 1000n);
  const outcome = runItems(source.items, window, shape);
  const rejected = source.malformed.map(({ after, code }): Verdict => ({ after, bucket: "malformed", code }));
  const verdicts = [...outcome.verdicts, ...rejected];
  return { ...outcome, verdicts, law: lawAt(verdicts, lines.length) };
}

/** A sum per key and window over what another operator sent. */
export function runItems(items: readonly Item<Bid>[], window: string, shape: Partial<Shape> = {}): Outcome {
  const result = aggregateWindows<Bid, { text: string; bid: Bid }>(
    {
      window: windowOf(window),
      mode: shape.mode ?? "on-window-close",
      latenessUs: BigInt(shape.latenessMs ?? 0) * 1000n,
      admit: (bid) => ((shape.where?.(bid) ?? true) ? { kind: "pass", group: bid.key } : { kind: "filtered" }),
      show: (rows, bounds): Shown<{ text: string; bid: Bid }> => {
        const sum = rows.reduce((total, { row }) => total + row.value, 0);
        if (!(shape.keep?.(sum) ?? true)) return { kind: "hidden" };
        const { key } = rows[0]!.row;
        return { kind: "row", row: { text: `${key}${printBounds(bounds)}=${sum}`, bid: { key, value: sum } } };
      },
      same: (a, b) => a.text === b.text,
    },
    items,
  );
  return {
    sent: changesOf(result).map(({ after, op, row }) => ({ after, op, text: row.text, sum: row.bid.value })),
    law: lawAt(result.verdicts, Number.MAX_SAFE_INTEGER),
    verdicts: result.verdicts,
    open: result.open,
    items: result.items.map((item): Item<Bid> => {
      return item.kind === "watermark" ? item : { kind: "row", after: item.after, ts: item.time, row: item.row.bid };
    }),
  };
}

export function printBounds({ start, end }: Bounds): string {
  return `[${start / 1000n},${end / 1000n})`;
}

/** The outcome as the bank writes it: `W1000: [0,1000)=60; W2000: – late=1`. */
export function printOutcome(input: string, { sent, law }: Outcome): string {
  const words = input.split(/\s+/).filter((word) => word !== "|");
  const steps = words.flatMap((word, i) => {
    if (!word.startsWith("W") && word !== "∞") return [];
    const rows = sent.filter(({ after }) => after === i + 1).map(({ text }) => text);
    return [`${word}: ${rows.length === 0 ? "–" : rows.join(" ")}`];
  });
  const late = law.late > 0 ? ` late=${law.late}` : "";
  const some = law.lateForSomeWindows > 0 ? ` lateForSomeWindows=${law.lateForSomeWindows}` : "";
  return `${steps.join("; ")}${late}${some}`;
}
