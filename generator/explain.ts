/** Everything that was decided about a query, as text for people: `plan.txt` and `millrace explain`. */
import type { CompiledQuery } from "./compile.ts";
import type { Sources, Span } from "./diagnostics/span.ts";
import { explainPlan } from "./logical/explain.ts";
import { explainPhysical, explainState } from "./physical/explain.ts";

export const EXPLAIN_STAGES = ["logical", "normalized", "optimized", "physical", "state", "code"] as const;
export type ExplainStage = (typeof EXPLAIN_STAGES)[number];

/** The plan in its stages and the state, without the generated code. */
export function explainQuery(query: CompiledQuery, sources: Sources): string {
  return (["logical", "normalized", "optimized", "physical", "state"] as const)
    .map((stage) => `-- ${titleOf(query, stage)}\n${explainStage(query, sources, stage)}`)
    .join("\n");
}

export function explainStage(query: CompiledQuery, sources: Sources, stage: ExplainStage): string {
  const file = query.bound.plan.span.file;
  const place = (span: Span) => sources.place(span, file);
  switch (stage) {
    case "logical":
      return explainPlan(query.bound.plan, place);
    case "normalized":
      return explainPlan(query.normalized, place);
    case "optimized":
      return explainPlan(query.optimized, place);
    case "physical":
      return explainPhysical(query.physical, place);
    case "state":
      return explainState(query.physical);
    case "code":
      return [...query.emitted.files].map(([name, text]) => `// ${name}\n${text}`).join("\n");
  }
}

function titleOf({ fired }: CompiledQuery, stage: ExplainStage): string {
  if (stage !== "optimized") return stage;
  return fired.length === 0 ? "optimized: no rule applies" : `optimized by ${fired.join(", ")}`;
}
