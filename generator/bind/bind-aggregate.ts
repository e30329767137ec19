/**
 * GROUP BY -> Aggregate, with HAVING above it. The columns of the window come first among the keys, then the keys as
 * written. Above the aggregate, an expression is made of keys, aggregates and constants.
 */
import type { Aggregate, Expr, LogicalPlan } from "../../runtime/plan.ts";
import type { Field } from "../catalog/schema.ts";
import type { Span } from "../diagnostics/span.ts";
import { column } from "../logical/expr.ts";
import { printAggregate, printExpr } from "../logical/print-expr.ts";
import { deriveProperties, type WindowColumns } from "../logical/properties.ts";
import { exprKey, mapOperands, nodesOf } from "../logical/tree.ts";
import type * as ast from "../sql/ast.ts";
import { bindExpr } from "./bind-expr.ts";
import { isWindowCall } from "./bind-window.ts";
import type { Environment } from "./environment.ts";
import { type AggregateList, type ExprScope, withoutAggregates } from "./expr-scope.ts";
import type { From, Item } from "./relation.ts";
import { findColumn, identText } from "./scope.ts";

export interface Groups {
  readonly plan: LogicalPlan;
  /** The select list over `plan`. */
  readonly items: readonly Item[];
}

export function bindAggregate(
  select: ast.Select,
  from: From,
  items: readonly Item[],
  having: Expr | null,
  aggregates: AggregateList,
  s: ExprScope,
): Groups | null {
  const { env } = s;
  const keys = bindKeys(select, items, s);
  const isComplete = keys.every((key) => key !== null) && items.every((item) => item.expr !== null);
  const grouped = withWindow(
    keys.filter((key) => key !== null),
    from,
    s.window !== null,
  );
  if (grouped === null) {
    if (isComplete) reportNoWindow(select, from, aggregates, env);
    return null;
  }
  reportRetraction(select, from, aggregates, env);

  const { plan: input } = from;
  const names = input.schema.map((field) => field.name);
  const schema: Field[] = [
    ...grouped.map((key) => ({ name: printExpr(key, names), type: key.type, nullable: key.nullable })),
    ...aggregates.calls.map((call) => ({
      name: printAggregate(call, names),
      type: call.type,
      nullable: call.nullable,
    })),
  ];
  const plan: Aggregate = {
    kind: "Aggregate",
    input,
    keys: grouped,
    aggregates: aggregates.calls,
    emit: "on-window-close",
    latenessUs: 0n,
    schema,
    span: select.groupBy?.span ?? select.itemsSpan,
  };

  const lifter = new Lifter(grouped, input.schema, schema, select, isComplete ? env : null);
  const lifted = items.map((item) => ({ ...item, expr: item.expr && lifter.lift(item.expr) }));
  const predicate = having && lifter.lift(having);
  const filtered: LogicalPlan =
    predicate === null ? plan : { kind: "Filter", input: plan, predicate, schema, span: predicate.span };
  return { plan: filtered, items: lifted };
}

// ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The keys as written; null where one was reported. A window call is no key of its own. */
function bindKeys({ groupBy }: ast.Select, items: readonly Item[], s: ExprScope): (Expr | null)[] {
  return (groupBy?.keys ?? []).filter((key) => !isWindowCall(key)).map((key) => bindKey(key, items, s));
}

function bindKey(key: ast.Expr, items: readonly Item[], s: ExprScope): Expr | null {
  if (key.kind === "Number" || key.kind === "String" || key.kind === "Boolean" || key.kind === "Null") {
    return keyAt(key, items, s);
  }
  // As in PostgreSQL, a column of the input comes before a name given in SELECT.
  if (key.kind === "Name" && key.qualifier === null && findColumn(key.name, s.scope) === null) {
    const wanted = key.name.name.toLowerCase();
    const item = items.find(({ name }) => name.toLowerCase() === wanted);
    if (item !== undefined && !s.scope.byName.has(wanted)) return keyOfItem(item, key.span, s);
  }
  const why = "groups are made before they are aggregated";
  const bound = bindExpr(key, { ...withoutAggregates(s.env, s.scope, "in GROUP BY", why), window: s.window });
  if (bound?.type.kind !== "INTERVAL") return bound;
  s.env.bag.error("MR2021", key.span, { what: "an INTERVAL", why: "expected a column or an expression" });
  return null;
}

/** `GROUP BY 2` is the second output column; other constants are refused. */
function keyAt(
  key: ast.NumberLiteral | ast.StringLiteral | ast.BooleanLiteral | ast.NullLiteral,
  items: readonly Item[],
  s: ExprScope,
): Expr | null {
  const isPosition = key.kind === "Number" && /^\d+$/.test(key.text);
  const item = isPosition ? items[Number(key.text) - 1] : undefined;
  if (item !== undefined) return keyOfItem(item, key.span, s);
  // A list that broke off may have had the position.
  if (isPosition && items.some(({ expr }) => expr === null)) return null;
  const what = isPosition ? `position ${key.text}` : "a constant";
  const why = isPosition
    ? `expected a position from 1 to ${items.length}`
    : "expected a column, an expression or a position";
  s.env.bag.error("MR2021", key.span, { what, why });
  return null;
}

function keyOfItem({ expr }: Item, span: Span, { env, scope }: ExprScope): Expr | null {
  if (expr === null || !readsAggregate(expr, scope.schema.length)) return expr;
  env.bag.error("MR2021", span, { what: "an aggregate", why: "groups are made before they are aggregated" });
  return null;
}

/** Aggregates stand behind the columns of the input. */
function readsAggregate(expr: Expr, width: number): boolean {
  if (expr.kind === "Column") return expr.ordinal >= width;
  let found = false;
  mapOperands(expr, (operand) => {
    if (readsAggregate(operand, width)) found = true;
    return operand;
  });
  return found;
}

/** The columns of the open window, then the keys, each once; null if the keys hold no column that tells windows apart. */
function withWindow(keys: readonly Expr[], { plan }: From, isNamed: boolean): Expr[] | null {
  const { window } = deriveProperties(plan);
  if (!window?.isOpen) return null;
  const isBound = (expr: Expr) => expr.kind === "Column" && telling(window).includes(expr.ordinal);
  if (!isNamed && !keys.some(isBound)) return null;
  const bounds = [window.start, window.end, window.time].flatMap(([ordinal]) => {
    if (ordinal === undefined) return [];
    const written = keys.find((key) => key.kind === "Column" && key.ordinal === ordinal);
    return [written ?? column(ordinal, plan.schema, plan.span)];
  });
  const seen = new Set<string>();
  return [...bounds, ...keys].filter((key) => {
    const text = exprKey(key);
    return !seen.has(text) && seen.add(text);
  });
}

/** The columns that differ between any two windows: those of a cumulating window share their start. */
function telling({ spec, start, end, time }: WindowColumns): number[] {
  return [...(spec.kind === "cumulate" ? [] : start), ...end, ...time];
}

// ── Refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────

function reportNoWindow(select: ast.Select, from: From, aggregates: AggregateList, env: Environment): void {
  const { window, eventTime } = deriveProperties(from.plan);
  const { groupBy } = select;
  const span = groupBy?.span ?? aggregates.calls[0]?.span ?? select.having?.span ?? select.itemsSpan;
  const isOpen = window?.isOpen === true;
  const why = !isOpen
    ? "no result is ever final without a window; EMIT CHANGES is not part of this version"
    : window.spec.kind === "cumulate"
      ? "GROUP BY needs window_end or window_time: the windows share their start"
      : "GROUP BY needs window_start, window_end or window_time";
  const details = env.bag.error("MR4006", span, { why });
  const columns = from.scope.groups.flatMap((group) => group.columns);
  const time = columns.find(({ ordinal }) => eventTime?.columns.includes(ordinal));
  const end = columns.find(({ ordinal }) => window?.end.includes(ordinal));
  const key = isOpen ? end?.name : time && `TUMBLE(${identText(time.name)}, INTERVAL '10' SECOND)`;
  if (key === undefined || groupBy === null) return;
  const { file, end: at } = groupBy.span;
  details.try(`${env.sources.textOf(groupBy.span)}, ${key}`, [
    { span: { file, start: at, end: at }, text: `, ${key}` },
  ]);
}

/** Results that are taken back later cannot be aggregated again. */
function reportRetraction(select: ast.Select, from: From, aggregates: AggregateList, env: Environment): void {
  if (deriveProperties(from.plan).changelog === "append") return;
  const inner = [...nodesOf(from.plan)].find((node) => node.kind === "Aggregate");
  const span = select.groupBy?.span ?? aggregates.calls[0]?.span ?? select.itemsSpan;
  const details = env.bag.error("MR3009", span, {});
  if (inner !== undefined)
    details.note("the aggregate below emits after the watermark and corrects itself", inner.span);
  const { timing } = from;
  if (timing?.emit != null) {
    details.try("EMIT ON WINDOW CLOSE below", [{ span: timing.emit, text: "EMIT ON WINDOW CLOSE" }]);
  } else if (timing?.lateness != null) {
    const { file, start } = timing.lateness;
    details.try("EMIT ON WINDOW CLOSE below", [{ span: { file, start, end: start }, text: "EMIT ON WINDOW CLOSE " }]);
  }
}

// ── Above the aggregate ───────────────────────────────────────────────────────────────────────────────────────────

/** Rewrites expressions over the input (and the aggregates behind it) into expressions over the aggregate's output. */
class Lifter {
  readonly #ordinals: ReadonlyMap<string, number>;
  readonly #keyCount: number;
  readonly #input: readonly Field[];
  readonly #schema: readonly Field[];
  readonly #select: ast.Select;
  /** Null where an error in a key or an item would make others look wrong. */
  readonly #env: Environment | null;

  constructor(
    keys: readonly Expr[],
    input: readonly Field[],
    schema: readonly Field[],
    select: ast.Select,
    env: Environment | null,
  ) {
    this.#ordinals = new Map(keys.map((key, i) => [exprKey(key), i] as const));
    this.#keyCount = keys.length;
    this.#input = input;
    this.#schema = schema;
    this.#select = select;
    this.#env = env;
  }

  lift(expr: Expr): Expr | null {
    const key = this.#ordinals.get(exprKey(expr));
    if (key !== undefined) return column(key, this.#schema, expr.span);
    if (expr.kind === "Column") {
      if (expr.ordinal < this.#input.length) return this.#reportUngrouped(expr.ordinal, expr.span);
      return column(this.#keyCount + expr.ordinal - this.#input.length, this.#schema, expr.span);
    }
    let isWhole = true;
    const lifted = mapOperands(expr, (operand) => {
      const above = this.lift(operand);
      if (above === null) isWhole = false;
      return above ?? operand;
    });
    return isWhole ? lifted : null;
  }

  #reportUngrouped(ordinal: number, span: Span): null {
    const { name } = this.#input[ordinal]!;
    const details = this.#env?.bag.error("MR2015", span, { name });
    const { groupBy } = this.#select;
    if (groupBy === null) return null;
    const { file, end } = groupBy.span;
    details?.try(`add ${identText(name)} to GROUP BY`, [
      { span: { file, start: end, end }, text: `, ${identText(name)}` },
    ]);
    return null;
  }
}
