/**
 * SELECT -> Project(Filter having(Aggregate(Window(Filter where(…))))), each only where it is written.
 *
 * WHERE stands below the window unless it reads the window's columns: a row that it drops belongs to no window.
 */
import type { Expr, Field, LogicalPlan } from "../../runtime/plan.ts";
import { schemaOf } from "../catalog/schema.ts";
import { TEXT } from "../catalog/sql-type.ts";
import { firstWord, type Span } from "../diagnostics/span.ts";
import { column, literal } from "../logical/expr.ts";
import { deriveProperties } from "../logical/properties.ts";
import { visitExpr } from "../logical/tree.ts";
import type * as ast from "../sql/ast.ts";
import { bindAggregate } from "./bind-aggregate.ts";
import { bindExpr, bindPredicate } from "./bind-expr.ts";
import { bindFrom } from "./bind-from.ts";
import { bindGroupWindow, isWindowCall, windowKind } from "./bind-window.ts";
import type { Environment } from "./environment.ts";
import { AggregateList, type ExprScope, type GroupWindow, withoutAggregates } from "./expr-scope.ts";
import type { BoundRelation, From, Item, VisibleColumn } from "./relation.ts";
import { findColumn, isQualifier, type Scope } from "./scope.ts";

export function bindSelect(select: ast.Select, env: Environment): BoundRelation | null {
  if (select.from === null) {
    if (select.items.length > 0) {
      env.bag.error("MR4002", firstWord(select.span, "SELECT"), {
        construct: "SELECT without FROM",
        why: "a query reads a source",
      });
    }
    return null;
  }
  const read = bindFrom(select.from, env);
  if (read === null) return null;
  const filtered = bindWhere(select, read, env);
  const grouped = bindWindowOfGroup(select, filtered, env);
  if (grouped === null) return null;
  const { from, window } = grouped;

  if (select.groupBy?.keys.some((key) => key.kind === "Bad")) return unknownColumns(select, from);

  const aggregates = new AggregateList(from.plan.schema.length);
  const s: ExprScope = { env, scope: from.scope, aggregates, window };
  const items = bindItems(select, s);
  reportDuplicates(items, env);
  const having =
    select.having === null
      ? null
      : bindPredicate(select.having, "HAVING", { ...s, scope: withAliases(select, s.scope) });

  const isGrouped = select.groupBy !== null || select.having !== null || aggregates.calls.length > 0;
  if (!isGrouped) return project(select, from, items);
  const groups = bindAggregate(select, from, items, having, aggregates, s);
  return groups === null ? null : project(select, { ...from, plan: groups.plan, timing: null }, groups.items);
}

/** With a key in doubt nothing certain can be said about the columns but their names. */
function unknownColumns(select: ast.Select, from: From): BoundRelation {
  const items = select.items.map((item, i): Item => {
    const name = item.kind === "Star" ? `column${i + 1}` : (item.alias?.name ?? nameOf(item.expr, i, from.scope));
    return { name, expr: null, span: item.span };
  });
  return { ...project(select, { ...from, timing: null }, items), isWhole: false };
}

/** The same columns, and the names that people look for here in vain. */
function withAliases({ items }: ast.Select, scope: Scope): Scope {
  const aliases = items.flatMap((item) => (item.kind === "Item" && item.alias !== null ? [item.alias.name] : []));
  return { ...scope, aliases: new Set(aliases.map((alias) => alias.toLowerCase())) };
}

function bindWhere(select: ast.Select, from: From, env: Environment): From {
  const { where } = select;
  if (where === null) return from;
  const why = "WHERE picks rows before they are grouped; HAVING picks groups";
  const predicate = bindPredicate(
    where,
    "WHERE",
    withoutAggregates(env, withAliases(select, from.scope), "in WHERE", why),
  );
  if (predicate === null) return from;
  const { plan } = from;
  if (plan.kind === "Window" && !readsBeyond(predicate, plan.input.schema.length)) {
    return { ...from, plan: { ...plan, input: filter(plan.input, predicate) } };
  }
  return { ...from, plan: filter(plan, predicate) };
}

function filter(input: LogicalPlan, predicate: Expr): LogicalPlan {
  return { kind: "Filter", input, predicate, schema: input.schema, span: predicate.span };
}

function readsBeyond(expr: Expr, width: number): boolean {
  let found = false;
  visitExpr(expr, (part) => {
    if (part.kind === "Column" && part.ordinal >= width) found = true;
  });
  return found;
}

/** The window that GROUP BY names, put over the rows; null after reporting that it cannot be. */
function bindWindowOfGroup(
  { groupBy }: ast.Select,
  from: From,
  env: Environment,
): { readonly from: From; readonly window: GroupWindow | null } | null {
  const calls = (groupBy?.keys ?? []).filter(isWindowCall);
  const [call, second] = calls;
  if (call === undefined) return { from, window: null };
  if (second !== undefined) {
    const why = "a row of GROUP BY stands in one window";
    env.bag.error("MR2024", second.span, { name: second.name.name.toUpperCase(), problem: "is a second window", why });
  }
  const windowed = bindGroupWindow(call, windowKind(call.name.name)!, from, env);
  if (windowed?.plan.kind !== "Window") return null;
  const width = windowed.plan.schema.length;
  const { window: spec, time } = windowed.plan;
  const bounds = [width - 3, width - 2, width - 1] as const;
  return { from: windowed, window: { spec, time, input: from.scope, bounds } };
}

// ── The select list ───────────────────────────────────────────────────────────────────────────────────────────────

function bindItems({ items }: ast.Select, s: ExprScope): Item[] {
  return items.flatMap((item, i) => {
    if (item.kind === "Star") return expandStar(item.qualifier, item.span, s);
    return [bindItem(item.expr, item.alias?.name ?? nameOf(item.expr, i, s.scope), item.span, s)];
  });
}

function bindItem(expr: ast.Expr, name: string, span: Span, s: ExprScope): Item {
  const bound = bindExpr(expr, s);
  if (bound?.type.kind !== "INTERVAL") return { name, expr: bound, span };
  s.env.bag.error("MR2032", expr.span, { name });
  return { name, expr: null, span };
}

/** Every column in sight, in order. */
function expandStar(qualifier: ast.Ident | null, span: Span, { scope, env }: ExprScope): Item[] {
  if (qualifier !== null && !isQualifier(qualifier, scope, env)) return [];
  return scope.groups
    .flatMap((group) => group.columns)
    .map(({ name, ordinal, isBroken }) => ({
      name,
      expr: isBroken ? null : column(ordinal, scope.schema, span),
      span,
    }));
}

/** The name of an output column without AS: a column's own name, a function's name, else its position. */
function nameOf(expr: ast.Expr, position: number, scope: Scope): string {
  switch (expr.kind) {
    case "Name":
      return findColumn(expr.name, scope)?.name ?? expr.name.name;
    case "Call":
      return expr.name.name.toLowerCase();
    case "Extract":
      return "extract";
    case "Case":
      return "case";
    case "Cast":
      return nameOf(expr.arg, position, scope);
    default:
      return `column${position + 1}`;
  }
}

function reportDuplicates(items: readonly Item[], env: Environment): void {
  const first = new Map<string, Item>();
  for (const item of items) {
    const key = item.name.toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, item);
    else {
      const place = env.sources.place(other.span, item.span.file);
      const details = env.bag.error("MR2008", item.span, { name: item.name, place });
      if (other.span.start !== item.span.start) details.note("name one of them with AS");
    }
  }
}

/** The output columns; where a window is still open, its columns go along, unseen, for the query that groups by them. */
function project(select: ast.Select, from: From, items: readonly Item[]): BoundRelation {
  const { plan: input, scope, timing, depth } = from;
  const columns = items.map(({ name, expr }, ordinal): VisibleColumn => ({ name, ordinal, isBroken: expr === null }));
  const exprs = items.map(({ expr, span }) => expr ?? literal(null, TEXT, span));
  const hidden = hiddenColumns(input, exprs);
  const all = [...exprs, ...hidden];
  const names = [...items.map((item) => item.name), ...hidden.map((expr) => input.schema[expr.ordinal]!.name)];
  const schema: Field[] = schemaOf(all, names);
  const plan: LogicalPlan = { kind: "Project", input, exprs: all, schema, span: select.itemsSpan };
  // A star hands on what is unknown.
  const isWhole = select.isWhole && (scope.isWhole || !select.items.some(({ kind }) => kind === "Star"));
  return { plan, columns, timing, isWhole, depth: depth + 1 };
}

function hiddenColumns(input: LogicalPlan, exprs: readonly Expr[]) {
  const { window } = deriveProperties(input);
  if (!window?.isOpen) return [];
  return [window.start, window.end, window.time]
    .filter((same) => !exprs.some((expr) => expr.kind === "Column" && same.includes(expr.ordinal)))
    .flatMap(([ordinal]) => (ordinal === undefined ? [] : [column(ordinal, input.schema, input.span)]));
}
