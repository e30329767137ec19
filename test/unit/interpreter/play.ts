/** Runs a plan over an event script in the notation of the case bank and writes what came out in the same notation. */
import { type Counters, Interpreter } from "../../../runtime/interpreter/index.ts";
import type { Output, Value } from "../../../runtime/plan.ts";

/** A plan whose scan has the columns k TEXT, v BIGINT, ts. */
export interface Played {
  /** One entry per event that caused output, and per watermark: `W1000: [0,1000)=60`, `W1500: –`. */
  readonly story: string;
  readonly counters: Counters;
  readonly lateRows: readonly number[];
}

const OPS = ["+I", "-U", "+U", "-D"] as const;

/**
 * Script: `A:10@100` is a row of key A, value 10, time 100 ms; `10@100` has a NULL key, `A:_@100` a NULL value; `W1000`
 * a watermark; `∞` the end. `show` turns an output row into text; `signs` writes the op before it.
 */
export function play(
  plan: Output,
  script: string,
  show: (row: readonly Value[]) => string = showWindow,
  signs = false,
  afterEach: (interpreter: Interpreter) => Interpreter = (interpreter) => interpreter,
): Played {
  const entries: string[] = [];
  const lateRows: number[] = [];
  let written: string[] = [];
  const sink = {
    emit: (op: number, row: readonly Value[]) => written.push((signs ? OPS[op]! : "") + show(row)),
    late: (rowIndex: number) => lateRows.push(rowIndex),
    malformed: (_rowIndex: number, code: number) => written.push(`malformed ${code}`),
    outputError: (code: number, keys: readonly Value[]) => written.push(`error ${code} of ${keys.slice(3).join()}`),
  };
  let interpreter = new Interpreter(plan, sink);
  for (const event of script.split(" ")) {
    written = [];
    if (event.startsWith("W")) interpreter.advanceWatermark(BigInt(event.slice(1)) * 1000n);
    else if (event === "∞") interpreter.end();
    else interpreter.push(rowOf(event));
    if (written.length > 0 || event.startsWith("W")) entries.push(`${event}: ${written.join(" ") || "–"}`);
    interpreter = afterEach(interpreter);
  }
  return { story: entries.join("; "), counters: interpreter.counters, lateRows };
}

function rowOf(event: string): readonly Value[] {
  const [, key = null, value, ms] = /^(?:(\w+):)?(\S+)@(\S+)$/.exec(event)!;
  return [key, value === "_" ? null : BigInt(value!), ms === "_" ? null : BigInt(ms!) * 1000n];
}

/** `A[0,1000)=60` of a row window_start, window_end, window_time, k, value. */
export function showWindow([start, end, , key, value]: readonly Value[]): string {
  return `${key ?? ""}[${(start as bigint) / 1000n},${(end as bigint) / 1000n})=${value}`;
}
