import { agreesWithModel } from "../fuzz/judge.ts";
import { R1C, R1C_EXTREMES } from "../fuzz/profiles.ts";
import { judgeMany, SPECS_PER_SCENARIO } from "./agreement.ts";
import type { Gate } from "./gate.ts";

export const r1c: Gate = {
  id: "R1c",
  property: "event time means what the reference model says: watermarks, lateness, retractions",
  counts: { pr: 2000, full: 50_000 },
  async run(context) {
    const usual = await judgeMany(
      R1C,
      (engine, { spec, events }, options) => agreesWithModel(engine, spec, events, options),
      context,
    );
    const extremes = await judgeMany(
      R1C_EXTREMES,
      (engine, { spec, events }, options) => agreesWithModel(engine, spec, events, options),
      { ...context, count: Math.ceil(context.count / 10) },
      1 + SPECS_PER_SCENARIO,
    );
    return {
      cases: usual.cases + extremes.cases,
      failed: usual.failed + extremes.failed,
      absent: usual.absent === null || extremes.absent === null ? null : usual.absent,
      coverage: usual.coverage,
    };
  },
};
