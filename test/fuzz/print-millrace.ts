/** Prints a spec as the text that a user would hand to millrace: sources, views, then the query. */
import { aggregateOf, LEVEL, overloadOf } from "./function-table.ts";
import {
  type Printed,
  printDuration,
  printInterval,
  printLiteral,
  printName,
  printType,
  quoteText,
} from "./print-literal.ts";
import {
  type AggregateSpec,
  assertNever,
  type EmitClause,
  type Expr,
  type Grouping,
  type NamedSelect,
  type QuerySpec,
  type Relation,
  type Select,
  type SourceSpec,
} from "./query-spec.ts";

export function printMillrace(spec: QuerySpec): string {
  const views = spec.named.filter(({ form }) => form === "view");
  const ctes = spec.named.filter(({ form }) => form === "cte");
  const context: Context = { spec, inlined: [] };
  const named = ({ name, select }: NamedSelect) => `${printName(name)} AS (\n${printSelect(select, context)}\n)`;
  return [
    ...spec.sources.map(printSource),
    ...views.map(({ name, select }) => `CREATE VIEW ${printName(name)} AS\n${printSelect(select, context)};\n`),
    `${ctes.length > 0 ? `WITH ${ctes.map(named).join(", ")}\n` : ""}${printSelect(spec.select, context)};\n`,
  ].join("\n");
}

interface Context {
  readonly spec: QuerySpec;
  /** What `key` and `aggregate` leaves stand for, innermost select last. */
  readonly inlined: readonly Grouping[];
  /** Name that qualified columns carry. */
  readonly alias?: string;
}

export function printSource(source: SourceSpec): string {
  const columns = source.columns.map(
    ({ name, type, nullable }) => `${printName(name)} ${printType(type)}${nullable ? "" : " NOT NULL"}`,
  );
  if (source.watermark !== null) {
    const { column, delayUs } = source.watermark;
    const name = printName(column);
    columns.push(`WATERMARK FOR ${name}${delayUs === 0n ? "" : ` AS ${name} - ${printDuration(delayUs)}`}`);
  }
  const options = source.create === "TABLE" ? " WITH (format = 'jsonl')" : "";
  return `CREATE ${source.create} ${printName(source.name)} (\n  ${columns.join(",\n  ")}\n)${options};\n`;
}

function printSelect(select: Select, context: Context): string {
  const { group } = select;
  const alias = aliasOf(select);
  const inside: Context = {
    spec: context.spec,
    inlined: group === null ? [] : [group],
    ...(alias === null ? {} : { alias }),
  };
  const list = select.star
    ? "*"
    : select.projections.map(({ name, expr }) => `${print(expr, inside)} AS ${printName(name)}`).join(", ");
  const lines = [`SELECT ${list}`, `FROM ${printFrom(select, context)}`];
  if (select.where !== null) lines.push(`WHERE ${print(select.where, inside)}`);
  if (group !== null) {
    lines.push(`GROUP BY ${groupItems(select, group, inside).join(", ")}`);
    if (group.having !== null) lines.push(`HAVING ${print(group.having, inside)}`);
  }
  if (select.emit !== null) lines.push(...printEmit(select.emit));
  return lines.join("\n");
}

function groupItems(select: Select, group: Grouping, context: Context): string[] {
  const { window } = group;
  const windowItems = usesTableFunction(group)
    ? window.listed
    : [`${window.spec.kind.toUpperCase()}(${windowArgs(group, "group").join(", ")})`];
  const keyItems = group.keys.map(({ expr, spelling }, index) => {
    const at = select.projections.findIndex(({ expr: e }) => e.kind === "key" && e.index === index);
    if (spelling === "ordinal" && at >= 0) return String(at + 1);
    if (spelling === "alias" && at >= 0) return printName(select.projections[at]!.name);
    return print(expr, context);
  });
  return [...windowItems, ...keyItems];
}

function usesTableFunction({ window }: Grouping): boolean {
  return window.spelling !== "group" && window.spelling !== "implicit";
}

function printFrom(select: Select, context: Context): string {
  const { from, group } = select;
  if (group === null || !usesTableFunction(group)) return printRelation(from, context, "from");
  const { spelling, spec, wrapped } = group.window;
  const name = spec.kind.toUpperCase();
  const table = printRelation(from, context, spelling);
  let call: string;
  if (spelling === "named") {
    const names = spec.kind === "tumble" ? ["SIZE"] : [spec.kind === "hop" ? "SLIDE" : "STEP", "SIZE"];
    const [time, ...durations] = windowArgs(group, spelling);
    const args = durations.map((duration, i) => `${names[i] ?? "OFFSET"} => ${duration}`);
    call = `TABLE(${name}(DATA => ${table}, TIMECOL => ${[time, ...args].join(", ")}))`;
  } else {
    const text = `${name}(${[table, ...windowArgs(group, spelling)].join(", ")})`;
    call = spelling === "table" ? `TABLE(${text})` : text;
  }
  if (wrapped) return `(SELECT * FROM ${call}) AS w`;
  return usesAlias(select) ? `${call} AS w` : call;
}

type Place = Grouping["window"]["spelling"] | "from";

function printRelation(relation: Relation, context: Context, place: Place): string {
  switch (relation.kind) {
    case "source":
    case "named":
      return place === "table" || place === "named" ? `TABLE ${printName(relation.name)}` : printName(relation.name);
    case "subquery": {
      const text = `(\n${printSelect(relation.select, context)}\n)`;
      return place === "from" ? `${text} AS ${printName(relation.alias)}` : text;
    }
    default:
      return assertNever(relation, "Relation");
  }
}

/** The name that `t.column` uses, or null where the text gives the relation none. */
function aliasOf(select: Select): string | null {
  if (select.group !== null && usesTableFunction(select.group)) return "w";
  return select.from.kind === "subquery" ? select.from.alias : select.from.name;
}

function usesAlias(select: Select): boolean {
  return JSON.stringify(select, (key, value) =>
    key === "from" ? undefined : typeof value === "bigint" ? 0 : value,
  ).includes(`"spelling":${QUALIFIED}`);
}

function windowArgs({ window }: Grouping, place: Place): string[] {
  const { kind, sizeUs, slideUs, offsetUs } = window.spec;
  const time = printName(window.time);
  const descriptor = place === "table" || place === "named" ? `DESCRIPTOR(${time})` : time;
  return [
    ...(window.spelling === "implicit" ? [] : [descriptor]),
    ...(kind === "tumble" ? [] : [printDuration(slideUs)]),
    printDuration(sizeUs),
    ...(offsetUs === 0n ? [] : [printDuration(offsetUs)]),
  ];
}

function printEmit({ mode, latenessUs, latenessFirst }: EmitClause): string[] {
  const lateness = latenessUs === null ? [] : [`ALLOW LATENESS ${printDuration(latenessUs)}`];
  const emit = mode === "none" ? [] : [`EMIT ${mode.replaceAll("-", " ").toUpperCase()}`];
  return latenessFirst ? [...lateness, ...emit] : [...emit, ...lateness];
}

/** Column spellings: as declared, other letter case, quoted, in backticks, qualified. */
export const COLUMN_SPELLINGS = 5;
const QUALIFIED = 4;

function printColumn(name: string, spelling: number, context: Context): string {
  const plain = printName(name);
  if (spelling === 1 && !plain.startsWith('"'))
    return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  if (spelling === 2) return `"${name}"`;
  if (spelling === 3) return `\`${name}\``;
  return spelling === QUALIFIED && context.alias !== undefined ? `${printName(context.alias)}.${plain}` : plain;
}

/** The expression, parenthesised if it binds less tightly than `level`. */
function print(expr: Expr, context: Context, level = 0): string {
  const [text, own] = printExpr(expr, context);
  const wrap = own < level || (context.spec.parens === "full" && own < LEVEL.atom && level > 0);
  return wrap ? `(${text})` : text;
}

function printExpr(expr: Expr, context: Context): Printed {
  const at = (child: Expr, level: number = LEVEL.other) => print(child, context, level);
  switch (expr.kind) {
    case "literal":
      return printLiteral(expr.value, expr.type, expr.form);
    case "column":
      return [printColumn(expr.name, expr.spelling, context), LEVEL.atom];
    case "key":
      return printExpr(context.inlined.at(-1)!.keys[expr.index]!.expr, context);
    case "aggregate":
      return [printAggregate(context.inlined.at(-1)!.aggregates[expr.index]!, context), LEVEL.atom];
    case "window":
      return [printWindowColumn(expr, context.inlined.at(-1)!), LEVEL.atom];
    case "interval":
      return [printInterval(expr.months, expr.days, expr.us), LEVEL.atom];
    case "call": {
      const { text, level } = overloadOf(expr.overload).millrace[expr.spelling]!;
      return [
        substitute(
          text,
          expr.args.map((arg) => (level: number) => at(arg, level)),
        ),
        level,
      ];
    }
    case "cast":
      if (expr.mode === "try") return [`TRY_CAST(${at(expr.arg, 0)} AS ${printType(expr.type)})`, LEVEL.atom];
      if (expr.spelling === 1) return [`${at(expr.arg, LEVEL.cast)}::${printType(expr.type)}`, LEVEL.cast];
      return [`CAST(${at(expr.arg, 0)} AS ${printType(expr.type)})`, LEVEL.atom];
    case "case": {
      const operand = expr.operand === null ? "" : ` ${at(expr.operand, 0)}`;
      const whens = expr.whens.map(({ when, result }) => ` WHEN ${at(when, 0)} THEN ${at(result, 0)}`).join("");
      const otherwise = expr.otherwise === null ? "" : ` ELSE ${at(expr.otherwise, 0)}`;
      return [`CASE${operand}${whens}${otherwise} END`, LEVEL.atom];
    }
    case "nullif":
      return [`NULLIF(${at(expr.left, 0)}, ${at(expr.right, 0)})`, LEVEL.atom];
    case "in":
      return [`${at(expr.arg)} ${not(expr)}IN (${expr.list.map((each) => at(each, 0)).join(", ")})`, LEVEL.range];
    case "between":
      return [`${at(expr.arg)} ${not(expr)}BETWEEN ${at(expr.low)} AND ${at(expr.high)}`, LEVEL.range];
    case "like": {
      const suffix = expr.escape === null ? "" : ` ESCAPE ${quoteText(expr.escape)}`;
      const operator = expr.insensitive ? "ILIKE" : "LIKE";
      return [`${at(expr.arg)} ${not(expr)}${operator} ${at(expr.pattern)}${suffix}`, LEVEL.range];
    }
    case "is":
      return [`${at(expr.arg, LEVEL.comparison)} IS ${not(expr)}${expr.what}`, LEVEL.is];
    case "distinct": {
      const sides = [expr.left, expr.right].map((side) => at(side, LEVEL.comparison));
      return [`${sides[0]} IS ${not(expr)}DISTINCT FROM ${sides[1]}`, LEVEL.is];
    }
    default:
      return assertNever(expr, "Expr");
  }
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? "NOT " : "";
}

/** Fills `$1:8` with the first argument printed at level 8, `$*` with all at level 0. */
function substitute(template: string, args: readonly ((level: number) => string)[]): string {
  return template.replace(/\$(\*|\d)(?::(\d+))?/g, (_, which: string, level: string | undefined) =>
    which === "*" ? args.map((arg) => arg(0)).join(", ") : args[Number(which) - 1]!(Number(level ?? 0)),
  );
}

function printAggregate({ overload, arg, filter }: AggregateSpec, context: Context): string {
  const { name } = aggregateOf(overload);
  const call = `${name.toUpperCase()}(${arg === null ? "*" : print(arg, context)})`;
  return filter === null ? call : `${call} FILTER (WHERE ${print(filter, context)})`;
}

function printWindowColumn(expr: Extract<Expr, { kind: "window" }>, group: Grouping): string {
  if (expr.spelling === 0 || usesTableFunction(group)) return expr.column;
  const part = { window_start: "START", window_end: "END", window_time: "ROWTIME" }[expr.column];
  const args = expr.spelling === 1 ? windowArgs(group, "group").join(", ") : "";
  return `${group.window.spec.kind.toUpperCase()}_${part}(${args})`;
}
