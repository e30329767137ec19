/** What a spec and its events contain, as the rows of the coverage table. */
import type { SpecEvent } from "./events.ts";
import {
  chainOf,
  childrenOf,
  type Expr,
  type QuerySpec,
  type Select,
  type SpecType,
  sourceOf,
  typeOf,
} from "./query-spec.ts";
import { commonKindOf } from "./typing.ts";

/** Clauses and shapes of which every pair is counted. */
export const CLAUSES = [
  ...["tumble", "hop", "cumulate", "offset", "where", "having", "filter", "keys 0", "keys 1", "keys 2+"],
  ...[
    "no emit",
    "on-window-close",
    "final",
    "after-watermark",
    "lateness",
    "subquery",
    "view",
    "cte",
    "nested window",
    "select above",
  ],
];

/** Everything of the spec that is counted, each once. */
export function featuresOf(spec: QuerySpec, events: readonly SpecEvent[]): ReadonlySet<string> {
  const features = new Set<string>();
  const chain = chainOf(spec);
  const source = sourceOf(spec);
  features.add(`create:${source.create}`).add(`form:${spec.parens}`);
  for (const select of chain) addSelect(features, spec, select, events);
  addEvents(features, spec, events);
  const clauses = clausesOf(spec, chain);
  for (const a of clauses) for (const b of clauses) features.add(`pair:${a} + ${b}`);
  return features;
}

function addSelect(features: Set<string>, spec: QuerySpec, select: Select, events: readonly SpecEvent[]): void {
  if (select.star) features.add("form:star");
  if (select.where !== null) addExpr(features, select.where);
  for (const { expr } of select.projections) addExpr(features, expr);
  addEmit(features, select);
  const { group } = select;
  if (group === null) return;
  const { spec: window, spelling, wrapped } = group.window;
  features.add(`window:${window.kind} ${spelling}`);
  if (wrapped) features.add("window:wrapped");
  if (window.sizeUs % window.slideUs !== 0n) features.add("window:uneven hop");
  if (window.offsetUs < 0n) features.add("window:negative offset");
  if (window.offsetUs > window.sizeUs) features.add("window:offset beyond size");
  for (const { expr, spelling: keySpelling } of group.keys) {
    addExpr(features, expr);
    features.add(`key spelling:${keySpelling}`).add(`key:${typeOf(expr).kind}`);
    if (expr.kind === "column" && hasNull(spec, expr.name, events)) features.add(`NULL key:${typeOf(expr).kind}`);
  }
  for (const { overload, arg, filter } of group.aggregates) {
    features.add(`aggregate:${overload}`);
    if (filter !== null) features.add(`filtered:${overload}`);
    for (const expr of [arg, filter]) if (expr !== null) addExpr(features, expr);
  }
  if (group.having !== null) addExpr(features, group.having);
}

function addEmit(features: Set<string>, { emit, group }: Select): void {
  if (emit === null) {
    if (group !== null) features.add("emit:none");
    return;
  }
  features.add(`emit:${emit.mode}`);
  if (emit.latenessUs === null) features.add("emit:no lateness");
  else if (emit.latenessFirst) features.add("emit:lateness first");
}

function addExpr(features: Set<string>, expr: Expr): void {
  for (const child of childrenOf(expr)) addExpr(features, child);
  const form = (name: string, negated: boolean) => features.add(`form:${negated ? "not " : ""}${name}`);
  const common = (exprs: readonly Expr[]) => commonKindOf(exprs.map((each) => typeOf(each).kind))!;
  switch (expr.kind) {
    case "literal":
      addLiteral(features, expr.value === null, expr.form, expr.type);
      break;
    case "column":
      features.add(`spelling:column ${expr.spelling}`).add(`column:${expr.type.kind}`);
      break;
    case "window":
      features.add(`window column:${expr.column} ${expr.spelling}`);
      break;
    case "call":
      features.add(`overload:${expr.overload}`).add(`spelling:${expr.overload.split("(")[0]} ${expr.spelling}`);
      break;
    case "interval":
      features.add(`form:interval ${expr.months !== 0 ? "months" : expr.days !== 0 ? "days" : "us"}`);
      break;
    case "cast":
      features.add(`${expr.mode === "try" ? "try cast" : "cast"}:${typeOf(expr.arg).kind} ${expr.type.kind}`);
      break;
    case "case":
      features.add(`case:${expr.type.kind}`).add(`form:case ${expr.operand === null ? "searched" : "operand"}`);
      if (expr.otherwise === null) features.add("form:case without else");
      break;
    case "nullif":
      features.add(`nullif:${expr.type.kind}`);
      break;
    case "in":
      form("in", expr.negated);
      features.add(`overload:in(${[common([expr.arg, ...expr.list])].flatMap((kind) => [kind, kind]).join(",")}…)`);
      break;
    case "between":
      form("between", expr.negated);
      break;
    case "like":
      form("like", expr.negated);
      features.add("overload:like(TEXT,TEXT,TEXT)");
      if (expr.insensitive) features.add("form:ilike");
      if (expr.escape !== null) features.add(expr.escape === "" ? "form:like no escape" : "form:like escape");
      break;
    case "is":
      form(`is ${expr.what}`, expr.negated);
      if (expr.what === "NULL") features.add(`overload:is_null(${typeOf(expr.arg).kind})`);
      if (expr.what === "TRUE" || expr.what === "FALSE")
        features.add(`overload:is_${expr.what.toLowerCase()}(BOOLEAN)`);
      break;
    case "distinct": {
      form("distinct", expr.negated);
      const kind = common([expr.left, expr.right]);
      features.add(`overload:is_distinct_from(${kind},${kind})`);
      break;
    }
  }
}

function addLiteral(features: Set<string>, isNull: boolean, form: string, type: SpecType): void {
  if (isNull) features.add(`NULL literal:${type.kind}`);
  features.add(form === "bare" ? `literal:bare ${isNull ? "NULL" : "string"}` : `literal:${form}`);
}

function addEvents(features: Set<string>, spec: QuerySpec, events: readonly SpecEvent[]): void {
  const source = sourceOf(spec);
  const time = source.columns.findIndex(({ name }) => name === source.watermark?.column);
  const rows = events.flatMap((event) => (event.kind === "row" && event.source === source.name ? [event.values] : []));
  if (rows.length === 0) features.add("events:no rows");
  if (new Set(rows).size < rows.length) features.add("events:duplicate row");
  if (time >= 0) {
    const times = rows.map((row) => row[time] as bigint | null);
    if (times.includes(null)) features.add("events:NULL time");
    if (new Set(times).size < new Set(rows).size) features.add("events:tie");
    if (times.some((ts) => ts !== null && ts < 0n)) features.add("window:below 1970");
  }
  for (const event of events)
    if (event.kind === "watermark") features.add(`events:watermark ${event.source === null ? "all" : "one"}`);
  for (const { name, type } of source.columns)
    if (hasNull(spec, name, events)) features.add(`NULL column:${type.kind}`);
}

function hasNull(spec: QuerySpec, name: string, events: readonly SpecEvent[]): boolean {
  const source = sourceOf(spec);
  const at = source.columns.findIndex((column) => column.name === name);
  return events.some((event) => event.kind === "row" && event.source === source.name && event.values[at] === null);
}

function clausesOf(spec: QuerySpec, chain: readonly Select[]): string[] {
  const groups = chain.flatMap(({ group }) => (group === null ? [] : [group]));
  const top = chain.findIndex(({ group }) => group !== null);
  const clause = chain.slice(0, top + 1).find(({ emit }) => emit !== null)?.emit ?? null;
  const present: Record<string, boolean> = {
    offset: groups.some(({ window }) => window.spec.offsetUs !== 0n),
    where: chain.some(({ where }) => where !== null),
    having: groups.some(({ having }) => having !== null),
    filter: groups.some(({ aggregates }) => aggregates.some(({ filter }) => filter !== null)),
    "keys 0": groups.some(({ keys }) => keys.length === 0),
    "keys 1": groups.some(({ keys }) => keys.length === 1),
    "keys 2+": groups.some(({ keys }) => keys.length > 1),
    "no emit": groups.length > 0 && (clause === null || clause.mode === "none"),
    "on-window-close": clause?.mode === "on-window-close",
    final: clause?.mode === "final",
    "after-watermark": clause?.mode === "after-watermark" || clause?.mode === "on-watermark",
    lateness: clause?.latenessUs != null,
    subquery: chain.some(({ from }) => from.kind === "subquery"),
    view: spec.named.some(({ form }) => form === "view"),
    cte: spec.named.some(({ form }) => form === "cte"),
    "nested window": groups.length > 1,
    "select above": top > 0,
  };
  for (const { window } of groups) present[window.spec.kind] = true;
  return CLAUSES.filter((name) => present[name]);
}
