/**
 * Whether a spec says something: names resolve, types fit, spellings have what they need. The generator's output must
 * pass, and the reducer keeps no candidate that does not.
 */
import { aggregateOf, overloadOf } from "./function-table.ts";
import { isConstant } from "./guards.ts";
import {
  chainOf,
  childrenOf,
  type Expr,
  type Grouping,
  type QuerySpec,
  type Select,
  type SpecType,
  selectOf,
  sourceOf,
  typeOf,
  WINDOW_COLUMNS,
} from "./query-spec.ts";
import { coerces, commonKindOf, sameType } from "./typing.ts";

/** What is wrong; empty: the spec is well formed. */
export function checkSpec(spec: QuerySpec): string[] {
  const faults: string[] = [];
  for (const select of chainOf(spec)) checkSelect(spec, select, faults);
  return faults;
}

/** The columns that the `from` of a select offers, by name. */
export function columnsBelow(spec: QuerySpec, select: Select): ReadonlyMap<string, SpecType> {
  const below = selectOf(spec, select.from);
  const list =
    below === null ? sourceOf(spec).columns : below.projections.map(({ name, expr }) => ({ name, type: typeOf(expr) }));
  return new Map(list.map(({ name, type }) => [name, type]));
}

/** The names under which the event time reaches the `from` of a select. */
function eventTimesOf(spec: QuerySpec, select: Select): readonly string[] {
  const below = selectOf(spec, select.from);
  if (below === null) {
    const { watermark } = sourceOf(spec);
    return watermark === null ? [] : [watermark.column];
  }
  const inner = below.group === null ? eventTimesOf(spec, below) : [];
  const carries = (expr: Expr) =>
    below.group === null
      ? expr.kind === "column" && inner.includes(expr.name)
      : expr.kind === "window" && expr.column === "window_time";
  return below.projections.filter(({ expr }) => carries(expr)).map(({ name }) => name);
}

function checkSelect(spec: QuerySpec, select: Select, faults: string[]): void {
  const columns = columnsBelow(spec, select);
  const { group, projections } = select;
  const names = projections.map(({ name }) => name.toLowerCase());
  if (projections.length === 0) faults.push("no projections");
  if (new Set(names).size < names.length) faults.push("an output name twice");
  if (select.star && projections.map(({ name }) => name).join() !== [...columns.keys()].join())
    faults.push("* is not all columns");
  if (select.where !== null) checkExpr(select.where, columns, null, faults);
  for (const { expr } of projections) checkExpr(expr, columns, group, faults);
  if (group === null) return;
  const { window } = group;
  if (!eventTimesOf(spec, select).includes(window.time)) faults.push(`${window.time} is not the event time`);
  if (window.listed.length === 0) faults.push("no window column listed");
  if (window.spelling === "implicit" && select.from.kind !== "source")
    faults.push("an implicit event time needs a source");
  for (const { expr } of group.keys) {
    checkExpr(expr, columns, null, faults);
    if (isConstant(expr)) faults.push("a constant key");
  }
  for (const { overload, arg, filter } of group.aggregates) {
    if (filter !== null) checkExpr(filter, columns, null, faults);
    if (arg !== null) checkExpr(arg, columns, null, faults);
    const { param } = aggregateOf(overload);
    if ((param === null) !== (arg === null)) faults.push(`${overload}: argument`);
    else if (arg !== null && !coerces(typeOf(arg).kind, param!)) faults.push(`${overload} of ${typeOf(arg).kind}`);
  }
  if (group.having !== null) checkExpr(group.having, columns, group, faults);
  checkWindowColumns(columns, select, group, faults);
}

/** A window column is ambiguous where the input has a column of its name; as time column the input's is meant. */
function checkWindowColumns(
  columns: ReadonlyMap<string, SpecType>,
  select: Select,
  group: Grouping,
  faults: string[],
): void {
  const taken: readonly string[] = WINDOW_COLUMNS.filter((column) => columns.has(column));
  const { window, keys, aggregates, having } = group;
  const isUsed = (expr: Expr | null): boolean => {
    if (expr === null) return false;
    if (expr.kind === "window") return taken.includes(expr.column);
    if (expr.kind === "column") return taken.includes(expr.name);
    return childrenOf(expr).some(isUsed);
  };
  const exprs = [
    ...[select.where, having, ...select.projections.map(({ expr }) => expr), ...keys.map(({ expr }) => expr)],
    ...aggregates.flatMap(({ arg, filter }) => [arg, filter]),
  ];
  if (exprs.some(isUsed) || window.listed.some((column) => taken.includes(column))) {
    faults.push("an ambiguous window column");
  }
  if (window.wrapped && taken.length > 0) faults.push("a window column twice");
}

/** With a `group` the expression stands over keys and aggregates, without one over columns. */
function checkExpr(expr: Expr, columns: ReadonlyMap<string, SpecType>, group: Grouping | null, faults: string[]): void {
  for (const child of childrenOf(expr)) checkExpr(child, columns, group, faults);
  const expected = (type: SpecType | undefined) => {
    if (type === undefined || !sameType(type, typeOf(expr))) faults.push(`${expr.kind}: no such leaf`);
  };
  switch (expr.kind) {
    case "column":
      if (group !== null) faults.push(`column ${expr.name} outside an aggregate`);
      expected(columns.get(expr.name));
      break;
    case "key":
      expected(group?.keys[expr.index] && typeOf(group.keys[expr.index]!.expr));
      break;
    case "aggregate":
      expected(group?.aggregates[expr.index]?.type);
      break;
    case "window":
      if (group === null) faults.push("a window column without a window");
      break;
    case "call":
      checkCall(expr, faults);
      break;
    case "in":
    case "between":
    case "distinct":
    case "nullif":
      if (commonKindOf(childrenOf(expr).map((child) => typeOf(child).kind)) === null)
        faults.push(`${expr.kind}: sides do not meet`);
      break;
    case "case":
      for (const branch of [
        ...expr.whens.map(({ result }) => result),
        ...(expr.otherwise === null ? [] : [expr.otherwise]),
      ]) {
        if (!coerces(typeOf(branch).kind, expr.type.kind)) faults.push("case: a branch of another type");
      }
      break;
    case "literal":
    case "interval":
    case "cast":
    case "is":
    case "like":
      break;
  }
}

function checkCall(expr: Extract<Expr, { kind: "call" }>, faults: string[]): void {
  const { params, variadic, millrace, returns } = overloadOf(expr.overload);
  if (expr.type.kind !== returns) faults.push(`${expr.overload}: type`);
  if (variadic ? expr.args.length < params.length : expr.args.length !== params.length)
    faults.push(`${expr.overload}: arity`);
  if (expr.spelling >= millrace.length) faults.push(`${expr.overload}: spelling`);
  expr.args.forEach((arg, i) => {
    const param = params[Math.min(i, params.length - 1)]!;
    const fits =
      param === "INTERVAL" ? arg.kind === "interval" : arg.kind !== "interval" && coerces(typeOf(arg).kind, param);
    if (!fits) faults.push(`${expr.overload}: argument ${i + 1}`);
  });
}
