/**
 * The text of a case as a batch query: an oracle reads what the case itself says. Only what batch SQL has no words for
 * is replaced, in place: windows become arithmetic, EMIT and ALLOW LATENESS go, intervals and type names take the
 * oracle's spelling. Of our own front end this takes the parser's spans and nothing else; names, types, coercions,
 * precedence and meaning are the oracle's own reading.
 */
import { DiagnosticBag } from "../../generator/diagnostics/diagnostic.ts";
import type * as ast from "../../generator/sql/ast.ts";
import { parse } from "../../generator/sql/parser.ts";
import type { SpecType, WindowSpec } from "../fuzz/query-spec.ts";
import { type BatchDialect, identifier } from "./print-batch.ts";

export interface BatchText {
  readonly sources: readonly ast.CreateSource[];
  /** In the order of their declaration. */
  readonly views: readonly { readonly name: string; readonly query: string }[];
  readonly query: string;
}

export interface CaseDialect extends Pick<BatchDialect, "windows" | "typeName" | "interval"> {
  /** Null: there is no such thing. */
  readonly tryCast: string | null;
  /** Whether bare names are lower case, and quoted ones as they are. */
  readonly foldsNames: boolean;
}

/** Throws where the case says what the oracle has no form for. */
export function batchText(sql: string, dialect: CaseDialect): BatchText {
  const statements = parse({ file: "query.sql", text: sql }, new DiagnosticBag());
  const sources = statements.filter((statement) => statement.kind === "CreateSource");
  const rewriter = new Rewriter(sql, sources, dialect);
  const views = statements.flatMap((statement) =>
    statement.kind === "CreateView"
      ? [{ name: sqlName(statement.name), query: rewriter.text(statement.query.span, rewriter.query(statement.query)) }]
      : [],
  );
  const { query } = statements.find((statement) => statement.kind === "QueryStatement")!;
  return { sources, views, query: rewriter.text(query.span, rewriter.query(query)) };
}

/** As it may stand in the oracle's text. */
export function sqlName({ name, quoted }: ast.Ident): string {
  return quoted ? identifier(name) : name;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Place = Pick<ast.Ident["span"], "start" | "end">;

const WINDOW_COLUMNS = "window_start, window_end, window_time";

class Rewriter {
  readonly #sql: string;
  readonly #sources: readonly ast.CreateSource[];
  readonly #dialect: CaseDialect;

  constructor(sql: string, sources: readonly ast.CreateSource[], dialect: CaseDialect) {
    this.#sql = sql;
    this.#sources = sources;
    this.#dialect = dialect;
  }

  /** What stands there, with the edits made. */
  text({ start, end }: Place, edits: readonly Edit[]): string {
    const pieces: string[] = [];
    let at = start;
    for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
      pieces.push(this.#sql.slice(at, edit.start), edit.text);
      at = edit.end;
    }
    return [...pieces, this.#sql.slice(at, end)].join("");
  }

  query({ ctes, select }: ast.Query): Edit[] {
    return [...ctes.flatMap(({ query }) => this.query(query!)), ...this.#select(select)];
  }

  #select({ items, from, where, groupBy, having, emit, lateness }: ast.Select): Edit[] {
    const timing = [emit, lateness].flatMap((clause) => (clause === null ? [] : [replaced(clause.span, "")]));
    const keys = groupBy?.keys ?? [];
    const window = keys.find(isWindowCall);
    const edits = [...this.#parts([items, where, having]), ...timing];
    if (window !== undefined) {
      const others = keys.filter((key) => key !== window);
      return [...edits, ...this.#parts(others), replaced(window.span, WINDOW_COLUMNS), this.#grouped(window, from!)];
    }
    edits.push(...this.#parts(keys), ...this.#from(from!));
    if (from!.kind !== "WindowTable") return edits;
    // Each column of a window depends on those that are grouped by; batch SQL wants it said.
    const end = groupBy!.span.end;
    return [...edits, { start: end, end, text: `, ${WINDOW_COLUMNS}` }];
  }

  /** GROUP BY TUMBLE(…): the relation in FROM with the window's columns. */
  #grouped(call: ast.Call, from: ast.FromItem): Edit {
    const timeless = call.args[0]!.kind === "Interval";
    const time = timeless ? this.#impliedTime(from) : nameIn(call.args[0]!);
    const spec = windowSpec(call.name.name, timeless ? call.args : call.args.slice(1));
    const alias = from.kind === "TableName" || from.kind === "Derived" ? from.alias : null;
    const name = alias ?? (from.kind === "TableName" ? from.name : null);
    const bare = alias === null ? from.span : { start: from.span.start, end: this.#endBefore(alias) };
    return replaced(from.span, this.#windowed(this.text(bare, this.#from(from)), time, spec, name));
  }

  #endBefore(alias: ast.Ident): number {
    return this.#sql.slice(0, alias.span.start).replace(/\s+(as)?\s*$/i, "").length;
  }

  /** The column with the watermark, or the `window_time` that a subquery hands on. */
  #impliedTime(from: ast.FromItem): ast.Ident {
    if (from.kind === "TableName") {
      const source = this.#sources.find(({ name }) => name.name.toLowerCase() === from.name.name.toLowerCase());
      if (source !== undefined) return source.watermarks[0]!.column;
    }
    const items = from.kind === "Derived" ? from.query.select.items : [];
    for (const item of items) {
      if (item.kind === "Item" && item.expr.kind === "Name" && item.expr.name.name.toLowerCase() === "window_time")
        return item.alias ?? item.expr.name;
    }
    throw new Error("no event time in sight");
  }

  #from(from: ast.FromItem): Edit[] {
    if (from.kind === "Derived") return this.query(from.query);
    if (from.kind !== "WindowTable") return [];
    const kind = from.name.name.toLowerCase();
    const params = kind === "tumble" ? ["SIZE", "OFFSET"] : [kind === "hop" ? "SLIDE" : "STEP", "SIZE", "OFFSET"];
    const arg = (name: string) => {
      const at = ["DATA", "TIMECOL", ...params].indexOf(name);
      return from.args.find((each, i) => (each.name === null ? i === at : each.name.name.toUpperCase() === name))
        ?.value;
    };
    const data = arg("DATA")!;
    const durations = params.flatMap((name) => (arg(name) === undefined ? [] : [arg(name) as ast.Expr]));
    const relation = this.text(data.span, data.kind === "Derived" ? this.query(data.query) : []);
    const spec = windowSpec(kind, durations);
    return [replaced(from.span, this.#windowed(withoutTable(relation), nameIn(arg("TIMECOL")!), spec, from.alias))];
  }

  /** The rows of a relation, each once per window, with the window's columns. */
  #windowed(relation: string, time: ast.Ident, spec: WindowSpec, alias: ast.Ident | null): string {
    const name = this.#dialect.foldsNames && !time.quoted ? time.name.toLowerCase() : time.name;
    const { series, start, end, keep } = this.#dialect.windows(spec, `t.${identifier(name)}`, "timestamp");
    const rows = `SELECT *${series === null ? "" : `, ${series} AS "w$x"`} FROM ${relation} AS t`;
    const last = `(${end}) - ${this.#dialect.interval(0, 0, 1n)}`;
    const columns = `${start} AS window_start, ${end} AS window_end, ${last} AS window_time`;
    const kept = keep === null ? "" : ` WHERE ${keep}`;
    return `(SELECT *, ${columns} FROM (${rows}) AS t${kept}) AS ${alias === null ? "w" : sqlName(alias)}`;
  }

  /** In expressions, wherever they stand. */
  #parts(value: unknown): Edit[] {
    if (Array.isArray(value)) return value.flatMap((each) => this.#parts(each));
    if (typeof value !== "object" || value === null) return [];
    const node = value as ast.Expr;
    if (node.kind === "Interval") return [replaced(node.span, `INTERVAL '${node.value} ${node.unit}'`)];
    if (node.kind === "Cast") return [...this.#parts(node.arg), ...this.#cast(node)];
    if (node.kind === "Call") {
      const [, , bound] = /^(tumble|hop|cumulate)_(start|end|rowtime)$/i.exec(node.name.name) ?? [];
      if (bound !== undefined) return [replaced(node.span, `window_${bound.toLowerCase().replace("row", "")}`)];
    }
    return this.#parts(Object.values(node));
  }

  #cast({ type, mode, span }: ast.CastExpr): Edit[] {
    const name = replaced(type.span, this.#dialect.typeName(specType(type)));
    if (mode === "strict") return [name];
    if (this.#dialect.tryCast === null) throw new Error("no TRY_CAST");
    return [name, replaced({ start: span.start, end: span.start + "TRY_CAST".length }, this.#dialect.tryCast)];
  }
}

function replaced({ start, end }: Place, text: string): Edit {
  return { start, end, text };
}

function withoutTable(relation: string): string {
  return relation.replace(/^TABLE\s+/i, "");
}

function isWindowCall(key: ast.Expr): key is ast.Call {
  return key.kind === "Call" && /^(tumble|hop|cumulate)$/i.test(key.name.name);
}

/** `ts`, `DESCRIPTOR(ts)`, or what the parser takes for a relation because it cannot know. */
function nameIn(value: ast.WindowArg["value"]): ast.Ident {
  if (value.kind === "Call") return nameIn(value.args[0]!);
  if (value.kind === "Name" || value.kind === "TableName") return value.name;
  throw new Error("not the name of a column");
}

const UNIT_US: Readonly<Record<string, bigint>> = {
  MICROSECOND: 1n,
  MILLISECOND: 1000n,
  SECOND: 1_000_000n,
  MINUTE: 60_000_000n,
  HOUR: 3_600_000_000n,
  DAY: 86_400_000_000n,
  WEEK: 604_800_000_000n,
};

function microseconds(expr: ast.Expr): bigint {
  if (expr.kind === "Unary" && expr.op === "-") return -microseconds(expr.arg);
  if (expr.kind !== "Interval" || UNIT_US[expr.unit] === undefined) throw new Error("not a fixed duration");
  const [, sign, whole, fraction = ""] = /^\s*([+-]?)(\d*)(?:\.(\d+))?\s*$/.exec(expr.value)!;
  const scaled = BigInt(`${whole}${fraction}`) * UNIT_US[expr.unit]!;
  return (sign === "-" ? -scaled : scaled) / 10n ** BigInt(fraction.length);
}

function windowSpec(name: string, durations: readonly ast.Expr[]): WindowSpec {
  const kind = name.toLowerCase() as WindowSpec["kind"];
  const us = durations.map(microseconds);
  const [slideUs, sizeUs, offsetUs] = kind === "tumble" ? [us[0]!, us[0]!, us[1]] : us;
  return { kind, sizeUs: sizeUs!, slideUs: slideUs!, offsetUs: offsetUs ?? 0n };
}

const KINDS: Readonly<Record<string, SpecType["kind"]>> = {
  BOOL: "BOOLEAN",
  INT: "INTEGER",
  INT2: "SMALLINT",
  INT4: "INTEGER",
  INT8: "BIGINT",
  FLOAT4: "REAL",
  FLOAT8: "DOUBLE",
  FLOAT: "DOUBLE",
  "DOUBLE PRECISION": "DOUBLE",
  VARCHAR: "TEXT",
  "CHARACTER VARYING": "TEXT",
  STRING: "TEXT",
};

/** The type that a declaration or a cast names. */
export function specType({ words, numbers }: ast.TypeName): SpecType {
  const kind = KINDS[words] ?? (words as SpecType["kind"]);
  if (kind === "TEXT") return { kind, maxLength: numbers[0] ?? null };
  if (kind === "TIMESTAMP") return { kind, precision: numbers[0] ?? 6 };
  return { kind };
}
