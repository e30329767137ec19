/** One rule at a time over the plan of a query, printed a line per node, the result first. */

import { bind } from "../../../generator/bind/binder.ts";
import { DiagnosticBag } from "../../../generator/diagnostics/diagnostic.ts";
import { explainPlan } from "../../../generator/logical/explain.ts";
import { rewriteBottomUp } from "../../../generator/logical/tree.ts";
import { validatePlan } from "../../../generator/logical/validate.ts";
import { parse } from "../../../generator/sql/parser.ts";
import type { LogicalPlan, Output } from "../../../runtime/plan.ts";

const SCHEMA = `CREATE SOURCE s (a BIGINT NOT NULL, b BIGINT, n INTEGER, x DOUBLE, t TEXT, ok BOOLEAN,
  ts TIMESTAMP(3), WATERMARK FOR ts);
`;

interface Rule {
  readonly rewrite: (plan: LogicalPlan) => LogicalPlan;
}

/** As the binder makes it. */
export function planOf(sql: string): Output {
  const bag = new DiagnosticBag();
  const source = { file: "query.sql", text: SCHEMA + sql };
  const bound = bind([{ source, statements: parse(source, bag) }], "query", bag);
  if (bound === null) throw new Error(bag.items.map(({ message, label }) => `${message}: ${label}`).join("; "));
  return bound.plan;
}

/** The plan after `rules`, each applied bottom-up until it rests; every plan on the way is sound. */
export function rewritten(sql: string, ...rules: readonly Rule[]): LogicalPlan {
  return rules.reduce<LogicalPlan>(restOf, planOf(sql));
}

function restOf(plan: LogicalPlan, rule: Rule): LogicalPlan {
  const next = rewriteBottomUp(plan, rule.rewrite);
  const issues = validatePlan(next);
  if (issues.length > 0) throw new Error(JSON.stringify(issues));
  return next === plan ? plan : restOf(next, rule);
}

/** One line per node, without properties and places. */
export function printed(plan: LogicalPlan): readonly string[] {
  const lines = explainPlan(plan, () => "").split("\n");
  return lines.filter((line) => line !== "").map((line) => line.replace(/ {2}\[[^\]]*\] {2}$/, ""));
}

/** The condition of the first WHERE, or of HAVING, as SQL. */
export function conditionOf(plan: LogicalPlan): string {
  const line = printed(plan).find((each) => each.trimStart().startsWith("Filter"));
  return line?.trim().slice("Filter ".length) ?? "";
}

/** WHERE with this condition after the rules. */
export function conditionAfter(condition: string, ...rules: readonly Rule[]): string {
  return conditionOf(rewritten(`SELECT a FROM s WHERE ${condition}`, ...rules));
}
