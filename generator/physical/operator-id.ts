/** Names of stateful operators that stay the same under unrelated edits: they come from meaning, never from position. */
import type { Expr, LogicalPlan, Window } from "../../runtime/plan.ts";
import { printExpr } from "../logical/print-expr.ts";

/** `revenue/tumble(orders.ts)/region`: the query, the window over its event time, the keys in alphabetical order. */
export function operatorId(
  queryName: string,
  { window, input, time }: Window,
  keys: readonly string[],
  print: (expr: Expr) => string,
): string {
  const { type, nullable } = input.schema[time]!;
  const over = print({ kind: "Column", ordinal: time, type, nullable, span: input.span });
  return `${queryName}/${window.kind}(${over})/${[...keys].sort().join(",")}`;
}

/** An expression with each column named by its relation: `orders.amount`, or a result column of a window below. */
export function printOverSource(expr: Expr, input: LogicalPlan, source: string): string {
  const isOfSource = !aggregatesBelow(input);
  return printExpr(
    expr,
    input.schema.map(({ name }) => (isOfSource ? `${source}.${name}` : name)),
  );
}

function aggregatesBelow(plan: LogicalPlan): boolean {
  return plan.kind === "Aggregate" || (plan.kind !== "Scan" && aggregatesBelow(plan.input));
}
