/**
 * Draws queries over a scenario, from the source up: plain selects, a window aggregate, a second one over its
 * `window_time`, plain selects on top; each below the last becomes a subquery, a view or a CTE.
 */
import { asFloat, asInteger, castDomain, integerDomain, sumsExactly, TIMESTAMP_DOMAIN } from "./domains.ts";
import { AGGREGATES, type AggregateOverload, aggregateOf } from "./function-table.ts";
import { ExprGenerator } from "./generate-expr.ts";
import type { Scenario } from "./generate-scenario.ts";
import { isConstant, type Typed, within } from "./guards.ts";
import type { Profile } from "./profiles.ts";
import {
  type AggregateSpec,
  type Domain,
  type EmitClause,
  type Expr,
  type Grouping,
  type GroupKey,
  type NamedSelect,
  type Projection,
  type QuerySpec,
  type Relation,
  type Select,
  type TypeKind,
  WINDOW_COLUMNS,
  WINDOW_SPELLINGS,
  type WindowColumn,
  type WindowSpec,
  type WindowSpelling,
} from "./query-spec.ts";
import type { Random } from "./random.ts";
import { isInteger, isWindowColumn, plainType } from "./typing.ts";

export function generateSpec(random: Random, profile: Profile, scenario: Scenario): QuerySpec {
  return new SpecGenerator(random, profile, scenario).spec();
}

/** What a select reads: named columns, one of which may be the event time. */
interface Scope {
  readonly relation: Relation;
  readonly columns: readonly Typed[];
  readonly time: string | null;
}

interface Drawn {
  readonly select: Select;
  /** The projections as columns of whatever reads the select. */
  readonly columns: readonly Typed[];
  readonly time: string | null;
}

class SpecGenerator {
  readonly #random: Random;
  readonly #profile: Profile;
  readonly #scenario: Scenario;
  readonly #named: NamedSelect[] = [];
  /** Rows that one group can add up, as a power of two; results of windows are more than rows. */
  #rowBits = 9;

  constructor(random: Random, profile: Profile, scenario: Scenario) {
    this.#random = random;
    this.#profile = {
      ...profile,
      depth: Math.min(
        profile.depth,
        random.weighted([
          [3, 1],
          [4, 2],
          [2, 3],
        ]),
      ),
    };
    this.#scenario = scenario;
  }

  spec(): QuerySpec {
    const random = this.#random;
    const flat = !this.#profile.guarded;
    const seed = random.next();
    const source = this.source();
    const windows =
      source.time === null || !(this.#profile.windowed || random.chance(0.85))
        ? 0
        : !flat && random.chance(0.15)
          ? 2
          : 1;
    const below = flat
      ? 0
      : random.weighted([
          [6, 0],
          [3, 1],
          [1, 2],
        ]);
    const above = windows > 0 && !flat && random.chance(0.25);
    const emit = this.emit(false);
    const lifted = above && random.chance(0.5);

    const steps: ((from: Scope) => Drawn)[] = [];
    for (let i = 0; i < (windows === 0 ? Math.max(1, below) : below); i++)
      steps.push((from) => this.plain(from, windows > 0, null));
    if (windows === 2) steps.push((from) => this.grouped(from, true, this.emit(true)));
    if (windows > 0) steps.push((from) => this.grouped(from, false, lifted ? null : emit));
    if (above) steps.push((from) => this.plain(from, false, lifted ? emit : null));

    const drawn = steps.slice(1).reduce((last, step) => step(this.wrap(last)), steps[0]!(source));
    const parens = random.chance(0.8) ? "minimal" : "full";
    return { seed, sources: this.#scenario.sources, named: this.#named, select: drawn.select, parens };
  }

  source(): Scope {
    const source = this.#scenario.sources[0]!;
    const columns = source.columns.map(
      ({ name, type, domain }): Typed => ({ expr: { kind: "column", type, name, spelling: 0 }, type, domain }),
    );
    return { relation: { kind: "source", name: source.name }, columns, time: source.watermark?.column ?? null };
  }

  /** Makes the select something to read from. */
  wrap({ select, columns, time }: Drawn): Scope {
    const random = this.#random;
    const forms = this.#named.some(({ form }) => form === "cte")
      ? (["subquery", "cte"] as const)
      : (["subquery", "view", "cte"] as const);
    const form = random.pick(forms);
    const name = `${random.pick(["v", "Part", "step"])}${this.#named.length + 1}`;
    if (form === "subquery") return { relation: { kind: "subquery", select, alias: name }, columns, time };
    this.#named.push({ name, form, select });
    return { relation: { kind: "named", name }, columns, time };
  }

  plain(from: Scope, keepTime: boolean, emit: EmitClause | null): Drawn {
    const random = this.#random;
    const generator = this.expressions(from.columns);
    const where = random.chance(0.55) ? this.condition(from.columns) : null;
    const base: Pick<Select, "from" | "where" | "group" | "emit"> = { from: from.relation, where, group: null, emit };
    if (random.chance(0.2)) {
      const projections = from.columns.map(({ expr }) => ({
        name: (expr as { name: string }).name,
        expr: { ...expr, spelling: 0 } as Expr,
      }));
      return { select: { ...base, projections, star: true }, columns: from.columns, time: from.time };
    }
    const names = new Names(random);
    const list: { name: string; typed: Typed }[] = [];
    let time: string | null = null;
    const timeColumn = from.columns.find(({ expr }) => expr.kind === "column" && expr.name === from.time);
    if (timeColumn !== undefined && (keepTime || random.chance(0.3))) {
      time = random.chance(0.7) ? names.take(from.time!) : names.fresh();
      list.push({ name: time, typed: timeColumn });
    }
    for (const column of random.sample(from.columns, random.between(1, from.columns.length))) {
      if (column !== timeColumn) list.push({ name: names.take((column.expr as { name: string }).name), typed: column });
    }
    const computed = list.length === 0 ? random.between(1, 3) : random.below(4);
    for (let i = 0; i < computed; i++) list.push({ name: names.fresh(), typed: generator.any(this.#profile.depth) });
    return this.drawn({ ...base, star: false }, random.shuffle(list), time);
  }

  drawn(
    select: Omit<Select, "projections">,
    list: readonly { name: string; typed: Typed }[],
    time: string | null,
  ): Drawn {
    const projections = list.map(({ name, typed }): Projection => ({ name, expr: typed.expr }));
    const columns = list.map(
      ({ name, typed }): Typed => ({ ...typed, expr: { kind: "column", type: typed.type, name, spelling: 0 } }),
    );
    return { select: { ...select, projections }, columns, time };
  }

  /** A window aggregate; `inner`: another will read its `window_time`. */
  grouped(from: Scope, inner: boolean, emit: EmitClause | null): Drawn {
    const random = this.#random;
    const nameOf = ({ expr }: Typed) => (expr as { name: string }).name;
    // A window column of the input's own input is ambiguous: it serves as time column, which stands for itself.
    const shown = WINDOW_COLUMNS.filter((column) => !from.columns.some((each) => nameOf(each) === column));
    const columns = from.columns.filter((each) => !isWindowColumn(nameOf(each)));
    const generator = this.expressions(columns);
    const where = random.chance(0.4) ? this.condition(columns) : null;
    const spec = this.window();
    const spelling: WindowSpelling = random.pick(
      from.relation.kind === "source" ? WINDOW_SPELLINGS : WINDOW_SPELLINGS.filter((each) => each !== "implicit"),
    );
    const listed = this.listed(spec, shown, inner);
    const keys = this.keys(generator, columns);
    const overflow = this.#profile.sumOverflow && !inner && random.chance(0.1);
    const aggregates = Array.from({ length: random.between(inner ? 1 : 0, 4) }, () =>
      this.aggregate(columns, overflow),
    );
    const group = (having: Expr | null): Grouping => ({
      window: { spec, time: from.time!, spelling, listed, wrapped: shown.length === 3 && random.chance(0.15) },
      keys: keys.map(({ key }) => key),
      aggregates: aggregates.map(({ aggregate }) => aggregate),
      having,
    });
    const leaves = this.groupLeaves(
      spelling === "group" || spelling === "implicit" || random.chance(0.1) ? shown : listed,
      keys,
      aggregates,
    );
    const plainOnly = overflow || !this.#profile.guarded;
    const having = !plainOnly && random.chance(0.3) ? this.condition(leaves) : null;
    const names = new Names(random);
    const list: { name: string; typed: Typed }[] = [];
    for (const leaf of leaves) {
      const { expr } = leaf;
      const must = expr.kind === "aggregate" || (expr.kind === "window" && inner && expr.column === "window_time");
      if (must || random.chance(expr.kind === "key" ? 0.85 : 0.6))
        list.push({ name: this.leafName(names, expr, keys, inner), typed: leaf });
    }
    const computed = plainOnly ? 0 : list.length === 0 ? 1 : random.below(3);
    const groupExpressions = this.expressions(leaves);
    for (let i = 0; i < computed; i++)
      list.push({ name: names.fresh(), typed: groupExpressions.any(this.#profile.depth) });
    if (list.length === 0) list.push({ name: names.fresh(), typed: leaves[0]! });
    const shuffled = random.shuffle(list);
    const time =
      shuffled.find(({ typed }) => typed.expr.kind === "window" && typed.expr.column === "window_time")?.name ?? null;
    if (inner) this.#rowBits = 13;
    const base = { from: from.relation, where, group: group(having), star: false, emit };
    const { select, columns: output } = this.drawn(base, shuffled, time);
    return {
      select: { ...select, group: { ...base.group, keys: this.respellKeys(base.group.keys, select, from) } },
      columns: output,
      time,
    };
  }

  /** Of an inner select only `window_time` may keep its name: the outer window has columns of these names too. */
  leafName(names: Names, expr: Expr, keys: readonly { key: GroupKey }[], inner: boolean): string {
    if (expr.kind === "window") {
      const keep = !inner || (expr.column === "window_time" && this.#random.chance(0.5));
      return keep ? names.take(expr.column) : names.fresh();
    }
    const key = expr.kind === "key" ? keys[expr.index]!.key.expr : null;
    return key?.kind === "column" && this.#random.chance(0.8) ? names.take(key.name) : names.fresh();
  }

  /** Ordinals and aliases, where a projection is just the key and its alias hides no input column. */
  respellKeys(keys: readonly GroupKey[], select: Select, from: Scope): GroupKey[] {
    const inputs = new Set(from.columns.map(({ expr }) => (expr as { name: string }).name.toLowerCase()));
    return keys.map((key, index) => {
      const shown = select.projections.find(({ expr }) => expr.kind === "key" && expr.index === index);
      if (shown === undefined || this.#random.chance(0.7)) return key;
      return {
        ...key,
        spelling: this.#random.chance(0.5) || inputs.has(shown.name.toLowerCase()) ? "ordinal" : "alias",
      };
    });
  }

  window(): WindowSpec {
    const random = this.#random;
    const { unitUs } = this.#scenario;
    const part = (n: bigint) => (unitUs / n > 0n ? unitUs / n : unitUs);
    const kind = random.pick(["tumble", "hop", "cumulate"] as const);
    const slideUs = random.weighted([
      [5, unitUs],
      [2, part(2n)],
      [1, unitUs * 2n],
      [1, unitUs * 3n],
    ]);
    const times = BigInt(
      random.weighted([
        [3, 1],
        [5, 2],
        [5, random.between(3, 6)],
        [0.3, 60],
      ] as const),
    );
    const uneven = kind === "hop" && random.chance(0.35) ? random.pick([slideUs / 2n, slideUs / 3n, 1n]) : 0n;
    const sizeUs = kind === "tumble" ? slideUs : slideUs * times + (uneven < slideUs ? uneven : 0n);
    const offsetUs = random.weighted([
      [5, 0n],
      [2, part(2n)],
      [1, -part(3n)],
      [1, sizeUs * 3n + 1n],
      [1, -1n],
    ]);
    return { kind, sizeUs, slideUs, offsetUs };
  }

  /** Which of the columns GROUP BY lists: one that tells windows apart, and `window_time` where it must be shown. */
  listed(spec: WindowSpec, shown: readonly WindowColumn[], inner: boolean): WindowColumn[] {
    const listed = shown.filter((column) => (inner && column === "window_time") || this.#random.chance(0.6));
    const enough = listed.some((column) => spec.kind !== "cumulate" || column !== "window_start");
    return enough ? listed : shown.filter((column) => column !== "window_time" || listed.includes(column));
  }

  keys(generator: ExprGenerator, columns: readonly Typed[]): { key: GroupKey; typed: Typed }[] {
    const random = this.#random;
    const count = random.weighted([
      [2, 0],
      [6, 1],
      [3, 2],
      [1, 3],
    ]);
    const keys: { key: GroupKey; typed: Typed }[] = [];
    for (let i = 0; i < count; i++) {
      const typed = random.chance(0.7) ? random.pick(columns) : generator.any(2);
      const twice = keys.some(({ key }) => fingerprint(key.expr) === fingerprint(typed.expr));
      if (!isConstant(typed.expr) && !twice) keys.push({ key: { expr: typed.expr, spelling: "expr" }, typed });
    }
    return keys;
  }

  aggregate(columns: readonly Typed[], overflow: boolean): { aggregate: AggregateSpec; typed: Typed } {
    const random = this.#random;
    const overload = random.weighted([
      [1, aggregateOf("count()")],
      [overflow ? 12 : 0, aggregateOf("sum(BIGINT)")],
      [6, random.pick(AGGREGATES)],
    ]);
    const filter = random.chance(0.25) ? this.condition(columns) : null;
    const type = plainType(overload.returns);
    const build = (arg: Typed | null, domain: Domain) => ({
      aggregate: { overload: overload.id, type, arg: arg?.expr ?? null, filter },
      typed: { expr: { kind: "aggregate", type, index: -1 } as Expr, type, domain },
    });
    if (overload.param === null) return build(null, integerDomain(0n, 10_000n));
    const arg = this.argument(overload, overload.param, columns, overflow, filter !== null);
    return arg === null ? this.aggregate(columns, overflow) : build(arg, this.resultDomain(overload, arg));
  }

  /** An argument whose sums neither round nor, unless `overflow`, leave BIGINT. */
  argument(
    { name }: AggregateOverload,
    param: TypeKind,
    columns: readonly Typed[],
    overflow: boolean,
    filtered: boolean,
  ): Typed | null {
    const random = this.#random;
    // A failing argument under FILTER: whether it is evaluated is the engine's choice of order, so it does not fail.
    const generator = this.expressions(columns, filtered || this.#profile.guarded);
    const kind: TypeKind =
      param === "DOUBLE" && name !== "count" && random.chance(0.25)
        ? name === "sum" || name === "avg"
          ? "REAL"
          : param
        : param;
    for (let tries = 0; tries < 6; tries++) {
      const arg = generator.of(kind, tries < 3 ? 2 : 1);
      if (name === "count" || name === "min" || name === "max") return arg;
      if (kind === "BIGINT" && overflow) return generator.huge();
      if (isInteger(kind)) return within(random, arg, 2n ** 49n);
      if (!this.#profile.exactSums || sumsExactly(castDomain(arg.domain, arg.type, plainType("DOUBLE")), this.#rowBits))
        return arg;
    }
    return null;
  }

  resultDomain({ name, param }: AggregateOverload, arg: Typed): Domain {
    if (name === "count") return integerDomain(0n, 10_000n);
    if (name === "min" || name === "max") return arg.domain;
    if (param === "DOUBLE") {
      const { low, bits, exact, special } = asFloat(castDomain(arg.domain, arg.type, plainType("DOUBLE")));
      if (name === "avg") return { kind: "float", low: low - 14, bits, exact: false, special };
      return { kind: "float", low: exact ? low : low - 53, bits: bits + this.#rowBits, exact, special };
    }
    const { min, max } = asInteger(arg.domain);
    if (name === "sum") return integerDomain(min * 8192n, max * 8192n);
    return { kind: "float", low: -14, bits: 64, exact: false, special: false };
  }

  /** The leaves of HAVING and projections. */
  groupLeaves(
    windowColumns: readonly WindowColumn[],
    keys: readonly { typed: Typed }[],
    aggregates: readonly { typed: Typed }[],
  ): Typed[] {
    const type = plainType("TIMESTAMP");
    return [
      ...windowColumns.map(
        (column): Typed => ({
          expr: { kind: "window", type, column, spelling: this.#random.below(3) },
          type,
          domain: TIMESTAMP_DOMAIN,
        }),
      ),
      ...keys.map(({ typed }, index): Typed => ({ ...typed, expr: { kind: "key", type: typed.type, index } })),
      ...aggregates.map(
        ({ typed }, index): Typed => ({ ...typed, expr: { kind: "aggregate", type: typed.type, index } }),
      ),
    ];
  }

  /** A predicate; about half are widened by a second one, or most queries would keep no row. */
  condition(leaves: readonly Typed[]): Expr {
    const random = this.#random;
    const generator = this.expressions(leaves);
    const first = generator.of("BOOLEAN", this.#profile.depth).expr;
    if (random.chance(0.4)) return first;
    const arg = random.pick(leaves).expr;
    const second: Expr = { kind: "is", negated: random.chance(0.8), arg, what: "NULL" };
    return {
      kind: "call",
      type: { kind: "BOOLEAN" },
      overload: "or(BOOLEAN,BOOLEAN)",
      args: random.shuffle([first, second]),
      spelling: 0,
    };
  }

  expressions(leaves: readonly Typed[], guarded = this.#profile.guarded): ExprGenerator {
    return new ExprGenerator(this.#random, { ...this.#profile, guarded }, leaves);
  }

  /** An EMIT clause, or null for none; `appendOnly` where another window reads the result. */
  emit(appendOnly: boolean): EmitClause | null {
    const random = this.#random;
    const { unitUs } = this.#scenario;
    const mode = random.pick(
      appendOnly
        ? (["none", "none", "on-window-close", "final"] as const)
        : (["none", "none", "on-window-close", "final", "after-watermark", "on-watermark"] as const),
    );
    const lateness = random.chance(this.#profile.late ? 0.75 : 0.45)
      ? random.pick([0n, unitUs / 2n, unitUs, unitUs * 4n])
      : null;
    const latenessUs = appendOnly && mode === "none" ? null : lateness;
    if (mode === "none" && latenessUs === null) return null;
    return { mode, latenessUs, latenessFirst: random.chance(0.3) };
  }
}

function fingerprint(expr: Expr): string {
  return JSON.stringify(expr, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

/** Output names of one select: different ones, letter case aside. */
class Names {
  readonly #random: Random;
  readonly #taken = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The name asked for, or another one if it is taken. */
  take(name: string): string {
    if (this.#taken.has(name.toLowerCase())) return this.fresh();
    this.#taken.add(name.toLowerCase());
    return name;
  }

  fresh(): string {
    return this.take(`${this.#random.pick(["n", "total", "Out", "x y"])}${this.#taken.size}`);
  }
}
