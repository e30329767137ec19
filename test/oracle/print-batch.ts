/**
 * The batch form of a spec, common to both SQL oracles: windows become arithmetic, each grouped select becomes four
 * nested ones (input, windows, aggregates, projections). Every coercion is written out and every operator wrapped in
 * parentheses, so that no judge depends on an oracle's own typing or precedence. A dialect fills in the words.
 */
import { aggregateOf, overloadOf } from "../fuzz/function-table.ts";
import {
  type AggregateSpec,
  assertNever,
  type Expr,
  type Grouping,
  type QuerySpec,
  type Relation,
  type Select,
  type SourceSpec,
  type SpecType,
  selectOf,
  type TypeKind,
  typeOf,
  type Value,
  type WindowSpec,
} from "../fuzz/query-spec.ts";
import { commonKindOf, plainType } from "../fuzz/typing.ts";

/** How event time lies in the oracle's tables, and with it how windows are computed: numbers, or the engine's own. */
export type TimeMode = "micros" | "timestamp";

export interface BatchDialect {
  readonly typeName: (type: SpecType) => string;
  readonly literal: (value: Exclude<Value, null>, type: SpecType) => string;
  readonly interval: (months: number, days: number, us: bigint) => string;
  /** A template of the function table. */
  readonly call: (overload: string) => string;
  /** Null: this engine is no judge of the conversion. */
  readonly cast: (text: string, from: SpecType, to: SpecType, mode: "strict" | "try") => string | null;
  /** Between µs as BIGINT and TIMESTAMP. */
  readonly fromUs: (us: string) => string;
  readonly toUs: (timestamp: string) => string;
  /** Select list items `"w$s"`, `"w$e"` and the condition that keeps a window, for a table `t` with column `time`. */
  readonly windows: (spec: WindowSpec, time: string, mode: TimeMode) => WindowText;
}

/** Start and end of the windows of one row; `series` yields one row per window and is read as `"w$x"` by the others. */
export interface WindowText {
  readonly series: string | null;
  readonly start: string;
  readonly end: string;
  readonly keep: string | null;
}

export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const textLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The whole query over the tables of `tableColumns`; null where the dialect cannot judge it. */
export function printBatch(spec: QuerySpec, dialect: BatchDialect, mode: TimeMode): string | null {
  try {
    return new BatchPrinter(spec, dialect, mode).select(spec.select);
  } catch (error) {
    if (error instanceof NotJudged) return null;
    throw error;
  }
}

/** One expression over the columns of the source, which stand in a relation `t`. Null as above. */
export function printScalar(spec: QuerySpec, expr: Expr, dialect: BatchDialect): string | null {
  try {
    return new BatchPrinter(spec, dialect, "timestamp").expr(expr);
  } catch (error) {
    if (error instanceof NotJudged) return null;
    throw error;
  }
}

/** The columns of a source's table: arrival number, then the declared ones, times as the mode says. */
export function tableColumns(source: SourceSpec, mode: TimeMode): readonly { name: string; type: SpecType }[] {
  return source.columns.map(({ name, type }) => ({
    name,
    type: type.kind === "TIMESTAMP" && mode === "micros" ? { kind: "BIGINT" } : type,
  }));
}

class NotJudged extends Error {}

class BatchPrinter {
  readonly #spec: QuerySpec;
  readonly #dialect: BatchDialect;
  readonly #mode: TimeMode;

  constructor(spec: QuerySpec, dialect: BatchDialect, mode: TimeMode) {
    this.#spec = spec;
    this.#dialect = dialect;
    this.#mode = mode;
  }

  select(select: Select): string {
    const { group } = select;
    const list = select.projections.map(({ name, expr }) => `${this.expr(expr)} AS ${identifier(name)}`).join(", ");
    const from = this.relation(select.from);
    const where = select.where === null ? "" : ` WHERE ${this.expr(select.where)}`;
    if (group === null) return `SELECT ${list} FROM (${from}) AS t${where}`;
    const having = group.having === null ? "" : ` WHERE ${this.expr(group.having)}`;
    return `SELECT ${list} FROM (${this.grouped(group, this.windowed(group.window.spec, group.window.time, from, where))}) AS g${having}`;
  }

  relation(relation: Relation): string {
    const select = selectOf(this.#spec, relation);
    if (select !== null) return this.select(select);
    const source = this.#spec.sources.find(({ name }) => relation.kind === "source" && name === relation.name)!;
    const columns = source.columns.map(({ name, type }) => {
      const column = identifier(name);
      const converts = type.kind === "TIMESTAMP" && this.#mode === "micros";
      return converts ? `${this.#dialect.fromUs(column)} AS ${column}` : column;
    });
    return `SELECT ${columns.join(", ")} FROM ${identifier(source.name)}`;
  }

  /** The rows of `from`, once per window. */
  windowed(window: WindowSpec, time: string, from: string, where: string): string {
    const { series, start, end, keep } = this.#dialect.windows(window, `t.${identifier(time)}`, this.#mode);
    const rows =
      series === null
        ? `SELECT * FROM (${from}) AS t${where}`
        : `SELECT *, ${series} AS "w$x" FROM (${from}) AS t${where}`;
    return `SELECT *, ${start} AS "w$s", ${end} AS "w$e" FROM (${rows}) AS t${keep === null ? "" : ` WHERE ${keep}`}`;
  }

  grouped(group: Grouping, rows: string): string {
    const keys = group.keys.map(({ expr }, i) => `${this.expr(expr)} AS "k${i}"`);
    const aggregates = group.aggregates.map((aggregate, i) => `${this.aggregate(aggregate)} AS "a${i}"`);
    const ordinals = [1, 2, ...keys.map((_, i) => i + 3)];
    const list = [`"w$s"`, `"w$e"`, ...keys, ...aggregates].join(", ");
    return `SELECT ${list} FROM (${rows}) AS t GROUP BY ${ordinals.join(", ")}`;
  }

  /** Sums of integers are exact and cast back; AVG is the exact sum divided in DOUBLE, which neither engine's AVG is. */
  aggregate({ overload, arg, filter }: AggregateSpec): string {
    const { name, param } = aggregateOf(overload);
    const only = filter === null ? "" : ` FILTER (WHERE ${this.expr(filter)})`;
    if (arg === null || param === null) return `COUNT(*)${only}`;
    const value = this.as(arg, param);
    const sum = param === "DOUBLE" ? `SUM(${value})${only}` : `CAST(SUM(${value})${only} AS BIGINT)`;
    if (name === "sum") return sum;
    const double = this.#dialect.typeName({ kind: "DOUBLE" });
    if (name === "avg") return `(CAST(${sum} AS ${double}) / NULLIF(COUNT(${value})${only}, 0))`;
    return `${name.toUpperCase()}(${value})${only}`;
  }

  expr(expr: Expr): string {
    switch (expr.kind) {
      case "literal":
        return expr.value === null
          ? `CAST(NULL AS ${this.#dialect.typeName(expr.type)})`
          : this.#dialect.literal(expr.value, expr.type);
      case "column":
        return `t.${identifier(expr.name)}`;
      case "key":
        return `g."k${expr.index}"`;
      case "aggregate":
        return `g."a${expr.index}"`;
      case "window":
        return this.windowColumn(expr.column);
      case "interval":
        return this.#dialect.interval(expr.months, expr.days, expr.us);
      case "call":
        return this.call(expr.overload, expr.args);
      case "cast":
        return this.cast(this.expr(expr.arg), typeOf(expr.arg), expr.type, expr.mode);
      case "case":
        return this.caseOf(expr);
      case "nullif":
        return this.nullif(expr.left, expr.right);
      case "in": {
        const kind = this.common([expr.arg, ...expr.list]);
        const list = expr.list.map((each) => this.as(each, kind)).join(", ");
        return `(${this.as(expr.arg, kind)} ${not(expr)}IN (${list}))`;
      }
      case "between": {
        const kind = this.common([expr.arg, expr.low, expr.high]);
        const [arg, low, high] = [expr.arg, expr.low, expr.high].map((each) => this.as(each, kind));
        return `(${arg} ${not(expr)}BETWEEN ${low} AND ${high})`;
      }
      case "like": {
        const fold = (text: string) => (expr.insensitive ? `lower(${text})` : text);
        const [arg, pattern] = [this.expr(expr.arg), this.expr(expr.pattern)].map(fold);
        const matches = `(${arg} LIKE ${pattern} ESCAPE ${textLiteral(expr.escape ?? "\\")})`;
        return expr.negated ? `(NOT ${matches})` : matches;
      }
      case "is":
        return `(${this.expr(expr.arg)} IS ${not(expr)}${expr.what})`;
      case "distinct": {
        const kind = this.common([expr.left, expr.right]);
        return `(${this.as(expr.left, kind)} IS ${not(expr)}DISTINCT FROM ${this.as(expr.right, kind)})`;
      }
      default:
        return assertNever(expr, "Expr");
    }
  }

  windowColumn(column: string): string {
    if (this.#mode === "timestamp") {
      if (column === "window_time") return `(g."w$e" - ${this.#dialect.interval(0, 0, 1n)})`;
      return column === "window_start" ? `g."w$s"` : `g."w$e"`;
    }
    if (column === "window_time") return this.#dialect.fromUs(`(g."w$e" - 1)`);
    return this.#dialect.fromUs(column === "window_start" ? `g."w$s"` : `g."w$e"`);
  }

  call(id: string, args: readonly Expr[]): string {
    const { params } = overloadOf(id);
    const texts = args.map((arg, i) => {
      const param = params[Math.min(i, params.length - 1)]!;
      return param === "INTERVAL" ? this.expr(arg) : this.as(arg, param);
    });
    return this.#dialect
      .call(id)
      .replace(/\$(\*|\d)/g, (_, which: string) => (which === "*" ? texts.join(", ") : texts[Number(which) - 1]!));
  }

  caseOf(expr: Extract<Expr, { kind: "case" }>): string {
    const { kind } = expr.type;
    const operandKind =
      expr.operand === null ? null : this.common([expr.operand, ...expr.whens.map(({ when }) => when)]);
    const operand = expr.operand === null ? "" : ` ${this.as(expr.operand, operandKind!)}`;
    const whens = expr.whens.map(({ when, result }) => {
      const condition = operandKind === null ? this.expr(when) : this.as(when, operandKind);
      return ` WHEN ${condition} THEN ${this.as(result, kind)}`;
    });
    const otherwise = expr.otherwise === null ? "" : ` ELSE ${this.as(expr.otherwise, kind)}`;
    return `(CASE${operand}${whens.join("")}${otherwise} END)`;
  }

  /** Written out: NULLIF itself returns the common type in one engine and the left one in the other. */
  nullif(left: Expr, right: Expr): string {
    const kind = this.common([left, right]);
    return `(CASE WHEN ${this.as(left, kind)} = ${this.as(right, kind)} THEN NULL ELSE ${this.expr(left)} END)`;
  }

  common(exprs: readonly Expr[]): TypeKind {
    const kind = commonKindOf(exprs.map((expr) => typeOf(expr).kind));
    if (kind === null) throw new Error("sides without a common type");
    return kind;
  }

  /** The expression, coerced to the kind. */
  as(expr: Expr, kind: TypeKind): string {
    const text = this.expr(expr);
    return typeOf(expr).kind === kind ? text : this.cast(text, typeOf(expr), plainType(kind), "strict");
  }

  cast(text: string, from: SpecType, to: SpecType, mode: "strict" | "try"): string {
    const cast = this.#dialect.cast(text, from, to, mode);
    if (cast === null) throw new NotJudged();
    return cast;
  }
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? "NOT " : "";
}
