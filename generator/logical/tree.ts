/** The one traversal of plans and expressions. What a function leaves alone comes back as the same object. */
import type { AggregateCall, Expr, LogicalPlan, Value } from "../../runtime/plan.ts";
import { typeName } from "../catalog/sql-type.ts";
import { assertNever } from "../diagnostics/assert-never.ts";
import { branch } from "./expr.ts";

/** Sees plans, or parts of them, after a rule or a phase of that name. Tests validate there; a build looks at nothing. */
export type Inspect = (plan: LogicalPlan, after: string) => void;

/** The input of a node; a Scan has none. */
export function children(plan: LogicalPlan): readonly LogicalPlan[] {
  return plan.kind === "Scan" ? [] : [plan.input];
}

/** The node over `change(input)`. */
export function mapChildren<P extends LogicalPlan>(plan: P, change: (input: LogicalPlan) => LogicalPlan): P {
  if (plan.kind === "Scan") return plan;
  const input = change(plan.input);
  return input === plan.input ? plan : { ...plan, input };
}

/** Rewrites inputs before the nodes above them. */
export function rewriteBottomUp(plan: LogicalPlan, rewrite: (node: LogicalPlan) => LogicalPlan): LogicalPlan {
  return rewrite(mapChildren(plan, (input) => rewriteBottomUp(input, rewrite)));
}

/** Every node, the root first. */
export function* nodesOf(plan: LogicalPlan): Generator<LogicalPlan> {
  yield plan;
  for (const child of children(plan)) yield* nodesOf(child);
}

/** The expressions of one node, in the order in which it evaluates them. */
export function exprsOf(plan: LogicalPlan): readonly Expr[] {
  switch (plan.kind) {
    case "Filter":
      return [plan.predicate];
    case "Project":
      return plan.exprs;
    case "Aggregate":
      return [...plan.keys, ...plan.aggregates.flatMap((a) => [a.filter, a.arg].filter((expr) => expr !== null))];
    case "Scan":
    case "Window":
    case "Output":
      return [];
    default:
      return assertNever(plan, "plan node");
  }
}

/** The node with `change` applied to each of its expressions; inputs are left alone. */
export function mapExprs<P extends LogicalPlan>(plan: P, change: (expr: Expr) => Expr): P;
export function mapExprs(plan: LogicalPlan, change: (expr: Expr) => Expr): LogicalPlan {
  switch (plan.kind) {
    case "Filter": {
      const predicate = change(plan.predicate);
      return predicate === plan.predicate ? plan : { ...plan, predicate };
    }
    case "Project": {
      const exprs = mapEach(plan.exprs, change);
      return exprs === plan.exprs ? plan : { ...plan, exprs };
    }
    case "Aggregate": {
      const keys = mapEach(plan.keys, change);
      const aggregates = mapEach(plan.aggregates, (aggregate) => mapAggregate(aggregate, change));
      return keys === plan.keys && aggregates === plan.aggregates ? plan : { ...plan, keys, aggregates };
    }
    case "Scan":
    case "Window":
    case "Output":
      return plan;
    default:
      return assertNever(plan, "plan node");
  }
}

function mapAggregate(aggregate: AggregateCall, change: (expr: Expr) => Expr): AggregateCall {
  const filter = aggregate.filter === null ? null : change(aggregate.filter);
  const arg = aggregate.arg === null ? null : change(aggregate.arg);
  return filter === aggregate.filter && arg === aggregate.arg ? aggregate : { ...aggregate, filter, arg };
}

/** The operands, in the order in which they are evaluated. */
export function operands(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "Literal":
    case "Column":
      return [];
    case "Call":
      return expr.args;
    case "Cast":
      return [expr.arg];
    case "Case":
      return [...expr.whens.flatMap((w) => [w.when, w.then]), expr.otherwise];
    default:
      return assertNever(expr, "expression");
  }
}

/** Calls `visit` for the expression and all below it, the outermost first. */
export function visitExpr(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const operand of operands(expr)) visitExpr(operand, visit);
}

/** The expression with `change` applied to each operand; types are kept. */
export function mapOperands(expr: Expr, change: (operand: Expr) => Expr): Expr {
  switch (expr.kind) {
    case "Literal":
    case "Column":
      return expr;
    case "Call": {
      const args = mapEach(expr.args, change);
      return args === expr.args ? expr : { ...expr, args };
    }
    case "Cast": {
      const arg = change(expr.arg);
      return arg === expr.arg ? expr : { ...expr, arg };
    }
    case "Case": {
      const whens = mapEach(expr.whens, (w) => {
        const condition = change(w.when);
        const result = change(w.then);
        return condition === w.when && result === w.then ? w : branch(condition, result);
      });
      const otherwise = change(expr.otherwise);
      return whens === expr.whens && otherwise === expr.otherwise ? expr : { ...expr, whens, otherwise };
    }
    default:
      return assertNever(expr, "expression");
  }
}

/** Rewrites operands before the expressions around them. */
export function mapExpr(expr: Expr, change: (expr: Expr) => Expr): Expr {
  return change(mapOperands(expr, (operand) => mapExpr(operand, change)));
}

function mapEach<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = items.map(change);
  return changed.every((item, i) => item === items[i]) ? items : changed;
}

/** Whether two expressions over the same input compute the same; spans do not count. */
export function exprEquals(a: Expr, b: Expr): boolean {
  return a === b || exprKey(a) === exprKey(b);
}

/** Equal for expressions over the same input that compute the same, and different for all others. */
export function exprKey(expr: Expr): string {
  switch (expr.kind) {
    case "Literal":
      return `${typeName(expr.type)}:${valueKey(expr.value)}`;
    case "Column":
      return `#${expr.ordinal}`;
    case "Call":
      return `${expr.overload}[${expr.args.map(exprKey).join()}]`;
    case "Cast":
      return `${expr.mode}:${typeName(expr.type)}[${exprKey(expr.arg)}]`;
    case "Case": {
      const whens = expr.whens.map((w) => `${exprKey(w.when)}=>${exprKey(w.then)}`);
      return `case[${[...whens, exprKey(expr.otherwise)].join()}]`;
    }
    default:
      return assertNever(expr, "expression");
  }
}

/** -0 and 0 are two values, NaN is one. */
function valueKey(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : `${value}`;
  if (typeof value === "object" && value !== null) return `${value.months}m${value.days}d${value.us}`;
  return `${value}`;
}
