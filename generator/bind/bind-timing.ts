/** EMIT and ALLOW LATENESS: they belong to the nearest window aggregate below the SELECT that says them. */
import type { Aggregate, EmitMode, LogicalPlan } from "../../runtime/plan.ts";
import { mapChildren } from "../logical/tree.ts";
import type * as ast from "../sql/ast.ts";
import { durationOf } from "./duration.ts";
import type { Environment } from "./environment.ts";
import type { BoundRelation } from "./relation.ts";

export function applyTiming(
  { emit, lateness }: ast.Select,
  relation: BoundRelation,
  env: Environment,
): BoundRelation | null {
  const clause = emit ?? lateness;
  if (clause === null) return relation;
  const latenessUs = lateness === null ? 0n : bindLateness(lateness, env);
  if (!hasAggregate(relation.plan)) {
    if (!relation.isWhole) return relation;
    env.bag.error("MR3008", clause.span, { clause: clauseName(clause) });
    return relation;
  }
  if (relation.timing !== null) {
    reportConflict(clause, relation.timing, env);
    return relation;
  }
  if (latenessUs === null) return relation;
  const timing = { emit: emit?.span ?? null, lateness: lateness?.span ?? null };
  const settle = (aggregate: Aggregate) => settled(aggregate, emit?.mode ?? null, latenessUs);
  return { ...relation, plan: mapAggregate(relation.plan, settle), timing };
}

/** FINAL drops late rows whatever the lateness says; without EMIT, lateness makes results that are corrected. */
function settled(aggregate: Aggregate, mode: ast.Emit["mode"] | null, latenessUs: bigint): Aggregate {
  if (mode === "final") return { ...aggregate, emit: "on-window-close", latenessUs: 0n };
  const byDefault: EmitMode = latenessUs === 0n ? "on-window-close" : "after-watermark";
  return { ...aggregate, emit: mode ?? byDefault, latenessUs };
}

function bindLateness({ interval }: ast.Lateness, env: Environment): bigint | null {
  const us = durationOf(interval, "the allowed lateness", env);
  if (us !== null && us < 0n) {
    env.bag.error("MR3010", interval.span, { what: "the allowed lateness" });
    return null;
  }
  return us;
}

function hasAggregate(plan: LogicalPlan): boolean {
  if (plan.kind === "Filter" || plan.kind === "Project") return hasAggregate(plan.input);
  return plan.kind === "Aggregate";
}

/** The plan with its nearest aggregate changed. */
function mapAggregate(plan: LogicalPlan, change: (aggregate: Aggregate) => Aggregate): LogicalPlan {
  return plan.kind === "Aggregate" ? change(plan) : mapChildren(plan, (input) => mapAggregate(input, change));
}

function reportConflict(
  clause: ast.Emit | ast.Lateness,
  { emit, lateness }: NonNullable<BoundRelation["timing"]>,
  env: Environment,
): void {
  const other = emit ?? lateness!;
  env.bag.error("MR2022", clause.span, {
    clause: clauseName(clause),
    other: emit !== null ? "EMIT" : "ALLOW LATENESS",
    place: env.sources.place(other, clause.span.file),
  });
}

function clauseName(clause: ast.Emit | ast.Lateness): string {
  return "mode" in clause ? "EMIT" : "ALLOW LATENESS";
}
