/**
 * A query as plain data, with every type decided: what the generator draws and what each judge prints or runs. Three
 * printers turn it into text; text is never translated. The data covers the language of this release and no more.
 */

export type IntegerKind = "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT";
export type FloatKind = "REAL" | "DOUBLE";
export type TypeKind = "BOOLEAN" | IntegerKind | FloatKind | "TEXT" | "DATE" | "TIMESTAMP";

export type SpecType =
  | { readonly kind: "BOOLEAN" | IntegerKind | FloatKind | "DATE" }
  /** `maxLength` null is TEXT, a number is VARCHAR(n) in code points. */
  | { readonly kind: "TEXT"; readonly maxLength: number | null }
  /** `precision`: fraction digits, 0 to 6. */
  | { readonly kind: "TIMESTAMP"; readonly precision: number };

/**
 * BOOLEAN boolean; every integer type, DATE (days since 1970-01-01) and TIMESTAMP (µs since then) bigint; REAL and
 * DOUBLE number; TEXT string; null is SQL NULL.
 */
export type Value = null | boolean | bigint | number | string;

/** What the values of an expression can be when they are not NULL. The generator's guards rest on it. */
export type Domain =
  | { readonly kind: "boolean" }
  /** Also DATE in days and TIMESTAMP in µs; both ends belong to it. */
  | { readonly kind: "integer"; readonly min: bigint; readonly max: bigint }
  /**
   * Magnitudes are 0 or lie in `[2^low, 2^bits)`. `exact`: multiples of `2^low`, so sums do not round while
   * `bits - low` stays within the mantissa. `special`: NaN, ±Infinity and −0 occur too.
   */
  | {
      readonly kind: "float";
      readonly low: number;
      readonly bits: number;
      readonly exact: boolean;
      readonly special: boolean;
    }
  /** `length`: at most so many code points. */
  | { readonly kind: "text"; readonly words: Words; readonly length: number };

/** `digits`: an integer of −99 to 99. `dates`: `YYYY-MM-DD`; `near-dates`: that, or nothing of the kind. */
export type Words = "digits" | "dates" | "near-dates" | "ascii" | "unicode";

export interface ColumnSpec {
  /** As declared; quoted in SQL where it is not a plain lower-case word. */
  readonly name: string;
  readonly type: SpecType;
  readonly nullable: boolean;
  readonly domain: Domain;
}

export interface SourceSpec {
  readonly name: string;
  readonly create: "SOURCE" | "STREAM" | "TABLE";
  readonly columns: readonly ColumnSpec[];
  readonly watermark: { readonly column: string; readonly delayUs: bigint } | null;
}

/** `spelling` picks one of the ways to write the node in millrace SQL; 0 is the plainest. It never changes meaning. */
export type Expr =
  | {
      readonly kind: "literal";
      readonly type: SpecType;
      readonly value: Value;
      /** `bare`: NULL, or a string that takes its type from the other side; `decimal`: 0.5 beside a DOUBLE. */
      readonly form: "typed" | "bare" | "decimal";
    }
  | { readonly kind: "column"; readonly type: SpecType; readonly name: string; readonly spelling: number }
  /** In HAVING and the projections of a grouped select only. */
  | { readonly kind: "key"; readonly type: SpecType; readonly index: number }
  | { readonly kind: "aggregate"; readonly type: SpecType; readonly index: number }
  | { readonly kind: "window"; readonly type: SpecType; readonly column: WindowColumn; readonly spelling: number }
  | {
      readonly kind: "call";
      readonly type: SpecType;
      readonly overload: string;
      readonly args: readonly Expr[];
      readonly spelling: number;
    }
  | { readonly kind: "interval"; readonly months: number; readonly days: number; readonly us: bigint }
  | {
      readonly kind: "cast";
      readonly type: SpecType;
      readonly mode: "strict" | "try";
      readonly arg: Expr;
      readonly spelling: number;
    }
  | {
      readonly kind: "case";
      readonly type: SpecType;
      readonly operand: Expr | null;
      readonly whens: readonly { readonly when: Expr; readonly result: Expr }[];
      readonly otherwise: Expr | null;
    }
  | { readonly kind: "nullif"; readonly type: SpecType; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "in"; readonly negated: boolean; readonly arg: Expr; readonly list: readonly Expr[] }
  | { readonly kind: "between"; readonly negated: boolean; readonly arg: Expr; readonly low: Expr; readonly high: Expr }
  | {
      readonly kind: "like";
      readonly negated: boolean;
      readonly insensitive: boolean;
      readonly arg: Expr;
      readonly pattern: Expr;
      readonly escape: string | null;
    }
  | {
      readonly kind: "is";
      readonly negated: boolean;
      readonly arg: Expr;
      readonly what: "NULL" | "TRUE" | "FALSE" | "UNKNOWN";
    }
  | { readonly kind: "distinct"; readonly negated: boolean; readonly left: Expr; readonly right: Expr };

export type WindowColumn = "window_start" | "window_end" | "window_time";
export const WINDOW_COLUMNS: readonly WindowColumn[] = ["window_start", "window_end", "window_time"];

/** All in µs. `slideUs` is the slide of a hop, the step of a cumulate and the size of a tumble; `offsetUs` as written. */
export interface WindowSpec {
  readonly kind: "tumble" | "hop" | "cumulate";
  readonly sizeUs: bigint;
  readonly slideUs: bigint;
  readonly offsetUs: bigint;
}

/**
 * `call` FROM TUMBLE(t, ts, …); `table` FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), …)); `named` the same with named
 * arguments; `group` GROUP BY TUMBLE(ts, …); `implicit` GROUP BY tumble(…) on the source's event time.
 */
export type WindowSpelling = "call" | "table" | "named" | "group" | "implicit";
export const WINDOW_SPELLINGS: readonly WindowSpelling[] = ["call", "table", "named", "group", "implicit"];

export interface WindowUse {
  readonly spec: WindowSpec;
  /** Name of the event time column in `from`. */
  readonly time: string;
  readonly spelling: WindowSpelling;
  /** The window columns listed in GROUP BY, where the spelling lists them; never empty. */
  readonly listed: readonly WindowColumn[];
  /** The table function stands in a subquery of its own: FROM (SELECT * FROM TUMBLE(…)). */
  readonly wrapped: boolean;
}

export interface GroupKey {
  readonly expr: Expr;
  /** `alias` and `ordinal` need a projection that is just this key. */
  readonly spelling: "expr" | "alias" | "ordinal";
}

export interface AggregateSpec {
  /** As in `sum(BIGINT)`, `count()`. */
  readonly overload: string;
  readonly type: SpecType;
  readonly arg: Expr | null;
  readonly filter: Expr | null;
}

export interface Grouping {
  readonly window: WindowUse;
  readonly keys: readonly GroupKey[];
  readonly aggregates: readonly AggregateSpec[];
  readonly having: Expr | null;
}

export interface Projection {
  readonly name: string;
  readonly expr: Expr;
}

export interface EmitClause {
  readonly mode: "none" | "on-window-close" | "final" | "after-watermark" | "on-watermark";
  /** Null: no ALLOW LATENESS is written. */
  readonly latenessUs: bigint | null;
  readonly latenessFirst: boolean;
}

export type Relation =
  | { readonly kind: "source"; readonly name: string }
  /** A view or common table expression of the spec. */
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "subquery"; readonly select: Select; readonly alias: string };

export interface Select {
  readonly from: Relation;
  /** Over the columns of `from`; applied before windows are assigned. */
  readonly where: Expr | null;
  readonly group: Grouping | null;
  readonly projections: readonly Projection[];
  /** Written as `*`: the projections are all columns of `from` in order. */
  readonly star: boolean;
  /** Applies to the nearest grouped select at or below; at most one of a chain writes it. */
  readonly emit: EmitClause | null;
}

export interface NamedSelect {
  readonly name: string;
  readonly form: "view" | "cte";
  readonly select: Select;
}

export interface QuerySpec {
  readonly seed: number;
  readonly sources: readonly SourceSpec[];
  /** Views first, then common table expressions; each may read those before it. */
  readonly named: readonly NamedSelect[];
  readonly select: Select;
  /** `minimal`: parentheses only where precedence needs them. */
  readonly parens: "minimal" | "full";
}

export function typeOf(expr: Expr): SpecType {
  switch (expr.kind) {
    case "in":
    case "between":
    case "like":
    case "is":
    case "distinct":
      return { kind: "BOOLEAN" };
    case "interval":
      throw new Error("an interval stands only beside a timestamp");
    default:
      return expr.type;
  }
}

export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "literal":
    case "column":
    case "key":
    case "aggregate":
    case "window":
    case "interval":
      return [];
    case "call":
      return expr.args;
    case "cast":
    case "is":
      return [expr.arg];
    case "case":
      return [expr.operand, ...expr.whens.flatMap(({ when, result }) => [when, result]), expr.otherwise].filter(
        (child) => child !== null,
      );
    case "nullif":
    case "distinct":
      return [expr.left, expr.right];
    case "in":
      return [expr.arg, ...expr.list];
    case "between":
      return [expr.arg, expr.low, expr.high];
    case "like":
      return [expr.arg, expr.pattern];
    default:
      return assertNever(expr, "Expr");
  }
}

/** The select a named relation or subquery stands for; null for a source. */
export function selectOf(spec: QuerySpec, relation: Relation): Select | null {
  if (relation.kind === "subquery") return relation.select;
  if (relation.kind === "source") return null;
  const named = spec.named.find(({ name }) => name === relation.name);
  if (named === undefined) throw new Error(`no relation ${relation.name}`);
  return named.select;
}

/** From the select down to the one that reads a source: each reads the next. */
export function chainOf(spec: QuerySpec, select: Select = spec.select): readonly Select[] {
  const below = selectOf(spec, select.from);
  return below === null ? [select] : [select, ...chainOf(spec, below)];
}

/** The source that the query reads: in this release each query reads exactly one. */
export function sourceOf(spec: QuerySpec): SourceSpec {
  const { from } = chainOf(spec).at(-1)!;
  const source = spec.sources.find(({ name }) => from.kind === "source" && name === from.name);
  if (source === undefined) throw new Error("the query reads no source");
  return source;
}

export interface ResolvedEmit {
  readonly mode: "on-window-close" | "after-watermark";
  readonly latenessUs: bigint;
}

/** What an EMIT clause, written or not, means (sql.md §5). */
export function resolveEmit(clause: EmitClause | null): ResolvedEmit {
  const latenessUs = clause?.latenessUs ?? 0n;
  const mode = clause?.mode ?? "none";
  switch (mode) {
    case "none":
      return { mode: latenessUs === 0n ? "on-window-close" : "after-watermark", latenessUs };
    case "on-window-close":
      return { mode: "on-window-close", latenessUs };
    case "final":
      return { mode: "on-window-close", latenessUs: 0n };
    case "after-watermark":
    case "on-watermark":
      return { mode: "after-watermark", latenessUs };
    default:
      return assertNever(mode, "EMIT mode");
  }
}

/** How the grouped select at `at` of a chain emits: its own clause, or one of a plain select that reads it. */
export function emitAt(chain: readonly Select[], at: number): ResolvedEmit {
  for (let i = at; i >= 0 && (i === at || chain[i]!.group === null); i--) {
    if (chain[i]!.emit !== null) return resolveEmit(chain[i]!.emit);
  }
  return resolveEmit(null);
}

/** Whether the result is a changelog: the topmost grouped select emits after the watermark. */
export function retracts(spec: QuerySpec): boolean {
  const chain = chainOf(spec);
  const top = chain.findIndex(({ group }) => group !== null);
  return top >= 0 && emitAt(chain, top).mode === "after-watermark";
}

export function assertNever(value: never, what: string): never {
  throw new Error(`unknown ${what}: ${JSON.stringify(value)}`);
}
