/**
 * Draws typed scalar expressions over given leaves. Overloads are drawn one by one, not by name, so that each type of
 * each function comes up.
 */
import { CASTS, guardCast, readsAsDate, triedDomain } from "./casts.ts";
import { asText, BOOLEAN_DOMAIN, castDomain, DATE_DOMAIN, integerDomain, TIMESTAMP_DOMAIN, union } from "./domains.ts";
import { COMPARABLE, OVERLOADS, type Overload, overloadOf, type ParamKind } from "./function-table.ts";
import { generateValue } from "./generate-value.ts";
import { buildCall, coerced, guardArguments, isConstant, type Typed } from "./guards.ts";
import type { Profile } from "./profiles.ts";
import { childrenOf, type Domain, type Expr, type SpecType, type TypeKind } from "./query-spec.ts";
import type { Random } from "./random.ts";
import { coerces, isFloat, isInteger, maxOf, minOf, plainType } from "./typing.ts";

export class ExprGenerator {
  readonly #random: Random;
  readonly #profile: Profile;
  readonly #leaves: readonly Typed[];
  readonly #calls: ReadonlyMap<TypeKind, readonly Overload[]>;

  constructor(random: Random, profile: Profile, leaves: readonly Typed[]) {
    this.#random = random;
    this.#profile = profile;
    this.#leaves = leaves;
    const allowed = OVERLOADS.filter(({ id, millrace }) => millrace.length > 0 && profile.allows(id));
    this.#calls = new Map(COMPARABLE.map((kind) => [kind, allowed.filter(({ returns }) => returns === kind)]));
  }

  /** An expression of exactly this kind. */
  of(kind: TypeKind, depth: number): Typed {
    const random = this.#random;
    const leaves = this.#leaves.filter(({ type }) => type.kind === kind);
    for (let tries = 0; depth > 0 && tries < 4; tries++) {
      const draw = random.weighted<() => Typed | null>([
        [leaves.length > 0 ? 3 : 0.5, () => null],
        [6, () => this.call(kind, depth - 1)],
        [kind === "BOOLEAN" ? 7 : 0, () => this.predicate(depth - 1)],
        [1.5, () => this.cast(kind, depth - 1)],
        [1.2, () => this.caseOf(kind, depth - 1)],
        [0.6, () => this.nullif(kind, depth - 1)],
      ]);
      const drawn = draw();
      if (drawn !== null) return drawn;
      if (random.chance(0.5)) break;
    }
    return this.leaf(kind, leaves);
  }

  /** Mostly something that reads a row: a leaf of the kind, or one converted to it. */
  leaf(kind: TypeKind, leaves: readonly Typed[]): Typed {
    const random = this.#random;
    if (random.chance(0.15) || this.#leaves.length === 0) return this.literal(kind);
    if (leaves.length > 0) return this.respell(random.pick(leaves));
    return this.cast(kind, 0, random.pick(this.#leaves)) ?? this.literal(kind);
  }

  /** A kind, mostly one that some leaf has. */
  kind(): TypeKind {
    const random = this.#random;
    return random.chance(0.75) && this.#leaves.length > 0
      ? random.pick(this.#leaves).type.kind
      : random.pick(COMPARABLE);
  }

  /** A leaf or more of any kind, for keys and projections. */
  any(depth: number): Typed {
    return this.of(this.kind(), depth);
  }

  literal(kind: TypeKind): Typed {
    const random = this.#random;
    const domain = literalDomain(random, kind);
    const type: SpecType = kind === "TEXT" && random.chance(0.1) ? { kind, maxLength: 5 } : plainType(kind);
    if (this.#profile.guarded && random.chance(0.05))
      return { expr: { kind: "literal", type, value: null, form: "typed" }, type, domain };
    const value = generateValue(random, { type, domain });
    const exact: Domain = typeof value === "bigint" ? integerDomain(value, value) : domain;
    return { expr: { kind: "literal", type, value, form: "typed" }, type, domain: exact };
  }

  /** A call of a drawn overload; null if its operands could not be bounded. */
  call(kind: TypeKind, depth: number): Typed | null {
    const overloads = this.#calls.get(kind)!;
    if (overloads.length === 0) return null;
    const leafKinds = new Set<ParamKind>(this.#leaves.map(({ type }) => type.kind));
    const close = overloads.filter(({ params }) => params.some((param) => leafKinds.has(param)));
    return this.callOf(this.#random.pick(close.length > 0 && this.#random.chance(0.7) ? close : overloads), depth);
  }

  callOf(overload: Overload, depth: number): Typed | null {
    const random = this.#random;
    const count = overload.variadic ? random.between(overload.params.length, 3) : overload.params.length;
    const args = this.arguments(overload, count, depth);
    if (!this.#profile.guarded && overload.errors.length > 0 && args.every(({ expr }) => isConstant(expr))) return null;
    const bounded = guardArguments(random, overload, args, this.#profile.guarded);
    return bounded && buildCall(random, overload, bounded, this.#profile.guarded);
  }

  /** Arguments for the parameters: one of each group of equal kinds is exact, others may be narrower, NULL or bare. */
  arguments(overload: Overload, count: number, depth: number): Typed[] {
    const random = this.#random;
    const kinds = Array.from({ length: count }, (_, i) => overload.params[Math.min(i, overload.params.length - 1)]!);
    const only =
      OVERLOADS.filter(({ name, params }) => name === overload.name && params.length === overload.params.length)
        .length === 1;
    const exact = random.below(kinds.length);
    const homogeneous = kinds.length > 1 && kinds.every((kind) => kind === kinds[0]);
    return kinds.map((kind, i) => {
      if (kind === "INTERVAL") return this.interval();
      // `NULL - date` might mean days as well as a date.
      if (homogeneous && i !== exact)
        return overload.name === "days_between" ? this.of(kind, depth) : this.beside(kind, depth);
      const narrower = COMPARABLE.filter((from) => from !== kind && coerces(from, kind));
      if (only && !homogeneous && random.chance(0.15) && narrower.length > 0)
        return this.of(random.pick(narrower), depth);
      return this.of(kind, depth);
    });
  }

  /** An operand next to one of exactly `kind`: it may be narrower, a bare NULL, a string or a decimal literal. */
  beside(kind: TypeKind, depth: number): Typed {
    const random = this.#random;
    // PostgreSQL folds a call with a constant NULL before its other argument can fail.
    if (this.#profile.guarded && random.chance(0.03)) {
      const type = plainType(kind);
      return { expr: { kind: "literal", type, value: null, form: "bare" }, type, domain: this.literal(kind).domain };
    }
    const narrower = COMPARABLE.filter((from) => from !== kind && coerces(from, kind));
    if (random.chance(0.2) && narrower.length > 0) return this.of(random.pick(narrower), depth);
    const operand = random.chance(0.3) ? this.literal(kind) : this.of(kind, depth);
    const { expr } = operand;
    if (
      kind === "DOUBLE" &&
      expr.kind === "literal" &&
      typeof expr.value === "number" &&
      isPlain(expr.value) &&
      random.chance(0.5)
    ) {
      return { ...operand, expr: { ...expr, form: "decimal" } };
    }
    return operand;
  }

  /** Half the range of BIGINT: two rows of it leave the range. */
  huge(): Typed {
    const type = plainType("BIGINT");
    const expr: Expr = { kind: "literal", type, value: 2n ** 62n, form: "typed" };
    const huge: Typed = { expr, type, domain: integerDomain(2n ** 62n, 2n ** 62n) };
    return buildCall(this.#random, overloadOf("coalesce(BIGINT,BIGINT…)"), [this.of("BIGINT", 1), huge], true)!;
  }

  interval(): Typed {
    const random = this.#random;
    const sign = random.chance(0.8) ? 1 : -1;
    const expr: Expr = random.pick<() => Expr>([
      () => ({ kind: "interval", months: sign * random.between(1, 120), days: 0, us: 0n }),
      () => ({ kind: "interval", months: 0, days: sign * random.between(1, 400), us: 0n }),
      () => ({
        kind: "interval",
        months: 0,
        days: 0,
        us: BigInt(sign) * random.pick([1n, 1500n, 500_000n, 1_000_000n, 90_000_000n, 7_200_000_000n]),
      }),
    ])();
    return { expr, type: { kind: "TIMESTAMP", precision: 6 }, domain: BOOLEAN_DOMAIN };
  }

  /** IN, BETWEEN, LIKE, IS, IS DISTINCT FROM: the forms with a syntax of their own. */
  predicate(depth: number): Typed {
    const random = this.#random;
    const negated = random.chance(0.4);
    const kind = this.kind();
    const expr = random.weighted<() => Expr>([
      [
        2,
        () => {
          const list = Array.from({ length: random.between(1, 4) }, () => this.stringly(this.member(kind), kind));
          return { kind: "in", negated, arg: this.of(kind, depth).expr, list };
        },
      ],
      [
        2,
        () => {
          const [low, high] = [this.beside(kind, 0), this.beside(kind, 0)].map((side) => this.stringly(side, kind));
          return { kind: "between", negated, arg: this.of(kind, depth).expr, low: low!, high: high! };
        },
      ],
      [this.#profile.allows("like(TEXT,TEXT,TEXT)") ? 2 : 0, () => this.like(negated, depth)],
      [
        2,
        () => {
          const what = random.pick(["NULL", "NULL", "TRUE", "FALSE", "UNKNOWN"] as const);
          return { kind: "is", negated, arg: this.of(what === "NULL" ? kind : "BOOLEAN", depth).expr, what };
        },
      ],
      [
        2,
        () => ({
          kind: "distinct",
          negated,
          left: this.of(kind, depth).expr,
          right: this.stringly(this.beside(kind, depth), kind),
        }),
      ],
    ])();
    return { expr, type: { kind: "BOOLEAN" }, domain: BOOLEAN_DOMAIN };
  }

  /** Of an IN list. How many of them are evaluated is nobody's promise, so where rows may fail it computes nothing. */
  member(kind: TypeKind): Typed {
    if (this.#profile.guarded) return this.beside(kind, 0);
    const leaves = this.#leaves.filter(({ type }) => type.kind === kind);
    return leaves.length > 0 && this.#random.chance(0.5) ? this.#random.pick(leaves) : this.literal(kind);
  }

  /** Sometimes a literal of the kind as a string, which takes its type from the other side. */
  stringly({ expr }: Typed, kind: TypeKind): Expr {
    if (expr.kind !== "literal" || kind === "TEXT" || expr.type.kind !== kind || !this.#random.chance(0.25))
      return expr;
    return { ...expr, form: "bare" };
  }

  like(negated: boolean, depth: number): Expr {
    const random = this.#random;
    const insensitive = random.chance(0.25);
    let arg = this.of("TEXT", depth);
    if (insensitive && asText(arg.domain).words === "unicode") arg = { ...this.literal("TEXT") };
    const form = random.weighted([
      [6, "plain"],
      [2, "escaped"],
      [2, "custom"],
      [1, "none"],
    ] as const);
    const pieces = ["a", "b", "abc", "_", "%", "", "A", "shared", ...(insensitive ? [] : ["é"])];
    const mark = { plain: "", escaped: "\\", custom: "!", none: "" }[form];
    const wildcard = mark + random.pick(["%", "_"]);
    const parts = [random.pick(pieces), random.pick(pieces), wildcard, random.chance(0.5) ? "%" : ""];
    const text = random.shuffle(parts).join("");
    const pattern: Expr = { kind: "literal", type: plainType("TEXT"), value: text, form: "typed" };
    const columns = this.#leaves.filter(
      ({ type, domain }) => type.kind === "TEXT" && asText(domain).words !== "unicode",
    );
    const dynamic = form === "plain" && random.chance(0.15) && columns.length > 0;
    return {
      kind: "like",
      negated,
      insensitive,
      arg: arg.expr,
      pattern: dynamic ? random.pick(columns).expr : pattern,
      escape: form === "custom" ? "!" : form === "none" ? "" : null,
    };
  }

  caseOf(kind: TypeKind, depth: number): Typed {
    const random = this.#random;
    const branches = random.between(1, 3);
    const results: Typed[] = [this.of(kind, depth)];
    for (let i = 1; i < branches + 1; i++) results.push(this.beside(kind, Math.min(depth, 1)));
    const shuffled = random.shuffle(results);
    const operandKind = random.chance(0.35) ? this.kind() : null;
    const operand = operandKind === null ? null : this.of(operandKind, Math.min(depth, 1)).expr;
    const whens = shuffled.slice(0, branches).map(({ expr }) => ({
      when: operandKind === null ? this.of("BOOLEAN", Math.min(depth, 1)).expr : this.beside(operandKind, 0).expr,
      result: expr,
    }));
    const otherwise = random.chance(0.75) ? shuffled[branches]!.expr : null;
    const typed = results.filter(({ expr }) => whens.some(({ result }) => result === expr) || otherwise === expr);
    const type = plainType(kind);
    if (!typed.some((result) => result.type.kind === kind && !isBare(result.expr))) return this.of(kind, 0);
    return {
      expr: { kind: "case", type, operand, whens, otherwise },
      type,
      domain: union(typed.map((result) => coerced(result, kind))),
    };
  }

  nullif(kind: TypeKind, depth: number): Typed {
    const left = this.of(kind, depth);
    const right = this.beside(kind, Math.min(depth, 1));
    return { ...left, expr: { kind: "nullif", type: left.type, left: left.expr, right: right.expr } };
  }

  /** A conversion to the kind, from a kind where it cannot fail, or by TRY_CAST. */
  cast(kind: TypeKind, depth: number, leaf?: Typed): Typed | null {
    const random = this.#random;
    const sources = CASTS.filter(([from, to]) => to === kind && this.#profile.casts(from, to));
    const reaches = ({ type }: Typed) => sources.some(([from]) => from === type.kind);
    if (sources.length === 0 || (leaf && !reaches(leaf))) return null;
    const dated = this.#leaves
      .filter(({ type, domain }) => type.kind === "TEXT" && readsAsDate(domain))
      .filter(reaches);
    const wanted =
      (kind === "DATE" || kind === "TIMESTAMP") && dated.length > 0 && random.chance(0.3) ? random.pick(dated) : leaf;
    const from = wanted?.type.kind ?? random.pick(sources)[0];
    let arg = wanted ?? this.of(from, depth);
    const mode = random.chance(0.3) ? "try" : "strict";
    const type: SpecType =
      kind === "TEXT"
        ? { kind, maxLength: random.chance(0.3) ? random.between(1, 8) : null }
        : kind === "TIMESTAMP"
          ? { kind, precision: random.pick([0, 3, 6]) }
          : { kind };
    if (isFloat(from) && kind === "TEXT" && mentionsGroup(arg.expr)) return null;
    if (this.#profile.guarded && mode === "strict") {
      const safe = guardCast(random, arg, kind);
      if (safe === null) return null;
      arg = safe;
    }
    if (!this.#profile.guarded && isConstant(arg.expr)) return null;
    if ((kind === "DATE" || kind === "TIMESTAMP") && !readsAsDate(arg.domain)) return null;
    const domain = castDomain(arg.domain, arg.type, type);
    const spelling = mode === "strict" && random.chance(0.4) ? 1 : 0;
    return {
      expr: { kind: "cast", type, mode, arg: arg.expr, spelling },
      type,
      domain: mode === "try" ? triedDomain(domain, arg, kind) : domain,
    };
  }

  respell(leaf: Typed): Typed {
    const { expr } = leaf;
    if (expr.kind === "column" && this.#random.chance(0.2))
      return { ...leaf, expr: { ...expr, spelling: this.#random.between(1, 4) } };
    if (expr.kind === "window") return { ...leaf, expr: { ...expr, spelling: this.#random.below(3) } };
    return leaf;
  }
}

function literalDomain(random: Random, kind: TypeKind): Domain {
  if (isInteger(kind)) {
    return random.weighted([
      [6, integerDomain(-10n, 10n)],
      [2, integerDomain(-100n, 100n)],
      [1, integerDomain(minOf(kind), maxOf(kind))],
    ]);
  }
  switch (kind) {
    case "BOOLEAN":
      return BOOLEAN_DOMAIN;
    case "DATE":
      return random.pick([DATE_DOMAIN, integerDomain(19_700n, 19_760n)]);
    case "TIMESTAMP":
      return random.pick([TIMESTAMP_DOMAIN, integerDomain(1_709_000_000_000_000n, 1_709_300_000_000_000n)]);
    case "TEXT":
      return { kind: "text", words: random.pick(["ascii", "digits"] as const), length: 24 };
    default:
      return { kind: "float", low: -2, bits: random.pick([3, 5, 10]), exact: true, special: false };
  }
}

/** 0.5 or 12.25: a literal that a decimal point, no exponent, writes. */
function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0) && !String(value).includes("e");
}

function isBare(expr: Expr): boolean {
  return expr.kind === "literal" && expr.form !== "typed";
}

/** Whether the expression reads a key or an aggregate, where the sign of a zero is anybody's choice. */
function mentionsGroup(expr: Expr): boolean {
  return expr.kind === "key" || expr.kind === "aggregate" || childrenOf(expr).some(mentionsGroup);
}
