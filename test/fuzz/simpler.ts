/** Specs one step simpler than a given one, for the reducer: a clause less, a part for the whole, a level less. */
import type { SpecEvent } from "./events.ts";
import {
  chainOf,
  type EmitClause,
  type Expr,
  type Grouping,
  type NamedSelect,
  type QuerySpec,
  type Relation,
  type Select,
  selectOf,
  typeOf,
} from "./query-spec.ts";
import { sameType } from "./typing.ts";

export interface Failing {
  readonly spec: QuerySpec;
  readonly events: readonly SpecEvent[];
}

/** Simpler pairs, boldest first. They may be malformed. */
export function* simplerPairs({ spec, events }: Failing): Generator<Failing> {
  for (const simpler of simplerSpecs(spec)) yield { spec: simpler, events };
  yield* withoutColumns({ spec, events });
}

function* simplerSpecs(spec: QuerySpec): Generator<QuerySpec> {
  const below = selectOf(spec, spec.select.from);
  if (below !== null) yield tidy({ ...spec, select: { ...below, emit: below.emit ?? spec.select.emit } });
  if (spec.sources.length > 1) {
    const read = chainOf(spec).at(-1)!.from;
    for (const { name } of spec.sources) {
      if (read.kind === "source" && read.name !== name)
        yield { ...spec, sources: spec.sources.filter((source) => source.name !== name) };
    }
  }
  if (spec.parens !== "minimal") yield { ...spec, parens: "minimal" };
  for (const select of simplerSelects(spec, spec.select)) yield tidy({ ...spec, select });
  for (const [i, named] of spec.named.entries()) {
    for (const select of simplerSelects(spec, named.select))
      yield tidy({ ...spec, named: spec.named.with(i, { ...named, select }) });
  }
}

/** Without the views and common table expressions that nothing reads. */
function tidy(spec: QuerySpec): QuerySpec {
  const reads = (select: Select): string[] => {
    if (select.from.kind === "subquery") return reads(select.from.select);
    return select.from.kind === "named" ? [select.from.name] : [];
  };
  const used = (each: NamedSelect) =>
    [spec.select, ...spec.named.map(({ select }) => select)].some((select) => reads(select).includes(each.name));
  const named = spec.named.filter(used);
  return named.length === spec.named.length ? spec : tidy({ ...spec, named });
}

function* simplerSelects(spec: QuerySpec, select: Select): Generator<Select> {
  const below = selectOf(spec, select.from);
  if (below !== null && below.group === null) {
    yield { ...select, from: below.from };
    yield merged(select, below);
  }
  if (select.from.kind === "named" && below !== null) {
    const from: Relation = { kind: "subquery", select: below, alias: "s" };
    yield { ...select, from };
  }
  if (select.from.kind === "subquery") {
    for (const inner of simplerSelects(spec, select.from.select))
      yield { ...select, from: { ...select.from, select: inner } };
  }
  if (select.where !== null) yield { ...select, where: null };
  if (select.emit !== null) {
    yield { ...select, emit: null };
    for (const emit of simplerEmits(select.emit)) yield { ...select, emit };
  }
  for (const i of select.projections.keys()) {
    if (select.projections.length > 1)
      yield { ...select, star: false, projections: select.projections.toSpliced(i, 1) };
  }
  if (select.group !== null) {
    for (const group of simplerGroups(select.group)) yield { ...select, group };
    yield* withoutUnused(select, select.group);
  }
  if (select.where !== null) for (const where of simplerExprs(select.where)) yield { ...select, where };
  for (const [i, projection] of select.projections.entries()) {
    for (const expr of simplerExprs(projection.expr))
      yield { ...select, star: false, projections: select.projections.with(i, { ...projection, expr }) };
  }
}

/** The select with the plain one it reads inlined: columns become what they stand for, both filters apply. */
function merged(select: Select, below: Select): Select {
  const standsFor = (name: string) => below.projections.find((projection) => projection.name === name)?.expr;
  const inline = (expr: Expr) =>
    rebuild(expr, (each) => (each.kind === "column" ? (standsFor(each.name) ?? each) : each));
  const optional = (expr: Expr | null) => expr && inline(expr);
  const { group } = select;
  const time = group === null ? undefined : standsFor(group.window.time);
  return {
    ...select,
    from: below.from,
    star: false,
    where: conjunction(below.where, optional(select.where)),
    projections: select.projections.map(({ name, expr }) => ({ name, expr: inline(expr) })),
    group: group && {
      ...group,
      window: time?.kind === "column" ? { ...group.window, time: time.name } : group.window,
      keys: group.keys.map((key) => ({ ...key, expr: inline(key.expr) })),
      aggregates: group.aggregates.map((each) => ({ ...each, arg: optional(each.arg), filter: optional(each.filter) })),
    },
  };
}

function conjunction(a: Expr | null, b: Expr | null): Expr | null {
  if (a === null || b === null) return a ?? b;
  return { kind: "call", type: { kind: "BOOLEAN" }, overload: "and(BOOLEAN,BOOLEAN)", args: [a, b], spelling: 0 };
}

function* simplerEmits(emit: EmitClause): Generator<EmitClause> {
  if (emit.latenessUs !== null) yield { ...emit, latenessUs: null };
  if (emit.latenessFirst) yield { ...emit, latenessFirst: false };
}

function* simplerGroups(group: Grouping): Generator<Grouping> {
  const { window } = group;
  const { spec } = window;
  if (group.having !== null) yield { ...group, having: null };
  if (window.spelling !== "call")
    yield { ...group, window: { ...window, spelling: "call", listed: ["window_start", "window_end"] } };
  if (window.wrapped) yield { ...group, window: { ...window, wrapped: false } };
  if (spec.offsetUs !== 0n) yield { ...group, window: { ...window, spec: { ...spec, offsetUs: 0n } } };
  if (spec.kind !== "tumble")
    yield { ...group, window: { ...window, spec: { ...spec, kind: "tumble", sizeUs: spec.slideUs } } };
  if (spec.sizeUs > spec.slideUs * 2n)
    yield { ...group, window: { ...window, spec: { ...spec, sizeUs: spec.slideUs * 2n } } };
  for (const [i, aggregate] of group.aggregates.entries()) {
    const as = (changed: Partial<typeof aggregate>) => ({
      ...group,
      aggregates: group.aggregates.with(i, { ...aggregate, ...changed }),
    });
    if (aggregate.filter !== null) {
      yield as({ filter: null });
      for (const filter of simplerExprs(aggregate.filter)) yield as({ filter });
    }
    if (aggregate.arg !== null) for (const arg of simplerExprs(aggregate.arg)) yield as({ arg });
  }
  for (const [i, key] of group.keys.entries()) {
    if (key.spelling !== "expr") yield { ...group, keys: group.keys.with(i, { ...key, spelling: "expr" }) };
    for (const expr of simplerExprs(key.expr)) yield { ...group, keys: group.keys.with(i, { ...key, expr }) };
  }
  if (group.having !== null) for (const having of simplerExprs(group.having)) yield { ...group, having };
}

/** Without a key or aggregate that nothing shows; the others move up. */
function* withoutUnused(select: Select, group: Grouping): Generator<Select> {
  for (const kind of ["key", "aggregate"] as const) {
    const list = kind === "key" ? group.keys : group.aggregates;
    for (const i of list.keys()) {
      const shift = (expr: Expr): Expr =>
        rebuild(expr, (each) => (each.kind === kind && each.index > i ? { ...each, index: each.index - 1 } : each));
      const shown = [...select.projections.map(({ expr }) => expr), ...(group.having === null ? [] : [group.having])];
      if (shown.some((expr) => mentions(expr, kind, i))) continue;
      yield {
        ...select,
        projections: select.projections.map(({ name, expr }) => ({ name, expr: shift(expr) })),
        group: {
          ...group,
          keys: kind === "key" ? group.keys.toSpliced(i, 1) : group.keys,
          aggregates: kind === "aggregate" ? group.aggregates.toSpliced(i, 1) : group.aggregates,
          having: group.having && shift(group.having),
        },
      };
    }
  }
}

function mentions(expr: Expr, kind: "key" | "aggregate", index: number): boolean {
  if (expr.kind === kind) return expr.index === index;
  return partsOf(expr).some(({ part }) => mentions(part, kind, index));
}

/** A part of the same type in place of the whole, a plain spelling, or the same of any part. */
function* simplerExprs(expr: Expr): Generator<Expr> {
  const parts = partsOf(expr);
  for (const { part } of parts) if (part.kind !== "interval" && sameType(typeOf(part), typeOf(expr))) yield part;
  if (expr.kind === "case" && expr.otherwise !== null && expr.whens.length > 1)
    yield { ...expr, whens: expr.whens.slice(0, -1) };
  if (expr.kind === "in" && expr.list.length > 1) yield { ...expr, list: expr.list.slice(0, -1) };
  if ("negated" in expr && expr.negated) yield { ...expr, negated: false };
  if ("spelling" in expr && expr.spelling !== 0) yield { ...expr, spelling: 0 };
  if (parts.length > 0 && typeOf(expr).kind === "BOOLEAN")
    yield { kind: "literal", type: { kind: "BOOLEAN" }, value: true, form: "typed" };
  for (const { part, put } of parts)
    for (const simpler of part.kind === "interval" ? [] : simplerExprs(part)) yield put(simpler);
}

interface Part {
  readonly part: Expr;
  /** The whole with another part in its place. */
  readonly put: (part: Expr) => Expr;
}

function partsOf(expr: Expr): Part[] {
  switch (expr.kind) {
    case "call":
      return expr.args.map((part, i) => ({ part, put: (arg) => ({ ...expr, args: expr.args.with(i, arg) }) }));
    case "cast":
    case "is":
      return [{ part: expr.arg, put: (arg) => ({ ...expr, arg }) }];
    case "case":
      return [
        ...(expr.operand === null
          ? []
          : [{ part: expr.operand, put: (operand: Expr): Expr => ({ ...expr, operand }) }]),
        ...expr.whens.flatMap(({ when, result }, i): Part[] => [
          { part: when, put: (part) => ({ ...expr, whens: expr.whens.with(i, { when: part, result }) }) },
          { part: result, put: (part) => ({ ...expr, whens: expr.whens.with(i, { when, result: part }) }) },
        ]),
        ...(expr.otherwise === null
          ? []
          : [{ part: expr.otherwise, put: (otherwise: Expr): Expr => ({ ...expr, otherwise }) }]),
      ];
    case "nullif":
    case "distinct":
      return [
        { part: expr.left, put: (left) => ({ ...expr, left }) },
        { part: expr.right, put: (right) => ({ ...expr, right }) },
      ];
    case "in":
      return [
        { part: expr.arg, put: (arg) => ({ ...expr, arg }) },
        ...expr.list.map((part, i): Part => ({ part, put: (each) => ({ ...expr, list: expr.list.with(i, each) }) })),
      ];
    case "between":
      return [
        { part: expr.arg, put: (arg) => ({ ...expr, arg }) },
        { part: expr.low, put: (low) => ({ ...expr, low }) },
        { part: expr.high, put: (high) => ({ ...expr, high }) },
      ];
    case "like":
      return [
        { part: expr.arg, put: (arg) => ({ ...expr, arg }) },
        { part: expr.pattern, put: (pattern) => ({ ...expr, pattern }) },
      ];
    default:
      return [];
  }
}

function rebuild(expr: Expr, change: (expr: Expr) => Expr): Expr {
  const rebuilt = partsOf(expr).reduce((whole, _, i) => {
    const { part, put } = partsOf(whole)[i]!;
    return put(rebuild(part, change));
  }, expr);
  return change(rebuilt);
}

/** Without a column of a source, in the declaration and in every row. */
function* withoutColumns({ spec, events }: Failing): Generator<Failing> {
  for (const [s, source] of spec.sources.entries()) {
    for (const [c, column] of source.columns.entries()) {
      if (column.name === source.watermark?.column || source.columns.length === 1) continue;
      yield {
        spec: { ...spec, sources: spec.sources.with(s, { ...source, columns: source.columns.toSpliced(c, 1) }) },
        events: events.map((event) =>
          event.kind === "row" && event.source === source.name
            ? { ...event, values: event.values.toSpliced(c, 1) }
            : event,
        ),
      };
    }
  }
}
