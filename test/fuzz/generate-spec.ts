/**
 * Draws queries over a scenario, from the source up: plain selects, a window aggregate, a second one over its
 * `window_time`, a plain select on top; each below the last becomes a subquery, a view or a CTE.
 */
import { condition, type Drawing, expressions, Names, nameOf } from "./drawing.ts";
import { generateGroup } from "./generate-group.ts";
import type { Scenario } from "./generate-scenario.ts";
import type { Typed } from "./guards.ts";
import type { Profile } from "./profiles.ts";
import type { EmitClause, Expr, GroupKey, NamedSelect, QuerySpec, Relation, Select } from "./query-spec.ts";
import type { Random } from "./random.ts";
import { isWindowColumn } from "./typing.ts";

export function generateSpec(random: Random, profile: Profile, scenario: Scenario): QuerySpec {
  const depth = random.weighted<number>([
    [3, 1],
    [4, 2],
    [2, 3],
  ]);
  const shallow = { ...profile, depth: Math.min(profile.depth, depth) };
  return new SpecGenerator({ random, profile: shallow, unitUs: scenario.unitUs }, scenario).spec();
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

interface Item {
  readonly name: string;
  readonly typed: Typed;
}

class SpecGenerator {
  readonly #drawing: Drawing;
  readonly #scenario: Scenario;
  readonly #named: NamedSelect[] = [];

  constructor(drawing: Drawing, scenario: Scenario) {
    this.#drawing = drawing;
    this.#scenario = scenario;
  }

  spec(): QuerySpec {
    const { random } = this.#drawing;
    const seed = random.next();
    const source = this.source();
    const [first, ...others] = this.steps(source);
    const drawn = others.reduce((last, step) => step(this.wrap(last)), first!(source));
    const parens = random.chance(0.8) ? "minimal" : "full";
    return { seed, sources: this.#scenario.sources, named: this.#named, select: drawn.select, parens };
  }

  /** The selects from the source up. Without guards there is one: row errors are probed in single selects. */
  steps(source: Scope): ((from: Scope) => Drawn)[] {
    const { random, profile } = this.#drawing;
    const windowed = source.time !== null && (profile.windowed || random.chance(0.85));
    const emit = this.emit(false);
    if (!profile.guarded) {
      return [windowed ? (from) => this.grouped(from, "only", emit) : (from) => this.plain(from, false, null)];
    }
    const below = random.weighted<number>([
      [6, 0],
      [3, 1],
      [1, 2],
    ]);
    const plain = (from: Scope) => this.plain(from, windowed, null);
    const plains = Array<typeof plain>(windowed ? below : Math.max(1, below)).fill(plain);
    if (!windowed) return plains;
    const nested = random.chance(0.15);
    const above = random.chance(0.25);
    const lifted = above && random.chance(0.5);
    return [
      ...plains,
      ...(nested ? [(from: Scope) => this.grouped(from, "inner", this.emit(true))] : []),
      (from) => this.grouped(from, nested ? "outer" : "only", lifted ? null : emit),
      ...(above ? [(from: Scope) => this.plain(from, false, lifted ? emit : null)] : []),
    ];
  }

  source(): Scope {
    const source = this.#scenario.sources[0]!;
    const columns = source.columns.map(
      ({ name, type, domain }): Typed => ({ expr: { kind: "column", type, name, spelling: 0 }, type, domain }),
    );
    return { relation: { kind: "source", name: source.name }, columns, time: source.watermark?.column ?? null };
  }

  /** Makes the select something to read from. A view cannot read a common table expression. */
  wrap({ select, columns, time }: Drawn): Scope {
    const { random } = this.#drawing;
    const late = this.#named.some(({ form }) => form === "cte");
    const form = random.pick(late ? (["subquery", "cte"] as const) : (["subquery", "view", "cte"] as const));
    const name = `${random.pick(["v", "Part", "step"])}${this.#named.length + 1}`;
    if (form === "subquery") return { relation: { kind: "subquery", select, alias: name }, columns, time };
    this.#named.push({ name, form, select });
    return { relation: { kind: "named", name }, columns, time };
  }

  plain(from: Scope, keepTime: boolean, emit: EmitClause | null): Drawn {
    const { random, profile } = this.#drawing;
    const where = random.chance(0.55) ? condition(this.#drawing, from.columns) : null;
    const base = { from: from.relation, where, group: null, emit };
    if (random.chance(0.2)) {
      const projections = from.columns.map((column) => ({ name: nameOf(column), expr: column.expr }));
      return { select: { ...base, projections, star: true }, columns: from.columns, time: from.time };
    }
    const names = new Names(random);
    const list: Item[] = [];
    const timeColumn = from.columns.find((column) => nameOf(column) === from.time);
    if (timeColumn !== undefined && (keepTime || random.chance(0.3))) {
      list.push({ name: random.chance(0.7) ? names.take(from.time!) : names.fresh(), typed: timeColumn });
    }
    const time = list[0]?.name ?? null;
    for (const column of random.sample(from.columns, random.between(1, from.columns.length))) {
      if (column !== timeColumn) list.push({ name: names.take(nameOf(column)), typed: column });
    }
    const generator = expressions(this.#drawing, from.columns);
    const computed = list.length === 0 ? random.between(1, 3) : random.below(4);
    for (let i = 0; i < computed; i++) list.push({ name: names.fresh(), typed: generator.any(profile.depth) });
    return project({ ...base, star: false }, random.shuffle(list), time);
  }

  /** A window aggregate; `inner` is read by an `outer` one. */
  grouped(from: Scope, place: "only" | "inner" | "outer", emit: EmitClause | null): Drawn {
    const { random, profile } = this.#drawing;
    const inner = place === "inner";
    const { group, leaves, plain } = generateGroup(this.#drawing, {
      columns: from.columns,
      time: from.time!,
      overSource: from.relation.kind === "source",
      inner,
      // A scenario has at most 500 rows; there are more results of windows than rows.
      rowBits: place === "outer" ? 13 : 9,
    });
    const readable = from.columns.filter((column) => !isWindowColumn(nameOf(column)));
    const where = random.chance(0.4) ? condition(this.#drawing, readable) : null;
    const names = new Names(random);
    const list: Item[] = [];
    for (const typed of leaves) {
      const { expr } = typed;
      const must = expr.kind === "aggregate" || (inner && expr.kind === "window" && expr.column === "window_time");
      if (!must && !random.chance(expr.kind === "key" ? 0.85 : 0.6)) continue;
      list.push({ name: this.leafName(names, expr, group.keys, inner), typed });
    }
    const generator = expressions(this.#drawing, leaves);
    const computed = plain ? 0 : list.length === 0 ? 1 : random.below(3);
    for (let i = 0; i < computed; i++) list.push({ name: names.fresh(), typed: generator.any(profile.depth) });
    if (list.length === 0) list.push({ name: names.fresh(), typed: leaves[0]! });
    const shuffled = random.shuffle(list);
    const time = shuffled.find(({ typed: { expr } }) => expr.kind === "window" && expr.column === "window_time");
    const drawn = project({ from: from.relation, where, group, star: false, emit }, shuffled, time?.name ?? null);
    const keys = this.respell(group.keys, drawn.select, from);
    return { ...drawn, select: { ...drawn.select, group: { ...group, keys } } };
  }

  /** Of an inner select only `window_time` may keep its name: the outer window has columns of these names too. */
  leafName(names: Names, expr: Expr, keys: readonly GroupKey[], inner: boolean): string {
    const { random } = this.#drawing;
    if (expr.kind === "window") {
      const keep = !inner || (expr.column === "window_time" && random.chance(0.5));
      return keep ? names.take(expr.column) : names.fresh();
    }
    const key = expr.kind === "key" ? keys[expr.index]!.expr : null;
    return key?.kind === "column" && random.chance(0.8) ? names.take(key.name) : names.fresh();
  }

  /** Ordinals and aliases, where a projection is just the key and its alias hides no input column. */
  respell(keys: readonly GroupKey[], select: Select, from: Scope): GroupKey[] {
    const { random } = this.#drawing;
    const inputs = new Set(from.columns.map((column) => nameOf(column).toLowerCase()));
    return keys.map((key, index): GroupKey => {
      const shown = select.projections.find(({ expr }) => expr.kind === "key" && expr.index === index);
      if (shown === undefined || random.chance(0.7)) return key;
      const ordinal = random.chance(0.5) || inputs.has(shown.name.toLowerCase());
      return { ...key, spelling: ordinal ? "ordinal" : "alias" };
    });
  }

  /** An EMIT clause, or null for none; `appendOnly` where another window reads the result. */
  emit(appendOnly: boolean): EmitClause | null {
    const { random, profile, unitUs } = this.#drawing;
    const append = ["none", "none", "on-window-close", "final"] as const;
    const mode = random.pick(appendOnly ? append : ([...append, "after-watermark", "on-watermark"] as const));
    const lateness = random.pick([0n, unitUs / 2n, unitUs, unitUs * 4n]);
    const written = random.chance(profile.late ? 0.75 : 0.45) && !(appendOnly && mode === "none");
    if (mode === "none" && !written) return null;
    return { mode, latenessUs: written ? lateness : null, latenessFirst: random.chance(0.3) };
  }
}

function project(select: Omit<Select, "projections">, list: readonly Item[], time: string | null): Drawn {
  const projections = list.map(({ name, typed }) => ({ name, expr: typed.expr }));
  const columns = list.map(
    ({ name, typed }): Typed => ({ ...typed, expr: { kind: "column", type: typed.type, name, spelling: 0 } }),
  );
  return { select: { ...select, projections }, columns, time };
}
