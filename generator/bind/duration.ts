/** Durations that the query fixes when it is built: window sizes, lateness, watermark delays. */

import type { Interval } from "../../runtime/plan.ts";
import { durationText, intervalUs, negated, readInterval } from "../catalog/literals.ts";
import { TIMESTAMP_US_MAX } from "../catalog/sql-type.ts";
import type { Expr, IntervalLiteral } from "../sql/ast.ts";
import type { Environment } from "./environment.ts";

/** Microseconds of an INTERVAL literal; null after reporting why it is none. `what` names the duration. */
export function durationOf(expr: Expr, what: string, env: Environment): bigint | null {
  const interval = constantInterval(expr, env);
  if (interval === null) return null;
  if (interval === "none") {
    const details = env.bag.error("MR3007", expr.span, { what, why: "not an interval that is known now" });
    if (expr.kind === "Number" && /^\d+$/.test(expr.text)) details.try(`INTERVAL '${expr.text}' SECOND`);
    return null;
  }
  const us = intervalUs(interval);
  if (us === null) {
    env.bag.error("MR3006", expr.span, { what });
    return null;
  }
  if (us > TIMESTAMP_US_MAX || us < -TIMESTAMP_US_MAX) {
    const why = `expected at most ${durationText(TIMESTAMP_US_MAX)}`;
    env.bag.error("MR2010", expr.span, { text: what, type: "duration", why });
    return null;
  }
  return us;
}

/** The value of an INTERVAL literal with any signs before it; `none` for anything else; null after reporting. */
function constantInterval(expr: Expr, env: Environment): Interval | "none" | null {
  if (expr.kind === "Bad") return null;
  if (expr.kind === "Interval") return intervalValue(expr, env);
  if (expr.kind !== "Unary" || expr.op === "NOT") return "none";
  const inner = constantInterval(expr.arg, env);
  return expr.op === "-" && inner !== null && inner !== "none" ? negated(inner) : inner;
}

export function intervalValue({ value, unit, textSpan }: IntervalLiteral, env: Environment): Interval | null {
  const reading = readInterval(value, unit);
  if (reading.ok) return reading.value;
  env.bag.error("MR2010", textSpan, { text: `'${value}'`, type: `INTERVAL ${unit}`, why: reading.why });
  return null;
}
