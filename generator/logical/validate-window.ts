/** Which windows exist. */
import type { SqlType, WindowSpec } from "../../runtime/plan.ts";

const DURATION_US_MAX = 2n ** 62n;

/** Zero or more, and within the range of times. */
export function isDuration(us: bigint): boolean {
  return typeof us === "bigint" && us >= 0n && us <= DURATION_US_MAX;
}

/** What is wrong with a window whose start has type `bounds` over a time of type `time`; null: nothing. */
export function windowFault(window: WindowSpec, bounds: SqlType | undefined, time: SqlType | undefined): string | null {
  const { sizeUs, offsetUs } = window;
  if (!isDuration(sizeUs) || sizeUs === 0n) return "a size that is not above zero";
  const steps = [sizeUs, offsetUs];
  let period = sizeUs;
  switch (window.kind) {
    case "tumble":
      break;
    case "hop":
      if (!isDuration(window.slideUs) || window.slideUs === 0n) return "a slide that is not above zero";
      if (window.slideUs > sizeUs) return "a slide beyond the size";
      period = window.slideUs;
      steps.push(window.slideUs);
      break;
    case "cumulate":
      if (!isDuration(window.stepUs) || window.stepUs === 0n) return "a step that is not above zero";
      if (sizeUs % window.stepUs !== 0n) return "a size that is no multiple of the step";
      steps.push(window.stepUs);
      break;
    default:
      return `no such window: ${String((window as { kind?: unknown }).kind)}`;
  }
  if (!isDuration(offsetUs) || offsetUs >= period) return "an offset outside the period";
  if (time?.kind !== "TIMESTAMP") return "a window over something that is no TIMESTAMP";
  const digits = Math.max(time.precision, ...steps.map(digitsOf));
  return bounds?.kind === "TIMESTAMP" && bounds.precision === digits ? null : `bounds need ${digits} digits`;
}

/** Digits of a second that a duration has. */
export function digitsOf(us: bigint): number {
  const fraction = `${us % 1_000_000n}`.replace("-", "").padStart(6, "0");
  return fraction.replace(/0+$/, "").length;
}
